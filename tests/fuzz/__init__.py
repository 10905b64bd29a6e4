"""Everything that comes from outside, fed with what nobody would send: `python -m tests.fuzz.run --minutes N`."""
