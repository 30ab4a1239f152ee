"""H4a: has digital government become service-oriented?"""

from statistics import median

import digitalbay as db

from .series import before_after, breaks_between, peer_changes
from .verdicts import Decision

SERVICE_MEASURES = (
    "online_gov_service_capability_rank_provinces",
    "gov_service_online_rate",
    "licence_items_online_rate",
    "licence_items_full_process_online_rate",
    "gov_items_zero_visit_rate",
    "gov_items_at_most_once_rate",
    "tsinghua_digital_gov_index_rank_provinces",
)


FIELD = 32  # provincial units assessed, by the definition of the capability rank


def h4a(as_of=None) -> Decision:
    """Has digital government become service-oriented? Level and change of Guangdong's measures.

    A measure counts if it has an exact value before 2019 and one after 2021, without a break
    between them. The median of the comparators is that of the other provinces on the measure in
    the latest year; for the rank among all provincial units it is the middle rank, (32 + 1) / 2.
    A comparison group is at least one other province with values in both years.
    """
    rows = db.observations(list(SERVICE_MEASURES), as_of=as_of)
    about = db.indicators().set_index("indicator")
    measures = []
    for indicator, found in rows.groupby("indicator", sort=False):
        sign = 1 if about.loc[indicator, "direction"] == "higher" else -1
        pair = before_after(found[found["area"] == "guangdong"], "2019", "2022")
        if pair is None or breaks_between(about.loc[indicator, "breaks"], *pair):
            continue
        first, last = pair
        others = found[found["area"].isin(_provinces()) & (found["area"] != "guangdong")]
        peers = others.loc[others["period"] == last["period"], "value"]
        middle = median(peers) if len(peers) else None
        if middle is None and indicator == "online_gov_service_capability_rank_provinces":
            middle = (FIELD + 1) / 2
        change = sign * (last["value"] - first["value"])
        smaller = peer_changes(others, first["period"], last["period"], sign)
        measures.append(
            {
                "indicator": indicator,
                "first": first["value"],
                "first_period": first["period"],
                "last": last["value"],
                "last_period": last["period"],
                "median": middle,
                "level": None if middle is None else bool(sign * (last["value"] - middle) >= 0),
                "change": bool(change > 0),
                "worse": bool(change < 0),
                "group": len(smaller),
                "group_smaller": bool(smaller) and median(smaller) < change,
            }
        )
    both = [m for m in measures if m["level"] and m["change"]]
    if len(both) >= 2 and all(m["group_smaller"] for m in both):
        verdict = "supported"
    elif any(m["level"] or m["change"] for m in measures):
        verdict = "partly"
    elif any(m["level"] is False and m["worse"] for m in measures):
        verdict = "contradicted"
    else:
        verdict = "not_testable"
    used = rows[rows["indicator"].isin([m["indicator"] for m in measures])]
    facts = {
        "measures": measures,
        "n": len(measures),
        "both": len(both),
        "with_group": sum(m["group"] > 0 for m in measures),
        "examined": len(SERVICE_MEASURES),
    }
    return Decision(verdict, facts, [used if len(used) else rows])


def _provinces() -> set[str]:
    return set(db.areas("province")["area"])
