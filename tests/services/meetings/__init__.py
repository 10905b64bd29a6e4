"""Tests of meetings on a real station."""
