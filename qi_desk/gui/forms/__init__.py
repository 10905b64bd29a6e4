"""Compiled from ui/*.ui by ui/build.py. Generated: do not edit."""
