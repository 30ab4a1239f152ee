"""Second rules, written with the verdicts of the first ones in view; modules by topic."""
