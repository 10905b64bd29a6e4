"""Evaluation by indicators (F29; 9.2 of DB44/T 2407, 8.1 and 8.2 of the national guide): rules as data, and scores."""
