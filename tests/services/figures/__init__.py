"""Tests of counting, reports and ledger."""
