"""统计报表: figures, their parts, the ledger and the reports."""
