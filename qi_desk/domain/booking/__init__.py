"""Who may have what when: terms, rules, nearest slots, waiting, and what the clock makes of a booking. Pure."""
