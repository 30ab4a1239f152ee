"""What several shares of documents and cases are counted from."""

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, last_day
from digitalbay.methods import wilson_interval

SEPARATOR = "；"


def wilson(k: int, n: int) -> tuple[float | None, float | None]:
    """Return the Wilson 95% interval of a share, or Nones of nothing."""
    if not n:
        return None, None
    interval = wilson_interval(k, n).iloc[0]
    return float(interval["low"]), float(interval["high"])


def known_cases(as_of=None) -> pd.DataFrame:
    """Return the cases whose source had been published by a day, all without one."""
    cases = db.cases()
    if as_of is None:
        return cases
    published = db.sources().set_index("source")["published"]
    days = cases["source"].map(published)
    known = days.map(lambda text: bool(text) and last_day(text) <= as_day(as_of))
    return cases[known.astype("bool")].reset_index(drop=True)


def guangdong() -> set[str]:
    areas = db.areas()
    return set(areas.loc[areas["gb_code"].str.startswith("44"), "area"])
