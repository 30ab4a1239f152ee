"""Settings shared by every test."""

from hypothesis import settings

# The same examples in every run: a test that passes here passes everywhere.
settings.register_profile("digitalbay", derandomize=True, deadline=None)
settings.load_profile("digitalbay")
