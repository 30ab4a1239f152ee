"""H4b: has digital society changed life?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Joined, Portion, Statement

from .decision import Decision
from .series import comparable, peer_changes

USE_MEASURES = {
    "apps": (
        "iam_smart_annual_transactions",
        "yueshengshi_daily_transactions",
        "egov_users_excl_health_code_dsec",
        "egov_users_share_of_internet_users_with_health_code_dsec",
    ),
    "payment": (
        "ebanking_users_share_of_internet_users_dsec",
        "mobile_payment_transactions",
        "mobile_payment_value",
        "fps_avg_daily_transactions",
        "fps_avg_daily_turnover_hkd",
        "fps_monthly_transactions",
    ),
    "older": (
        "internet_users_share_55plus_dsec",
        "internet_users_share_60plus",
        "internet_users_share_65plus_csd",
        "internet_users_share_65plus_dsec",
        "smartphone_ownership_65plus_csd",
    ),
}
MEASURE = [
    "indicator", "area", "kind", "first", "first_period", "first_qualifier",
    "last", "last_period", "last_qualifier", "rose", "fell", "comparators", "comparator_less",
]  # fmt: skip


def h4b(as_of: str | None = None) -> Decision:
    """Has digital society changed life? See `decide_h4b`."""
    names = [name for group in USE_MEASURES.values() for name in group]
    return decide_h4b(db.observations(names, as_of=as_of), db.indicators())


def decide_h4b(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did at least three measures of use rise, each more than a comparator?

    Counts that can only grow (registered accounts, cumulative totals) can't show use and are not
    among the measures; values whose bounds leave the direction open do not count.

    rows: observations of `USE_MEASURES` everywhere.

    Facts: measures (a frame of `measures_of_use`), n, rose, fell, with_comparator (how many).
    """
    measures = measures_of_use(rows, indicators)
    rose, fell = measures[measures["rose"]], int(measures["fell"].sum())
    if len(rose) >= 3 and rose["comparator_less"].all():
        verdict = "supported"
    elif len(rose):
        verdict = "partly"
    else:
        verdict = "contradicted" if fell > len(measures) / 2 else "not_testable"
    facts = {
        "measures": measures,
        "n": len(measures),
        "rose": len(rose),
        "fell": fell,
        "with_comparator": int((measures["comparators"] > 0).sum()),
    }
    wanted = pd.MultiIndex.from_frame(measures[["indicator", "area"]])
    used = rows[pd.MultiIndex.from_frame(rows[["indicator", "area"]]).isin(wanted)]
    return Decision(verdict, _because(facts), [used if len(used) else rows], facts)


def measures_of_use(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of use in the Bay Area or Guangdong that have two comparable periods.

    Comparable are the same parts of different years, without a break between them. A comparator
    is an area outside the Bay Area and Guangdong with exact values of both periods.

    Columns `MEASURE`: indicator, area, kind (of `USE_MEASURES`), first and last with period and
    qualifier, rose, fell, comparators (how many), comparator_less (whether one rose less).
    """
    kinds = {name: kind for kind, group in USE_MEASURES.items() for name in group}
    breaks = indicators.set_index("indicator")["breaks"]
    inside = rows["area"].isin([*db.CITIES, "guangdong", "prd9", "gba"])
    found = []
    for (indicator, area), here in rows[inside].groupby(["indicator", "area"], sort=False):
        pair = comparable(here, breaks[indicator])
        if pair is None:
            continue
        first, last = pair
        rise = last["value"] - first["value"]
        outside = rows[~inside & (rows["indicator"] == indicator)]
        changes = peer_changes(outside, first["period"], last["period"])
        ends = [row[name] for row in pair for name in ("value", "period", "qualifier")]
        less = bool(changes) and min(changes) < rise
        found.append(
            (indicator, area, kinds[indicator], *ends, rise > 0, rise < 0, len(changes), less)
        )
    return pd.DataFrame(found, columns=MEASURE).astype(
        dict.fromkeys(["rose", "fell", "comparator_less"], "bool")
        | {"first": "float64", "last": "float64"}
    )


_ROSE = N_(
    "Of the measures of use, {rose} rose and {fell} fell; a comparator outside the Bay Area on the"
    " same measure exists for {with_comparator}."
)
_WHERE = N_("All are of Hong Kong or Macao.")
_NONE = N_("No measure of use has two years that can be compared.")


def _because(facts: dict) -> Statement | Joined:
    if not facts["n"]:
        return Statement(_NONE)
    names = ("rose", "fell", "with_comparator")
    told = Statement(_ROSE, {name: Portion(facts[name], facts["n"]) for name in names})
    if set(facts["measures"]["area"]) <= {"hong-kong", "macao"}:
        return Joined([told, Statement(_WHERE)])
    return told
