"""H4a: has digital government become service-oriented?"""

from __future__ import annotations

from collections.abc import Collection
from statistics import median

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Period, Portion, Statement

from .decision import Decision
from .government import FIELD, RANK
from .series import Pair, before_after, breaks_between, exact, in_time, peer_changes

SERVICE_MEASURES = (
    RANK,
    "gov_service_online_rate",
    "licence_items_online_rate",
    "licence_items_full_process_online_rate",
    "gov_items_zero_visit_rate",
    "gov_items_at_most_once_rate",
    "tsinghua_digital_gov_index_rank_provinces",
)
BEFORE, AFTER = "2019", "2022"  # a first value before the one, a last value from the other on
MEASURE = [
    "indicator", "first", "first_period", "last", "last_period",
    "median", "level", "change", "worse", "group", "group_smaller",
]  # fmt: skip


def h4a(as_of: str | None = None) -> Decision:
    """Has digital government become service-oriented? See `decide_h4a`."""
    rows = db.observations(list(SERVICE_MEASURES), as_of=as_of)
    return decide_h4a(rows, db.indicators(), set(db.areas("province")["area"]))


def decide_h4a(
    rows: pd.DataFrame, indicators: pd.DataFrame, provinces: Collection[str]
) -> Decision:
    """Do level and change of Guangdong's measures of service hold, beside those of others?

    rows: observations of `SERVICE_MEASURES` everywhere; provinces: keys of the areas that are.

    Facts: measures (a frame of `service_measures`), n (how many), both (how many with level and
    change), with_group (how many with a comparison group), examined (how many were looked for).
    """
    measures = service_measures(rows, indicators, provinces)
    both = measures[measures["level"].eq(True) & measures["change"]]
    if len(both) >= 2 and both["group_smaller"].all():
        verdict = "supported"
    elif (measures["level"].eq(True) | measures["change"]).any():
        verdict = "partly"
    elif (measures["level"].eq(False) & measures["worse"]).any():
        verdict = "contradicted"
    else:
        verdict = "not_testable"
    facts = {
        "measures": measures,
        "n": len(measures),
        "both": len(both),
        "with_group": int((measures["group"] > 0).sum()),
        "examined": len(SERVICE_MEASURES),
    }
    used = rows[rows["indicator"].isin(measures["indicator"])]
    return Decision(verdict, _because(facts), [used if len(used) else rows], facts)


def service_measures(
    rows: pd.DataFrame, indicators: pd.DataFrame, provinces: Collection[str]
) -> pd.DataFrame:
    """Return Guangdong's measures with an unqualified value before 2019 and one from 2022 on.

    No definition breaks between the two. Columns `MEASURE`: indicator, first and last with their
    periods, median (of the other provinces in the last period; of the capability rank the middle
    one, (32 + 1) / 2, if no other is on record), level (whether the last value is at least as good
    as the median; None without one), change and worse (whether it is better or worse than the
    first), group (how many other provinces have both periods), group_smaller (whether the median
    of their changes is smaller).
    """
    about = indicators.set_index("indicator")
    others = exact(rows[rows["area"].isin(set(provinces) - {"guangdong"})])
    found = []
    for indicator, here in rows[rows["area"] == "guangdong"].groupby("indicator", sort=False):
        pair = before_after(here, BEFORE, AFTER)
        breaks, better = about.loc[indicator, ["breaks", "direction"]]
        if pair and not breaks_between(breaks, *(row["period"] for row in pair)):
            sign = 1 if better == "higher" else -1
            found.append(_beside(pair, others[others["indicator"] == indicator], sign))
    return pd.DataFrame(found, columns=MEASURE).astype(
        {"level": "object"} | dict.fromkeys(["change", "worse", "group_smaller"], "bool")
    )


def examined(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each of `SERVICE_MEASURES`, Guangdong's first value before 2019 and last since.

    Bounds are shown too. Columns: indicator, before, before_period, before_qualifier, after (from
    2022 on), after_period, after_qualifier; NaN and empty where nothing is on record.
    """
    lines = []
    for indicator in SERVICE_MEASURES:
        here = in_time(rows[(rows["indicator"] == indicator) & (rows["area"] == "guangdong")])
        early = here[here["period"] < BEFORE].head(1)
        late = here[here["period"] >= AFTER].tail(1)
        ends = [
            part.iloc[0][name] if len(part) else blank
            for part in (early, late)
            for name, blank in (("value", float("nan")), ("period", ""), ("qualifier", ""))
        ]
        lines.append((indicator, *ends))
    names = [
        f"{end}{part}" for end in ("before", "after") for part in ("", "_period", "_qualifier")
    ]
    return pd.DataFrame(lines, columns=["indicator", *names])


def _beside(pair: Pair, others: pd.DataFrame, sign: int) -> tuple:
    first, last = pair
    peers = others.loc[others["period"] == last["period"], "value"]
    middle = median(peers) if len(peers) else None
    if middle is None and first["indicator"] == RANK:
        middle = (FIELD + 1) / 2
    change = sign * (last["value"] - first["value"])
    changes = peer_changes(others, first["period"], last["period"], sign)
    return (
        first["indicator"],
        *(row[name] for row in pair for name in ("value", "period")),
        middle,
        None if middle is None else bool(sign * (last["value"] - middle) >= 0),
        change > 0,
        change < 0,
        len(changes),
        bool(changes) and median(changes) < change,
    )


_NONE = N_("None of the {n} measures has a value before 2019 and another after 2021.")
_SINGLE = N_(
    "A single measure has both dates: Guangdong rose from place {first} ({before}) to {last}"
    " ({after}) of {field}. No other province is on record for both years, so nothing can be"
    " compared, and {n} further measures lack one of the dates."
)
_SEVERAL = N_(
    "Of the measures examined, {n} have both dates; level and change hold for {both}, and a"
    " comparison group exists for {group}."
)


def _because(facts: dict) -> Statement:
    n, whole = facts["n"], facts["examined"]
    if not n:
        return Statement(_NONE, {"n": whole})
    only = facts["measures"].iloc[0]
    alone = n == 1 and not facts["with_group"]
    if alone and only["indicator"] == RANK and only["change"]:
        told = {
            "first": int(only["first"]),
            "before": Period(only["first_period"]),
            "last": int(only["last"]),
            "after": Period(only["last_period"]),
            "field": FIELD,
            "n": whole - 1,
        }
        return Statement(_SINGLE, told)
    both, group = (Portion(facts[name], n) for name in ("both", "with_group"))
    return Statement(_SEVERAL, {"n": Portion(n, whole), "both": both, "group": group})
