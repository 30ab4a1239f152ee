"""H4b: has digital society changed life?"""

import pandas as pd

import digitalbay as db

from .series import comparable, peer_changes
from .verdicts import Decision

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


def h4b(as_of=None) -> Decision:
    """Has digital society changed life? Measures of use with two comparable years.

    Two periods compare if they are the same part of different years. Counts that can only grow
    (registered accounts, cumulative totals) can't show use and are left out; so are values whose
    bounds leave the direction open. A comparator is an area outside the Bay Area and Guangdong
    with the same measure in both periods.
    """
    names = [name for group in USE_MEASURES.values() for name in group]
    rows = db.observations(names, as_of=as_of)
    kinds = {name: kind for kind, group in USE_MEASURES.items() for name in group}
    inside = {*db.CITIES, "guangdong", "prd9", "gba"}
    measures = []
    for (indicator, area), found in rows.groupby(["indicator", "area"], sort=False):
        if area not in inside:
            continue
        pair = comparable(found)
        if pair is None:
            continue
        first, last = pair
        rise = last["value"] - first["value"]
        outside = rows[(rows["indicator"] == indicator) & ~rows["area"].isin(inside)]
        less = peer_changes(outside, first["period"], last["period"], 1)
        measures.append(
            {
                "indicator": indicator,
                "area": area,
                "kind": kinds[indicator],
                "first": first["value"],
                "first_period": first["period"],
                "last": last["value"],
                "last_period": last["period"],
                "rose": bool(rise > 0),
                "fell": bool(rise < 0),
                "comparators": len(less),
                "comparator_less": bool(less) and min(less) < rise,
            }
        )
    rose = [m for m in measures if m["rose"]]
    if len(rose) >= 3 and all(m["comparator_less"] for m in rose):
        verdict = "supported"
    elif rose:
        verdict = "partly"
    elif measures and sum(m["fell"] for m in measures) > len(measures) / 2:
        verdict = "contradicted"
    else:
        verdict = "not_testable"
    facts = {
        "measures": measures,
        "n": len(measures),
        "rose": len(rose),
        "fell": sum(m["fell"] for m in measures),
        "with_comparator": sum(m["comparators"] > 0 for m in measures),
    }
    keys = pd.MultiIndex.from_frame(rows[["indicator", "area"]])
    used = rows[keys.isin([(m["indicator"], m["area"]) for m in measures])]
    return Decision(verdict, facts, [used if len(used) else rows])
