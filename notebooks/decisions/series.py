"""Values of one series at two times: which may be compared, and what others did."""

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import first_day, last_day


def before_after(rows: pd.DataFrame, before: str, after: str):
    """Return the first value that ends before a year and the last from a year on, or None."""
    rows = rows[rows["qualifier"] == ""].sort_values("period", key=lambda p: p.map(last_day))
    early = rows[rows["period"].str[:4] < before]
    late = rows[rows["period"].str[:4] >= after]
    return (early.iloc[0], late.iloc[-1]) if len(early) and len(late) else None


def breaks_between(breaks: str, first: pd.Series, last: pd.Series) -> bool:
    return any(
        first_day(first["period"]) < first_day(at) <= first_day(last["period"])
        for at in breaks.split()
    )


def comparable(rows: pd.DataFrame):
    """Return the widest pair of the same part of different years whose direction is certain."""
    about = db.indicators().set_index("indicator")["breaks"]
    rows = rows.sort_values("period", key=lambda p: p.map(last_day))
    pairs = []
    for _, first in rows[rows["qualifier"].isin(["", "about"])].iterrows():
        for _, last in rows.iterrows():
            same_part = first["period"][4:] == last["period"][4:] and "/" not in first["period"]
            later = first["period"][:4] < last["period"][:4]
            certain = last["qualifier"] in ("", "about") or (
                last["qualifier"] == "at_least" and last["value"] >= first["value"]
            )
            whole = not breaks_between(about[first["indicator"]], first, last)
            if same_part and later and certain and whole:
                pairs.append((first, last))
    return max(pairs, key=_width) if pairs else None


def _width(pair) -> int:
    first, last = pair
    return (last_day(last["period"]) - last_day(first["period"])).days


def peer_changes(rows: pd.DataFrame, first: str, last: str, sign: int) -> list[float]:
    table = rows.pivot_table(index="area", columns="period", values="value", aggfunc="last")
    if first not in table or last not in table:
        return []
    return list((sign * (table[last] - table[first])).dropna())
