"""Settings shared by all tests."""

from hypothesis import settings

# The same examples on every machine; no deadline on a shared one.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")
