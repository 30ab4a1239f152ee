"""G1, G2 and G3: has digital government brought innovation, better business, four governments?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import above, span
from digitalbay.claims.decision import REPORT, Decision
from digitalbay.claims.ends import CHANGE, ENDS, first_and_last, improvement, listed, of_pairs
from digitalbay.data.periods import as_day, last_day
from digitalbay.statements import N_, Joined, Listed, Named, Number, Period, Portion, Statement

RANK = "online_gov_service_capability_rank_provinces"
FIELD = 32  # provincial units assessed, by the definition of the capability rank
REVIEWS = "gov_service_reviews_monthly"
GRADES = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied")
BUSINESS = (
    "starting_business_procedures",
    "starting_business_days",
    "starting_business_working_days",
    "starting_business_cost",
    "starting_business_ease_tier",
    "starting_business_ease_rank",
    "starting_business_ease_score",
    "starting_business_rank_world",
    "doing_business_rank",
    "business_environment_rank_21ri",
    "cass_business_environment_score",
    "prd_business_environment_rank",
    "wanbo_business_environment_rank",
    "ndrc_business_env_gov_service_rank",
    "gov_business_relations_rank",
    "prd_business_environment_mean_score",
)
OUTCOMES = (
    "gov_service_online_rate",
    "licence_items_full_process_online_rate",
    "licence_items_online_rate",
)
# Of government's own working too, but mechanisms, stocks or rates that the rule does not name.
RELATED = (
    "gov_items_at_most_once_rate",
    "gov_items_zero_visit_rate",
    "cross_department_one_window_rate",
    "gov_data_shared_records",
    "gov_data_hub_records",
    "gov_service_complaint_rectification_rate",
    "supervised_administrative_licence_items",
    "supervised_public_service_items",
    "supervised_government_units",
    "one_thing_themed_services",
    "instant_approval_items",
    "yuezhengyi_units",
    "yuezhengyi_document_efficiency_gain",
)


def g1(as_of: str | None = None) -> Decision:
    """Are services for people innovative? See `decide_g1`."""
    ranks = db.observations(RANK, areas="guangdong", as_of=as_of)
    names = [REVIEWS, *(f"gov_service_reviews_{grade}_monthly" for grade in GRADES)]
    return decide_g1(ranks, db.observations(names, areas="guangdong", as_of=as_of))


def decide_g1(ranks: pd.DataFrame, reviews: pd.DataFrame) -> Decision:
    """First in every assessed year from 2018, and at least 95 per cent of reviews good?

    The rule does not say whether reviews without a published grade count among all: both readings
    must agree. Contradicted by a newest rank below the middle one, (32 + 1) / 2, or by less than
    80 per cent on both readings.

    Facts: ranks (period → rank), always_first, month, good_of_all and good_of_graded (per cent),
    satisfied; what is not recorded is None.
    """
    since = ranks[ranks["period"] >= "2018"].sort_values("period")
    months = review_months(reviews)
    last = months.iloc[-1] if len(months) else None
    shares = (
        [float(100 * last["good"] / last[whole]) for whole in ("all", "graded")]
        if last is not None
        else []
    )
    exactly = since["value"].eq(1) & since["qualifier"].ne("at_least")
    first = len(since) > 0 and bool(exactly.all())
    satisfied = bool(shares) and min(shares) >= 95
    worse = _below_the_middle(since) or (bool(shares) and max(shares) < 80)
    if since.empty and not shares:
        verdict = "not_testable"
    elif worse:
        verdict = "contradicted"
    elif first and satisfied:
        verdict = "supported"
    else:
        verdict = "partly" if first or satisfied else "not_testable"
    facts = {
        "ranks": dict(zip(since["period"], since["value"].astype("int64"), strict=True)),
        "always_first": first if len(since) else None,
        "month": months.index[-1] if shares else None,
        "good_of_all": shares[0] if shares else None,
        "good_of_graded": shares[1] if shares else None,
        "satisfied": satisfied if shares else None,
    }
    return Decision(verdict, _because_g1(since, facts), [since, reviews], facts)


def review_months(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews of each month of which all five grades are published.

    Index: period; columns: all, the grades of `GRADES`, good (the first three), bad, graded (good
    and bad; all holds reviews without a published grade too). A month with a bound among its
    counts gives no share and is left out.
    """
    columns = {REVIEWS: "all"} | {f"gov_service_reviews_{grade}_monthly": grade for grade in GRADES}
    exact = rows[rows["indicator"].isin(columns) & ~_bounded(rows)]
    table = exact.pivot(index="period", columns="indicator", values="value")
    table = table.reindex(columns=list(columns)).rename(columns=columns).dropna().sort_index()
    good, bad = list(GRADES[:3]), list(GRADES[3:])
    table["good"], table["bad"] = table[good].sum(axis=1), table[bad].sum(axis=1)
    return table.assign(graded=table["good"] + table["bad"])


def g2(as_of: str | None = None) -> Decision:
    """Has the business environment improved? See `decide_g2`."""
    return decide_g2(db.observations(list(BUSINESS), as_of=as_of), db.indicators())


def decide_g2(rows: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did at least two measures of the business environment improve, and none worsen?

    The rule says "the same place": it is read for places in the Bay Area and Guangdong, of which
    the claim speaks. A measure counts if its direction between two years is certain.

    Facts: pairs (of `business_pairs`, everywhere), here (those in the Bay Area or Guangdong),
    improved, worsened, unchanged, undecided (how many of these), wider (the verdict if mainland
    China's own measures were admitted).
    """
    pairs = business_pairs(rows, indicators)
    inside = [*db.CITIES, "guangdong", "prd9", "gba"]
    here = pairs[pairs["area"].isin(inside)].reset_index(drop=True)
    counts = {
        name: int((here["change_is"] == name).sum())
        for name in ("improved", "worsened", "unchanged", "undecided")
    }
    verdict = _by_rule_g2(here["change_is"])
    facts = counts | {
        "pairs": pairs,
        "here": here,
        "wider": _by_rule_g2(pairs.loc[pairs["area"].isin([*inside, "china"]), "change_is"]),
    }
    because = [_because_g2(here, counts)]
    if verdict == "not_testable" and len(here) > counts["undecided"]:
        because.append(Statement(_NO_VERDICT))
    return Decision(verdict, Joined(because), [of_pairs(rows, here) if len(here) else rows], facts)


def business_pairs(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return first and last values of measures of the business environment in two years.

    Columns of `ends.PAIR` and change_is: improved, worsened, unchanged or undecided.
    """
    # The procedures of 2011 predate the World Bank's method, by which the later ones are counted.
    old = rows["indicator"].eq("starting_business_procedures") & (rows["period"] < "2012")
    pairs = first_and_last(rows[~old], indicators)
    return pairs.assign(change_is=improvement(pairs, indicators))


def g3(as_of: str | None = None) -> Decision:
    """Have the "four governments" advanced? See `decide_g3`."""
    return decide_g3(
        db.observations([*OUTCOMES, *RELATED], areas=["guangdong", *db.MAINLAND], as_of=as_of),
        db.observations("cdo_pilot_city", areas=db.MAINLAND, as_of=as_of),
        db.indicators(),
    )


def decide_g3(working: pd.DataFrame, pilots: pd.DataFrame, indicators: pd.DataFrame) -> Decision:
    """Did an outcome of government's own working improve, or is there a mechanism only?

    Facts: outcomes (pairs of Guangdong's outcomes in two years), cities (of `officers`), without
    (the other mainland cities).
    """
    at_home = working["indicator"].isin(OUTCOMES) & working["area"].eq("guangdong")
    outcomes = first_and_last(working[at_home], indicators)
    by_2022 = pilots[pilots["period"].map(last_day) <= as_day(REPORT)].sort_values("period")
    by_2022 = by_2022.drop_duplicates("area", keep="last")
    cities = officers(pilots)
    if len(outcomes):
        better = (improvement(outcomes, indicators) == "improved").any()
        verdict = "supported" if better else "not_testable"
        because = Statement(OUTCOMES_ARE, {"outcomes": listed(outcomes, CHANGE, "g")})
    else:
        verdict = "partly" if 2 * len(cities) >= len(db.MAINLAND) else "not_testable"
        because = Statement(
            _MECHANISM,
            {
                "n": Portion(len(cities), len(db.MAINLAND), "city"),
                "cities": Listed([Named("area", area) for area in cities]),
            },
        )
    facts = {
        "outcomes": outcomes,
        "cities": cities,
        "without": [area for area in db.MAINLAND if area not in cities],
    }
    return Decision(verdict, because, [by_2022, working], facts)


def officers(pilots: pd.DataFrame) -> list[str]:
    """Return the mainland cities with a chief data officer by the end of 2022.

    pilots: observations of `cdo_pilot_city`, of which a city's last one counts.
    """
    by_2022 = pilots[pilots["period"].map(last_day) <= as_day(REPORT)].sort_values("period")
    last = by_2022.drop_duplicates("area", keep="last")
    found = set(last.loc[last["value"] == 1, "area"])
    return [area for area in db.MAINLAND if area in found]


_GOOD = N_(
    "Guangdong's recorded ranks from assessed year 2018 are {ranks}; in {month} good reviews (very"
    " satisfied, satisfied, basically satisfied) were {all} per cent of all reviews and {graded}"
    " per cent of those with a published grade."
)
_RANKS = N_("Only the ranks are recorded: {ranks}.")
_NEITHER = N_("Neither ranks nor reviews had been recorded.")
_RANK_OF_YEAR = N_("{year}: {rank}")
_TWICE = N_(
    "Measures with two years on one definition in the Bay Area or Guangdong: {measures}. Improved"
    " {improved}, worsened {worsened}, unchanged {unchanged}."
)
_NO_VERDICT = N_("The rule names no verdict for measures that neither improved nor worsened.")
OUTCOMES_ARE = N_(
    "Outcomes of government's own working with two years on one definition: {outcomes}."
)
_MECHANISM = N_(
    "No outcome of government's own working is recorded for Guangdong in two years on one"
    " definition. Chief data officers were introduced, as pilots, in {n} mainland cities by the"
    " end of 2022: {cities}."
)


def _bounded(rows: pd.DataFrame) -> pd.Series:
    return rows["qualifier"].isin(["at_least", "at_most"])


def _below_the_middle(ranks: pd.DataFrame) -> bool:
    if ranks.empty:
        return False
    newest, middle = ranks.iloc[-1], (FIELD + 1) / 2
    return above(span(newest["value"], newest["qualifier"]), span(middle)) is True


def _because_g1(since: pd.DataFrame, facts: dict) -> Statement:
    ranks = Listed(
        [
            Statement(
                _RANK_OF_YEAR,
                {"year": Period(row.period), "rank": Number(row.value, ",.0f", row.qualifier)},
            )
            for row in since.itertuples()
        ],
        ",",
    )
    if facts["month"] is not None:
        shares = {
            "all": Number(facts["good_of_all"], ".2f"),
            "graded": Number(facts["good_of_graded"], ".2f"),
        }
        return Statement(_GOOD, {"ranks": ranks, "month": Period(facts["month"]), **shares})
    return Statement(_RANKS, {"ranks": ranks}) if len(since) else Statement(_NEITHER)


def _by_rule_g2(changes: pd.Series) -> str:
    better, worse = int((changes == "improved").sum()), int((changes == "worsened").sum())
    if better >= 2 and not worse:
        return "supported"
    if better:
        return "partly"
    return "contradicted" if worse else "not_testable"


def _because_g2(here: pd.DataFrame, counts: dict) -> Statement:
    told = {name: counts[name] for name in ("improved", "worsened", "unchanged")}
    return Statement(_TWICE, {"measures": listed(here, ENDS, "g"), **told})
