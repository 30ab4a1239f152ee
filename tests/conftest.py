"""What all tests share: properties are searched alike, and texts kept alike, on every machine."""

import pandas as pd
from hypothesis import settings

from digitalbay.data.tables import TEXTS

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")
# As the first chapter of a process would have it, whichever test that is in.
pd.set_option(*TEXTS)
