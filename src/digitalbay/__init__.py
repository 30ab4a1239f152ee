"""Digital Bay."""
