"""The desk's side of the exchange with the district, and what both sides say to each other."""
