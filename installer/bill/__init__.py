"""What is shipped that others made: found in the locks, under which licence, told to people and to machines."""
