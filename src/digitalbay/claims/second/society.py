"""S1, S2 and S3: has digital society entered life, governed anew, and been shared?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.ends import TRACE, first_and_last, improvement, listed
from digitalbay.claims.society import EFFECTS, PLACES, USE, use_pairs
from digitalbay.statements import N_, Joined, Listed, Named, Portion, Statement

from .common import by_report, since_report

GROUPS = "rural|55plus|60plus|65plus"
APART = 3  # years between the two values of a share
# Closed when the rule was written: effects of hotlines, requests, message boards and grids.
CLOSED = (*EFFECTS, "leader_message_board_reply_rate", "leader_message_board_satisfaction")
# What people do in a time; stocks such as registered volunteers, which only grow, are none.
FLOWS = (
    "volunteer_activities",
    "leader_message_board_replies",
    "open_data_downloads",
    "open_data_views",
)


def s1(as_of: str | None = None) -> Decision:
    """Has digital technology entered social life? See `decide_s1`."""
    return decide_s1(db.observations(list(USE), areas=PLACES, as_of=as_of), db.indicators())


def decide_s1(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did headline shares, of all people or households, rise in all three places since 2015?

    rows, indicators: as in the first rule. Two values are at least three years apart; shares of
    older or rural people are shown and do not decide.

    Facts: pairs (of headline shares), n, rose, fell (how many), places, groups (pairs of groups).
    """
    pairs = use_pairs(rows, indicators)
    years = pairs["last_period"].str[:4].astype("int64") - pairs["first_period"].str[:4].astype(
        "int64"
    )
    wide = pairs[years >= APART]
    of_group = wide["indicator"].str.contains(GROUPS)
    headline, groups = wide[~of_group], wide[of_group]
    n, places = len(headline), list(dict.fromkeys(headline["area"]))
    rose, fell = (int((headline["direction"] == name).sum()) for name in ("rose", "fell"))
    if len(places) < 2:
        verdict = "not_testable"
    elif rose == n and len(places) == len(PLACES):
        verdict = "supported"
    elif rose > n / 2:
        verdict = "partly"
    else:
        verdict = "contradicted" if fell > n / 2 else "not_testable"
    facts = {"pairs": headline, "n": n, "rose": rose, "fell": fell, "places": places}
    facts["groups"] = groups
    told = {"rose": Portion(rose, n), "places": Listed([Named("area", place) for place in places])}
    parts = [Statement(_SHARES, told) if n else Statement(_NO_SHARE)]
    if len(groups):
        up = Portion(int((groups["direction"] == "rose").sum()), len(groups))
        parts.append(Statement(_GROUPS, {"up": up}))
    return Decision(verdict, Joined(parts), [rows], facts, "open" if n else "unfound")


def s2(as_of: str | None = None) -> Decision:
    """Has social governance been innovated? See `decide_s2`."""
    areas = ["guangdong", *db.CITIES]
    return decide_s2(db.observations(list(CLOSED), areas=areas, as_of=as_of), db.indicators())


def decide_s2(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did an effect of `CLOSED` improve by the end of 2022? Activity decides nothing.

    Facts: effects (pairs by the end of 2022), later (pairs that end later), improved, worsened
    (how many of the first).
    """
    effects = first_and_last(by_report(rows), indicators)
    later = first_and_last(since_report(rows), indicators)
    changes = list(improvement(effects, indicators))
    improved, worsened = changes.count("improved"), changes.count("worsened")
    if improved > worsened:
        verdict = "partly" if worsened else "supported"
    else:
        verdict = "contradicted" if worsened > improved else "not_testable"
    parts = [_traced(_EFFECTS, effects) if changes else Statement(_NO_EFFECT)]
    if len(later):
        parts.append(_traced(_LATER, later))
    facts = {"effects": effects, "later": later, "improved": improved, "worsened": worsened}
    return Decision(verdict, Joined(parts), [rows], facts, "open" if changes else "unfound")


def s3(as_of: str | None = None) -> Decision:
    """Has a pattern of joint governance been built? See `decide_s3`."""
    areas = ["guangdong", *db.MAINLAND]
    return decide_s3(db.observations(list(FLOWS), areas=areas, as_of=as_of), db.indicators())


def decide_s3(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did flows of participation rise between a time before 2019 and 2021 or 2022?

    Facts: pairs (first and last), n, rose, fell, later (flows on record after the report only).
    """
    years = rows["period"].str[:4]
    early, late = rows[years < "2019"], rows[years.isin(["2021", "2022"])]
    both = pd.concat([early, late])
    pairs = first_and_last(both, indicators)
    ends = pairs["first_period"].str[:4].lt("2019") & pairs["last_period"].str[:4].ge("2021")
    pairs = pairs[ends & pairs["direction"].ne("undecided")]
    up, down = (int((pairs["direction"] == name).sum()) for name in ("rose", "fell"))
    if up >= 2 and not down:
        verdict = "supported"
    elif up:
        verdict = "partly"
    else:
        verdict = "contradicted" if down else "not_testable"
    because = _traced(_FLOWS, pairs) if len(pairs) else Statement(_NO_FLOW)
    facts = {"pairs": pairs, "n": len(pairs), "rose": up, "fell": down}
    return Decision(verdict, because, [rows], facts)


_SHARES = N_(
    "Of the headline shares with two values at least three years apart ({places}), {rose} rose."
)
_NO_SHARE = N_("No headline share has two values at least three years apart.")
_GROUPS = N_("Of the shares of older and rural people, which do not decide, {up} rose.")
_EFFECTS = N_("Effects with two years by the end of 2022: {which}.")
_NO_EFFECT = N_(
    "No effect of hotlines, requests, message boards or grids has two years by the end of 2022; how"
    " much they handled decides nothing."
)
_LATER = N_("After the report: {which}.")
_FLOWS = N_("Flows of participation before 2019 and in 2021 or 2022: {which}.")
_NO_FLOW = N_(
    "No flow of participation, such as active volunteers or use of open data, is on record before"
    " 2019 and in 2021 or 2022; counts that only grow are not used."
)


def _traced(form: str, pairs: pd.DataFrame) -> Statement:
    return Statement(form, {"which": listed(pairs, TRACE)})
