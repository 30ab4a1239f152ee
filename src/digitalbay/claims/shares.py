"""What several shares of documents and cases are counted from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from digitalbay.methods import wilson_interval
from digitalbay.statements import Number

SEPARATOR = "；"  # between issuers or owners
SHARE = ["group", "test", "k", "n", "share", "low", "high"]


# A share with its lower and upper end; nothing has none.
Interval = tuple[float, float, float] | tuple[None, None, None]


def interval(k: int, n: int) -> Interval:
    """Return a share and its Wilson 95% interval, all between 0 and 1; Nones of nothing."""
    if not n:
        return None, None, None
    ends = wilson_interval(k, n).iloc[0]
    return k / n, float(ends["low"]), float(ends["high"])


def percent(share: float | None, form: str = ".1f") -> Number:
    """Return a share between 0 and 1 as a number in per cent."""
    return Number(None if share is None else 100 * share, form)


def shares_of(
    groups: Mapping[str, pd.Series], tests: Mapping[str, Callable[[str], bool]]
) -> pd.DataFrame:
    """Return the share of texts that pass a test, by group and test; empty groups are left out.

    groups: texts (issuers or owners) by the name of the group; tests: by name.

    Columns `SHARE`: group, test, k (how many pass), n (of how many), share, low, high (per cent,
    with the Wilson 95% interval).
    """
    lines = []
    for group, texts in groups.items():
        for test, passes in tests.items():
            k, n = sum(map(passes, texts)), len(texts)
            ends = interval(k, n)
            if ends[0] is not None:
                lines.append((group, test, k, n, *(100 * part for part in ends)))
    types = dict.fromkeys(["share", "low", "high"], "float64")
    return pd.DataFrame(lines, columns=SHARE).astype(types)


def by_period(rows: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """Return one indicator as a share of another, of the periods that have both.

    rows: observations of one place. Columns: period, value (per cent), qualifier (none), whole.
    """
    table = rows[rows["indicator"].isin([part, whole])].pivot(
        index="period", columns="indicator", values="value"
    )
    table = table.reindex(columns=[part, whole]).dropna()
    share = (100 * table[part] / table[whole]).rename("value")
    return share.reset_index().assign(qualifier="", whole=table[whole].to_numpy())


def of_guangdong(areas: pd.DataFrame) -> set[str]:
    """Return the keys of Guangdong, its cities and its districts, by their codes."""
    return set(areas.loc[areas["gb_code"].str.startswith("44"), "area"])
