"""Third rules: what is not on record is unknown, and decides nothing; modules by topic."""
