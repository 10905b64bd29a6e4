"""Tests of the pure rules of meetings."""
