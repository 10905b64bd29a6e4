"""What is said to visitors: courteous words as templates, and what is never said."""
