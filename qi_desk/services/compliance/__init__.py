"""条款对照: clause by clause how the station stands, the probes that look, and what is handed to an evaluation."""
