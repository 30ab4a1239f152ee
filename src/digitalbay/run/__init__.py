"""Runs notebooks by papermill: plan, execute what is stale, collect what they found."""
