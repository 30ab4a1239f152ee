"""What followed the recommendations: indicators with a baseline in 2022, and values since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, first_day, last_day

from .bounds import reached
from .decision import REPORT
from .outturns import beside, nearest, paired
from .promises import proven
from .series import in_time

# Indicator and area that can be followed for each recommendation.
FOLLOWED = {
    "M1": (
        ("open_data_platforms_gba", "gba"),
        ("open_data_platforms_city", "china"),
        ("open_datasets", "guangdong"),
        ("open_datasets", "hong-kong"),
        ("open_datasets", "macao"),
        ("open_datasets_provincial_level", "guangdong"),
        ("cities_with_zero_download_datasets", "guangdong"),
        ("digital_literacy_adults_share", "china"),
        ("digital_literacy_training_bases", "china"),
    ),
    "M2": (
        ("cdo_pilot_cities", "guangdong"),
        ("one_thing_themed_services", "guangdong"),
        ("gov_service_online_rate", "guangdong"),
        ("yueshengshi_service_items", "guangdong"),
        ("cross_region_services_pan_prd", "guangdong"),
        ("cross_region_services", "dongguan"),
        ("full_process_online_rate", "dongguan"),
        ("iam_smart_services", "hong-kong"),
        ("iam_smart_annual_transactions", "hong-kong"),
        ("gov_services_with_electronic_option", "hong-kong"),
        ("macao_one_account_services", "macao"),
    ),
    "M3": (
        ("cross_border_services_hk_mo", "guangdong"),
        ("cross_boundary_services_gd_hk", "guangdong"),
        ("cross_boundary_services_hk", "hong-kong"),
        ("cross_border_service_items", "jiangmen"),
        ("macao_kiosk_mainland_cities", "gba"),
        ("hengqin_services_in_macao", "macao"),
        ("macao_services_in_hengqin", "hengqin"),
        ("wealth_connect_investors_cumulative", "gba"),
        ("wealth_connect_remittance_cumulative", "gba"),
    ),
    "M4": (
        ("registered_volunteers", "guangdong"),
        ("volunteer_groups", "guangdong"),
        ("leader_message_board_reply_rate", "shenzhen"),
        ("leader_message_board_satisfaction", "shenzhen"),
        ("open_datasets_zero_download_share", "zhuhai"),
        ("iam_smart_accounts", "hong-kong"),
        ("macao_business_account_services", "macao"),
        ("yueshangtong_services", "guangdong"),
        ("gba_rules_alignment_applications", "gba"),
    ),
}
PLANNED = ("new_infrastructure_projects_investment",)  # a plan by its definition, no outturn
_PARTS = ("", "_period", "_qualifier")
LINE = [
    "indicator", "area",
    *(f"{end}{part}" for end in ("base", "later") for part in _PARTS),
]  # fmt: skip


def followed(rows: pd.DataFrame, wanted: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return, for each indicator and area wanted, its baseline in 2022 and its newest value since.

    rows: observations of the indicators. The baseline is the value whose period ends last by the
    end of 2022; later values are of periods that begin after it.

    Columns: indicator, area, base, base_period, base_qualifier, later, later_period,
    later_qualifier; NaN and empty where nothing is on record.
    """
    rows = in_time(rows)
    ended = _days(rows, last_day) <= as_day(REPORT)
    begun = _days(rows, first_day) > as_day(REPORT)
    lines = []
    for indicator, area in wanted:
        here = (rows["indicator"] == indicator) & (rows["area"] == area)
        ends = [rows[here & ended].tail(1), rows[here & begun].tail(1)]
        cells = [
            end.iloc[0][name] if len(end) else blank
            for end in ends
            for name, blank in (("value", float("nan")), ("period", ""), ("qualifier", ""))
        ]
        lines.append((indicator, area, *cells))
    return pd.DataFrame(lines, columns=LINE).astype({"base": "float64", "later": "float64"})


def coverage(lines: pd.DataFrame) -> dict[str, int]:
    """Return how many lines of `followed` there are, and how many have a baseline or more.

    Keys: n, base, later, both.
    """
    base, later = lines["base"].notna(), lines["later"].notna()
    counts = {"base": base, "later": later, "both": base & later}
    return {"n": len(lines)} | {name: int(found.sum()) for name, found in counts.items()}


def still_due(targets: pd.DataFrame, wanted: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return the targets of grade A or B for indicators and areas that fall due from 2023 on.

    In the order in which they are wanted. targets: as `db.targets` returns them.
    """
    keys = pd.MultiIndex.from_frame(targets[["indicator", "area"]])
    order = pd.Series([*map({key: at for at, key in enumerate(wanted)}.get, keys)], targets.index)
    kept = order.notna() & (targets["period"] >= "2023")
    return db.attested(targets.loc[order[kept].sort_values(kind="stable").index])


def dated(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the dated targets for the Bay Area that an outturn can reach from below.

    Of grade A or B. Left out are ceilings, and one indicator that is a plan by its definition.
    """
    found = targets[
        targets["area"].isin(["gba", "guangdong", "hengqin", "shaoguan", *db.CITIES])
        & (targets["qualifier"] != "at_most")
        & ~targets["indicator"].isin(PLANNED)
    ]
    return proven(found)


def within_the_year(targets: pd.DataFrame, outturns: pd.DataFrame) -> pd.DataFrame:
    """Return targets beside the nearest outturn within the year in which each was due.

    A part of the year counts for a flow only if it already reached the target. Columns as
    `outturns.beside`.
    """
    if targets.empty:
        return beside(targets, outturns)
    places = outturns.groupby(["indicator", "area"]).indices
    found = []
    for _, target in targets.iterrows():
        same = outturns.iloc[places.get((target["indicator"], target["area"]), [])]
        found.append(None if same.empty else nearest(target, _in_its_year(target, same)))
    return paired(targets, found)


def _in_its_year(target: pd.Series, outturns: pd.DataFrame) -> pd.DataFrame:
    periods = outturns["period"]
    due = target["period"] if "/" in target["period"] else target["period"][:4]
    span_of_years = periods.str.len() == len("2021/2025")
    ends_then = periods.str[-4:].where(span_of_years, periods.str[:4]) == due[-4:]
    found = outturns[ends_then | (periods.str[:4] == due)]
    part = found["period"].str.contains("/|Q|H") & (found["period"] != target["period"])
    # A part of the year shows that a floor was reached or a ceiling broken, never the reverse.
    shown = target["qualifier"] != "at_most"
    enough = [
        not of_year or reached(target, outturn) is shown
        for of_year, (_, outturn) in zip(part, found.iterrows(), strict=True)
    ]
    return found[pd.Series(enough, found.index, dtype="bool")]


def _days(rows: pd.DataFrame, end: Callable[[str], date]) -> pd.Series:
    return pd.Series([end(period) for period in rows["period"]], rows.index, dtype="object")
