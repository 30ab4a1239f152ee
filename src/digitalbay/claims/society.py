"""S1, S2 and S3: has digital society entered life, governed anew, and been shared?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import TRACE, first_and_last, improvement, listed
from digitalbay.data.periods import last_day
from digitalbay.statements import N_, Joined, Listed, Named, Portion, Statement

PLACES = ("china", "hong-kong", "macao")
USE = (
    "internet_users_share",
    "internet_users_share_cnnic",
    "internet_users_share_rural_cnnic",
    "internet_users_share_60plus",
    "internet_users_share_10plus_csd",
    "internet_users_share_65plus_csd",
    "internet_users_share_3plus_dsec",
    "internet_users_share_55plus_dsec",
    "internet_users_share_65plus_dsec",
    "internet_users_share_6to84_maip",
    "households_internet_access_csd",
    "households_internet_access_dsec",
    "smartphone_ownership_10plus_csd",
    "smartphone_ownership_65plus_csd",
    "ebanking_users_share_of_internet_users_dsec",
)
EFFECTS = (
    "hotline_12345_satisfaction",
    "hotline_12345_instant_answer_rate",
    "hotline_12345_accurate_dispatch_rate",
    "citizen_requests_satisfaction_rate",
    "citizen_requests_on_time_rate",
    "enterprise_requests_satisfaction_rate",
    "sme_requests_satisfaction_rate",
    "yueshengxin_hotline_answer_rate",
)
# What is recorded of hotlines, grids and city operation: an activity, its means, or an effect.
OPERATION = {
    "hotline_12345_cases": "activity",
    "hotline_12345_cases_cumulative": "activity",
    "hotline_12345_citizens_served_cumulative": "activity",
    "hotline_12345_calls_cumulative": "activity",
    "hotline_12345_seats": "means",
    "hotline_12345_lines_merged": "means",
    "citizen_requests_handled": "activity",
    "enterprise_requests_handled_cumulative": "activity",
    "sme_requests_received": "activity",
    "sme_requests_completed": "activity",
    "grid_units": "means",
    "grid_staff": "means",
    "city_safety_alerts_handled": "activity",
    "city_safety_sensors": "means",
    "city_safety_video_feeds": "means",
    **dict.fromkeys(EFFECTS, "effect"),
}
PARTICIPATION = (
    "registered_volunteers",
    "leader_message_board_replies",
    "open_data_downloads",
    "open_data_views",
)
_GROUPS = "rural|55plus|60plus|65plus"


def s1(as_of: str | None = None) -> Decision:
    """Has digital technology entered social life? See `decide_s1`."""
    return decide_s1(db.observations(list(USE), areas=PLACES, as_of=as_of), db.indicators())


def decide_s1(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did every share of people or households online rise in all three places since 2015?

    Shares of a group, such as older or rural people, count like the others. A share whose
    direction bounds leave open is neither risen nor fallen.

    Facts: pairs (of `use_pairs`), n, rose, fell, places, everybody (the verdict if only shares of
    whole populations counted), everybody_n, largest (indicator, area and change of the largest
    rise, or None).
    """
    rows = rows[rows["period"].str[:4] >= "2015"]
    pairs = use_pairs(rows, indicators)
    whole = pairs[~pairs["indicator"].str.contains(_GROUPS)]
    top = pairs.loc[pairs["change"].idxmax()] if len(pairs) else None
    facts = {
        "pairs": pairs,
        "n": len(pairs),
        "rose": int((pairs["direction"] == "rose").sum()),
        "fell": int((pairs["direction"] == "fell").sum()),
        "places": list(dict.fromkeys(pairs["area"])),
        "everybody": _by_rule_s1(whole),
        "everybody_n": len(whole),
        "largest": None if top is None else top[["indicator", "area", "change"]].to_dict(),
    }
    return Decision(_by_rule_s1(pairs), _because_s1(facts), [rows], facts)


def use_pairs(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return first and last shares since 2015 in two years, by place, the largest rise first.

    Columns of `ends.PAIR`.
    """
    pairs = first_and_last(rows[rows["period"].str[:4] >= "2015"], indicators)
    return pairs.sort_values(["area", "change"], ascending=[True, False], ignore_index=True)


def gap(rows: pd.DataFrame, one: str, other: str) -> pd.Series:
    """Return by how much one indicator is above another, by year; of years that have both.

    rows: observations of one place.
    """
    table = rows.pivot_table(index="year", columns="indicator", values="value")
    table = table.reindex(columns=[one, other]).dropna()
    return table[one] - table[other]


def s2(as_of: str | None = None) -> Decision:
    """Has social governance been innovated? See `decide_s2`."""
    areas = ["guangdong", *db.CITIES]
    record = db.observations(list(OPERATION), areas=areas, as_of=as_of)
    return decide_s2(record, db.indicators())


def decide_s2(record: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did an effect of hotlines, grids or city operation improve, or is only activity recorded?

    An effect that is recorded in two years and did not improve leaves the claim not testable:
    the rule takes activity for a part of it only where no effect is recorded.

    Facts: effects (pairs of effects in two years), improved (those that did), cities (with
    activity on record, of the eleven), province (whether Guangdong has activity on record).
    """
    kinds = record["indicator"].map(OPERATION)
    effects = first_and_last(record[kinds.eq("effect")], indicators)
    improved = effects[improvement(effects, indicators) == "improved"]
    active = set(record.loc[kinds.eq("activity"), "area"])
    facts = {
        "effects": effects,
        "improved": improved,
        "cities": with_activity(record),
        "province": "guangdong" in active,
    }
    enough = len(facts["cities"]) >= 3 or facts["province"]
    if len(improved):
        verdict = "supported"
    else:
        verdict = "partly" if enough and effects.empty else "not_testable"
    return Decision(verdict, _because_s2(facts, enough), [record], facts)


def with_activity(record: pd.DataFrame) -> list[str]:
    """Return the cities of which activity of hotlines, grids or city operation is on record.

    record: observations of `OPERATION`.
    """
    active = set(record.loc[record["indicator"].map(OPERATION) == "activity", "area"])
    return [area for area in db.CITIES if area in active]


def s3(as_of: str | None = None) -> Decision:
    """Has a pattern of joint governance been built? See `decide_s3`."""
    areas = ["guangdong", *db.MAINLAND]
    rows = db.observations(list(PARTICIPATION), areas=areas, as_of=as_of)
    return decide_s3(rows, db.indicators())


def decide_s3(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did at least two measures of participation rise, and none fall, between two dates?

    A later lower bound above an earlier count is a rise; measures whose direction bounds leave
    open do not count.

    Facts: pairs (first and last of the measures that count), n, rose, fell.
    """
    pairs = first_and_last(rows, indicators, years=False)
    pairs = pairs[pairs["direction"] != "undecided"]
    pairs = pairs.sort_values("first_period", key=lambda p: p.map(last_day), ignore_index=True)
    up, down = (int((pairs["direction"] == name).sum()) for name in ("rose", "fell"))
    if up >= 2 and not down:
        verdict = "supported"
    elif down > len(pairs) / 2:
        verdict = "contradicted"
    else:
        verdict = "partly" if up else "not_testable"
    told = {"which": listed(pairs, TRACE)}
    because = Statement(_TRACES, told) if len(pairs) else Statement(_NO_TRACE)
    facts = {"pairs": pairs, "n": len(pairs), "rose": up, "fell": down}
    return Decision(verdict, because, [rows], facts)


_SHARES = N_(
    "{n} shares have two years since 2015 on one definition, in {places}; {rose} shares rose."
)
_NO_SHARE = N_("No share has two years since 2015 on one definition.")
_NOT_RISEN = N_("Not risen: {which}.")
_FROM_TO = N_("{indicator} {first}% → {last}% ({first_at} → {last_at})")
_IMPROVED = N_("An effect is recorded in two years on one definition and improved: {which}.")
_NOT_IMPROVED = N_("An effect is recorded in two years on one definition, but none improved.")
_ACTIVITY = N_(
    "No effect of a hotline, a grid or city operation is recorded in two years on one definition;"
    " activity is recorded for {n} cities ({places})."
)
_PROVINCE = N_(
    "No effect of a hotline, a grid or city operation is recorded in two years on one definition;"
    " activity is recorded for Guangdong."
)
_NOTHING = N_("Neither an effect in two years nor activity for three cities is recorded.")
_EFFECT = N_("{place}, {indicator}")
_TRACES = N_("Two dates on one definition are recorded for: {which}.")
_NO_TRACE = N_("No measure of participation has two dates on one definition.")


def _by_rule_s1(pairs: pd.DataFrame) -> str:
    n, places = len(pairs), pairs["area"].nunique()
    rose, fell = (int((pairs["direction"] == name).sum()) for name in ("rose", "fell"))
    if places < 2:
        return "not_testable"
    if rose == n and places == len(PLACES):
        return "supported"
    if rose > n / 2:
        return "partly"
    return "contradicted" if fell > n / 2 else "not_testable"


def _because_s1(facts: dict) -> Statement | Joined:
    pairs = facts["pairs"]
    if pairs.empty:
        return Statement(_NO_SHARE)
    places = Listed([Named("area", area) for area in facts["places"]])
    told = {"n": facts["n"], "places": places, "rose": Portion(facts["rose"], facts["n"])}
    parts = [Statement(_SHARES, told)]
    left = pairs[pairs["direction"] != "rose"]
    if len(left):
        parts.append(Statement(_NOT_RISEN, {"which": listed(left, _FROM_TO, ".1f", ",")}))
    return Joined(parts)


def _because_s2(facts: dict, enough: bool) -> Statement:
    cities = facts["cities"]
    if len(facts["improved"]):
        return Statement(_IMPROVED, {"which": listed(facts["improved"], _EFFECT)})
    if len(facts["effects"]):
        return Statement(_NOT_IMPROVED)
    if not enough:
        return Statement(_NOTHING)
    if not cities:
        return Statement(_PROVINCE)
    places = Listed([Named("area", area) for area in cities])
    return Statement(
        _ACTIVITY, {"n": Portion(len(cities), len(db.CITIES), "city"), "places": places}
    )
