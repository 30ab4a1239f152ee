"""Verdicts that several chapters need, by the rules of the claims ledger.

Chapters 3, 4 and 5 all lean on the verdicts on H4a–c and H5a–d. Each is one function here, which
reads the data package as of a day and returns a `Decision`; the wording stays with the notebooks.
The rules themselves are in ``data/claims/claims.csv`` and are dated before any result. Where a
rule leaves a choice open, the function's text says how it is read, always the stricter way.
"""

import re
from statistics import median
from typing import NamedTuple

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, first_day, last_day
from digitalbay.methods import wilson_interval

VERDICTS = ("supported", "partly", "contradicted", "not_testable")
REPORT = "2022-12-31"  # the report bears the year 2022; the rules speak of its end
SEPARATOR = "；"


class Decision(NamedTuple):
    """A verdict with what it rests on.

    verdict : "supported", "partly", "contradicted" or "not_testable"
    facts : dict of the numbers and names that the wording needs
    rows : list of frames, as read from the package, whose rows decide
    """

    verdict: str
    facts: dict
    rows: list


# --- H4: results ---------------------------------------------------------------------------------

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
BEFORE, AFTER = ("2012", "2016"), ("2018", "2022")


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
        pair = _before_after(found[found["area"] == "guangdong"], "2019", "2022")
        if pair is None or _breaks_between(about.loc[indicator, "breaks"], *pair):
            continue
        first, last = pair
        others = found[found["area"].isin(_provinces()) & (found["area"] != "guangdong")]
        peers = others.loc[others["period"] == last["period"], "value"]
        middle = median(peers) if len(peers) else None
        if middle is None and indicator == "online_gov_service_capability_rank_provinces":
            middle = (FIELD + 1) / 2
        change = sign * (last["value"] - first["value"])
        smaller = _peer_changes(others, first["period"], last["period"], sign)
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
        pair = _comparable(found)
        if pair is None:
            continue
        first, last = pair
        rise = last["value"] - first["value"]
        outside = rows[(rows["indicator"] == indicator) & ~rows["area"].isin(inside)]
        less = _peer_changes(outside, first["period"], last["period"], 1)
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


def h4c(as_of=None) -> Decision:
    """Has the digital economy sped growth up? GDP per head and the digital share around 2018.

    Growth is the mean annual growth at current prices, 2012–2016 and 2018–2022, so that it crosses
    neither the break of 2017 nor the change from revised to preliminary values after 2022; the
    nine cities are represented by their median, each from one vintage. The nation's GDP per head
    is the World Bank's in US dollars times its exchange rate. The share needs, for at least one
    of the nine and the nation, four values of one indicator at the ends of the two periods.
    """
    cities = db.observations("gdp_per_capita_current_prices", areas=db.MAINLAND, as_of=as_of)
    nation = db.observations(["gdp_current_usd", "population_total"], areas="china", as_of=as_of)
    rate = db.observations("exchange_rate_per_usd", areas="china", as_of=as_of)
    head = cities.pivot(index="period", columns="area", values="value")
    one_vintage = cities[cities["period"].isin([*BEFORE, *AFTER])].groupby("area")["published"]
    vintages = one_vintage.nunique()
    head = head[[area for area in head if vintages.get(area, 0) == 1]]
    parts = nation.pivot(index="period", columns="indicator", values="value")
    rates = rate.set_index("period")["value"]
    national = pd.Series(dtype="float64")
    if {"gdp_current_usd", "population_total"} <= set(parts):
        national = parts["gdp_current_usd"] * rates.reindex(parts.index) / parts["population_total"]
    ends = {when: _annual(head, when) for when in (BEFORE, AFTER)}
    facts = {
        "before": BEFORE,
        "after": AFTER,
        "cities": {when[0]: growth.to_dict() for when, growth in ends.items()},
        "n": int((ends[BEFORE].notna() & ends[AFTER].notna()).sum()),
        "growth_before": _median(ends[BEFORE]),
        "growth_after": _median(ends[AFTER]),
        "nation_before": _annual_of(national, BEFORE),
        "nation_after": _annual_of(national, AFTER),
    }
    gdp, gdp_against = _accelerated(
        *(facts[k] for k in ("growth_before", "growth_after", "nation_before", "nation_after"))
    )
    share, share_against, shares = _digital_shares(as_of)
    facts |= {"gdp_holds": gdp, "share_holds": share, "share_values": len(shares)}
    if gdp and share:
        verdict = "supported"
    elif gdp_against and share_against:
        verdict = "contradicted"
    elif gdp or share:
        verdict = "partly"
    else:
        verdict = "not_testable"
    return Decision(verdict, facts, [cities, nation, rate, shares])


def h4(as_of=None) -> Decision:
    """Are the three results there? By the verdicts of H4a, H4b and H4c."""
    return _all_of({"H4a": h4a(as_of), "H4b": h4b(as_of), "H4c": h4c(as_of)}, enough=3)


def p2(as_of=None) -> Decision:
    """Has innovation improved governance, business and services? The same parts as H4."""
    return h4(as_of)


# --- H5: problems --------------------------------------------------------------------------------


def h5a(as_of=None) -> Decision:
    """Is the digital ecosystem missing? Open-data platforms of the eleven, and their grades.

    A platform recorded by the end of 2022 counts. The spread of the grades can be judged if two
    recorded grades differ by more than one step (the rest can't undo that), or if the grades of
    all eleven are recorded; otherwise it is unknown.
    """
    platforms = db.observations("open_data_platforms_gba", areas="gba", as_of=as_of)
    platforms = platforms[platforms["period"].map(last_day) <= as_day(REPORT)]
    grades = db.observations("open_data_forest_gba_grade", areas=db.CITIES, as_of=as_of)
    grades = grades[grades["period"].map(last_day) <= as_day(REPORT)]
    count = int(platforms["value"].iloc[-1]) if len(platforms) else None
    spread = int(grades["value"].max() - grades["value"].min()) if len(grades) else None
    wide = spread is not None and spread > 1
    narrow = spread is not None and not wide and len(grades) == len(db.CITIES)
    if count is None:
        verdict = "not_testable"
    elif count < len(db.CITIES) / 2:
        verdict = "supported"
    elif wide:
        verdict = "partly"
    elif count == len(db.CITIES) and narrow:
        verdict = "contradicted"
    else:
        verdict = "not_testable"
    facts = {
        "platforms": count,
        "cities": len(db.CITIES),
        "period": platforms["period"].iloc[-1] if len(platforms) else None,
        "graded": len(grades),
        "spread": spread,
    }
    return Decision(verdict, facts, [platforms, grades])


def h5b(as_of=None) -> Decision:
    """Is coordination insufficient? Documents issued jointly, Guangdong against the nation.

    Documents of Guangdong are those of provincial or city level for the province, its cities and
    districts, or the Bay Area; national ones those of national level. Both of grade A or B and
    dated 2015–2022. Joint are those with two or more issuers, or with one "and others"; a Party
    body with a government body counts as two. Undated documents can't be placed and are left out.
    """
    documents = db.documents(as_of=as_of)
    documents = documents[documents["grade"].isin(["A", "B"])]
    years = documents["issued"].str[:4]
    dated = documents[years.between("2015", "2022")]
    local = dated[
        dated["level"].isin(["provincial", "city"])
        & (dated["area"].isin(_guangdong()) | (dated["area"] == "gba"))
    ]
    national = dated[dated["level"] == "national"]
    n, joint = len(local), int(local["issuers"].map(jointly).sum())
    m, joint_national = len(national), int(national["issuers"].map(jointly).sum())
    low, high = wilson(joint, n)
    share = joint_national / m if m else None
    if n and m and high < share:
        verdict = "supported"
    elif n and m and low > share:
        verdict = "contradicted"
    elif n >= 20 and m >= 20:
        verdict = "partly"
    else:
        verdict = "not_testable"
    facts = {
        "n": n,
        "joint": joint,
        "joint_departments": int(local["issuers"].map(departments).sum()),
        "joint_departments_national": int(national["issuers"].map(departments).sum()),
        "share": joint / n if n else None,
        "low": low,
        "high": high,
        "n_national": m,
        "joint_national": joint_national,
        "share_national": share,
        "undated": int((documents["issued"] == "").sum()),
    }
    return Decision(verdict, facts, [local, national])


def h5c(as_of=None) -> Decision:
    """Have cooperation mechanisms not formed? Cross-border documents, events and services.

    A mechanism in digital governance is an agreement or rule of the Bay Area on crossing borders
    in government, society or data, dated by the end of 2022; an event or documented case that
    crosses borders is a single service. A general agreement is counted but is not a mechanism in
    digital governance.
    """
    found = cross_border(as_of)
    before = found[found["before"]]
    mechanisms = before[(before["kind"] == "document") & before["digital"]]
    services = before[before["kind"].isin(["event", "case"])]
    if not len(mechanisms) and not len(services):
        verdict = "supported"
    elif (mechanisms["sides"] == 3).any():
        verdict = "contradicted"
    else:
        verdict = "partly"
    documents = db.documents(as_of=as_of)
    facts = {
        "documents": int((before["kind"] == "document").sum()),
        "events": int((before["kind"] == "event").sum()),
        "services": int((before["kind"] == "case").sum()),
        "mechanisms": len(mechanisms),
        "three_sides": int((mechanisms["sides"] == 3).sum()),
        "general_three_sides": int(
            ((before["kind"] == "document") & ~before["digital"] & (before["sides"] == 3)).sum()
        ),
        "after": int((~found["before"] & (found["kind"] == "document") & found["digital"]).sum()),
        "after_three_sides": int(
            (~found["before"] & found["digital"] & (found["sides"] == 3)).sum()
        ),
    }
    documents = documents[documents["document"].isin(before["key"])]
    events = db.events(as_of=as_of)
    events = events[events["event"].isin(before["key"])]
    cases = db.cases()
    cases = cases[cases["case"].isin(before["key"])]
    return Decision(verdict, facts, [documents, events, cases])


def h5d(as_of=None) -> Decision:
    """Do enterprises and society take part too little? Owners of the documented cases.

    Every owner of a case that is not a body of government counts: an enterprise, whoever owns it,
    a university or research institute, a social organisation. Cases count from the day their
    source was published.
    """
    cases = known_cases(as_of)
    n, k = len(cases), int(cases["owner_zh"].map(partnered).sum())
    low, high = wilson(k, n)
    if not n:
        verdict = "not_testable"
    elif high < 0.5:
        verdict = "supported"
    elif low > 0.5:
        verdict = "contradicted"
    else:
        verdict = "partly"
    facts = {"n": n, "partnered": k, "share": k / n if n else None, "low": low, "high": high}
    return Decision(verdict, facts, [cases])


def h5(as_of=None) -> Decision:
    """Are the four problems there? By the verdicts of H5a to H5d."""
    return _all_of(_problems(as_of), enough=4)


def p3(as_of=None) -> Decision:
    """Are the four needs there? Like H5, but three of four decide."""
    return _all_of(_problems(as_of), enough=3)


# --- Parts that the chapters show ----------------------------------------------------------------


def wilson(k: int, n: int) -> tuple[float | None, float | None]:
    """Return the Wilson 95% interval of a share, or Nones of nothing."""
    if not n:
        return None, None
    interval = wilson_interval(k, n).iloc[0]
    return float(interval["low"]), float(interval["high"])


def jointly(issuers: str) -> bool:
    """Tell whether a document was issued by two or more bodies."""
    plain = re.sub(r"（[^）]*）", "", issuers)
    return len(plain.split(SEPARATOR)) > 1 or bool(
        re.search(r"等(\d+|[一-十]+)?(部门|部委)?$", plain)
    )


def departments(issuers: str) -> bool:
    """Tell the same of bodies of government alone: a Party body with one of them is not enough."""
    bodies = [body for body in issuers.split(SEPARATOR) if not body.startswith("中共")]
    return bool(bodies) and jointly(SEPARATOR.join(bodies))


_GOVERNMENT = re.compile(
    r"(局|厅|处|署|委|政府|法院|海关|银行|省|市|区|新区|园区|合作区|片区|街道|镇|办公室|办|机关"
    r"|管委会|立法会|发展基金|税务|单位|中心|部|院|军)$"
)
_OUTSIDE = re.compile(r"公司|集团|大学|研究院|供销|协会|商会|学会|联合会|交易所|应用创新服务中心")


def partnered(owners: str) -> bool:
    """Tell whether the owners of a case include one that is not a body of government."""
    bodies = [re.sub(r"（[^）]*）", "", owner).strip() for owner in owners.split(SEPARATOR)]
    return any(
        bool(body) and (bool(_OUTSIDE.search(body)) or not _GOVERNMENT.search(body))
        for body in bodies
    )


def known_cases(as_of=None) -> pd.DataFrame:
    """Return the cases whose source had been published by a day, all without one."""
    cases = db.cases()
    if as_of is None:
        return cases
    published = db.sources().set_index("source")["published"]
    days = cases["source"].map(published)
    known = days.map(lambda text: bool(text) and last_day(text) <= as_day(as_of))
    return cases[known.astype("bool")].reset_index(drop=True)


def cross_border(as_of=None) -> pd.DataFrame:
    """Return dated cross-border documents, events and documented cases of grade A or B.

    Columns: key, kind (document, event, case), date, year, name_zh, digital (in government,
    society or data), mainland, hong_kong, macao (whether it names that side), sides, before
    (dated by the end of 2022), source.
    """
    documents = db.documents(as_of=as_of)
    documents = documents[
        documents["themes"].str.split().map(lambda themes: "cross_border" in themes)
        & (documents["level"] == "regional")
        & documents["kind"].isin(["agreement", "regulation"])
    ]
    events = db.events(as_of=as_of)
    events = events[events["kind"] == "cross_border"]
    cases = known_cases(as_of)
    cases = cases[cases["cross_border"].fillna(False).astype("bool")]
    digital = (
        documents["themes"]
        .str.split()
        .map(lambda themes: bool({"government", "society", "data"} & set(themes)))
    )
    parts = [
        pd.DataFrame(
            {
                "key": documents["document"],
                "kind": "document",
                "date": documents["issued"],
                "name_zh": documents["title_zh"],
                "text": documents["title_zh"] + documents["issuers"],
                "area": documents["area"],
                "digital": digital.astype("bool"),
                "grade": documents["grade"],
                "source": documents["source"],
            }
        ),
        pd.DataFrame(
            {
                "key": events["event"],
                "kind": "event",
                "date": events["date"],
                "name_zh": events["name_zh"],
                "text": events["name_zh"] + events["note"],
                "area": events["area"],
                "digital": True,
                "grade": events["grade"],
                "source": events["source"],
            }
        ),
        pd.DataFrame(
            {
                "key": cases["case"],
                "kind": "case",
                "date": cases["year"].astype("str"),
                "name_zh": cases["name_zh"],
                "text": cases["name_zh"] + cases["owner_zh"],
                "area": cases["area"],
                "digital": cases["theme"].isin(["digital_government", "digital_society"]),
                "grade": cases["grade"],
                "source": cases["source"],
            }
        ),
    ]
    found = pd.concat(parts, ignore_index=True)
    found = found[found["grade"].isin(["A", "B"]) & found["date"].str.match(r"\d{4}")]
    # "Financial regulators of the Bay Area" are those of all three sides; the region's own name
    # names all three too, but says nothing about who takes part.
    financial = found["text"].str.contains("大湾区金融管理部门")
    found["text"] = found["text"].str.replace("粤港澳大湾区", "")
    found = found.assign(
        year=found["date"].str[:4],
        mainland=_names(found, "粤|广东|广州|深圳|珠海|江门|南海|横琴|内地|国家|中国|工业")
        | found["area"].isin(_guangdong())
        | financial,
        hong_kong=_names(found, "香港|粤港|深港|港澳") | (found["area"] == "hong-kong") | financial,
        macao=_names(found, "澳|Macao") | (found["area"] == "macao") | financial,
        before=found["date"].map(last_day) <= as_day(REPORT),
    )
    sides = found[["mainland", "hong_kong", "macao"]].sum(axis=1)
    return (
        found.drop(columns=["text", "area", "grade"])
        .assign(sides=sides.astype("int64"))
        .reset_index(drop=True)
    )


# --- Plumbing ------------------------------------------------------------------------------------


def _problems(as_of) -> dict[str, Decision]:
    return {"H5a": h5a(as_of), "H5b": h5b(as_of), "H5c": h5c(as_of), "H5d": h5d(as_of)}


def _all_of(parts: dict[str, Decision], enough: int) -> Decision:
    verdicts = [part.verdict for part in parts.values()]
    if verdicts.count("supported") >= enough:
        verdict = "supported"
    elif verdicts.count("contradicted") >= enough:
        verdict = "contradicted"
    elif {"supported", "partly"} & set(verdicts):
        verdict = "partly"
    else:
        verdict = "not_testable"
    facts = {
        "parts": {claim: part.verdict for claim, part in parts.items()},
        **{name: verdicts.count(name) for name in VERDICTS},
    }
    return Decision(verdict, facts, [frame for part in parts.values() for frame in part.rows])


def _provinces() -> set[str]:
    return set(db.areas("province")["area"])


def _guangdong() -> set[str]:
    areas = db.areas()
    return set(areas.loc[areas["gb_code"].str.startswith("44"), "area"])


def _names(frame: pd.DataFrame, pattern: str) -> pd.Series:
    return frame["text"].str.contains(pattern).astype("bool")


def _before_after(rows: pd.DataFrame, before: str, after: str):
    """Return the first value that ends before a year and the last from a year on, or None."""
    rows = rows[rows["qualifier"] == ""].sort_values("period", key=lambda p: p.map(last_day))
    early = rows[rows["period"].str[:4] < before]
    late = rows[rows["period"].str[:4] >= after]
    return (early.iloc[0], late.iloc[-1]) if len(early) and len(late) else None


def _breaks_between(breaks: str, first: pd.Series, last: pd.Series) -> bool:
    return any(
        first_day(first["period"]) < first_day(at) <= first_day(last["period"])
        for at in breaks.split()
    )


def _comparable(rows: pd.DataFrame):
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
            whole = not _breaks_between(about[first["indicator"]], first, last)
            if same_part and later and certain and whole:
                pairs.append((first, last))
    return max(pairs, key=_width) if pairs else None


def _width(pair) -> int:
    first, last = pair
    return (last_day(last["period"]) - last_day(first["period"])).days


def _peer_changes(rows: pd.DataFrame, first: str, last: str, sign: int) -> list[float]:
    table = rows.pivot_table(index="area", columns="period", values="value", aggfunc="last")
    if first not in table or last not in table:
        return []
    return list((sign * (table[last] - table[first])).dropna())


def _annual(table: pd.DataFrame, when: tuple[str, str]) -> pd.Series:
    start, end = when
    if not {start, end} <= set(table.index):
        return pd.Series(float("nan"), index=table.columns, dtype="float64")
    return 100 * ((table.loc[end] / table.loc[start]) ** (1 / (int(end) - int(start))) - 1)


def _annual_of(series: pd.Series, when: tuple[str, str]) -> float | None:
    value = _annual(series.to_frame("value"), when)["value"]
    return None if pd.isna(value) else float(value)


def _median(values: pd.Series) -> float | None:
    return float(values.median()) if values.notna().any() else None


def _accelerated(before, after, nation_before, nation_after):
    """Return whether growth accelerated and rose more than the nation's, and the opposite."""
    if None in (before, after, nation_before, nation_after):
        return None, None
    change, nation = after - before, nation_after - nation_before
    return change > 0 and change > nation, change < 0 and change < nation


def _digital_shares(as_of):
    names = ["digital_core_industry_share_gdp", "digital_economy_share_gdp_caict"]
    rows = db.observations(names, areas=[*db.MAINLAND, "china"], as_of=as_of)
    for _, found in rows.groupby("indicator", sort=False):
        table = found.pivot(index="period", columns="area", values="value")
        ends = [*BEFORE, *AFTER]
        if "china" not in table or not set(ends) <= set(table.index):
            continue
        full = table.loc[ends].dropna(axis=1)
        cities = full.drop(columns="china", errors="ignore")
        if "china" not in full or not cities.shape[1]:
            continue
        steps = [full.loc[end] - full.loc[start] for start, end in (BEFORE, AFTER)]
        city = [float(step[cities.columns].median()) for step in steps]
        holds, against = _accelerated(*city, *(float(step["china"]) for step in steps))
        return holds, against, rows
    return None, None, rows
