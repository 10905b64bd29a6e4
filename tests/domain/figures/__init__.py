"""Tests of the periods, measures and slices of figures."""
