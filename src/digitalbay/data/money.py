"""Amounts in one currency, each with the exchange rate and the rate's own source."""

from datetime import date

import pandas as pd

from digitalbay.data.queries import observations
from digitalbay.data.reference import currencies, unit_of

RATE = "exchange_rate_per_usd"
BASE = "USD"
LOCAL = "lcu"


def convert(frame: pd.DataFrame, to: str = BASE, as_of: str | date | None = None) -> pd.DataFrame:
    """Convert the observations in `frame` to one currency, at the average rate of each year.

    `frame` comes from `observations`, of indicators in money (units that start with lcu or with a
    currency's code). `as_of` limits the rates as it does the observations.
    Adds the columns currency (of the original), rate (`to` per unit of the original) and
    rate_source (separated by spaces); a value whose rate is not known as of the day becomes
    missing, and one converted at the rate of a later vintage is of a later vintage.
    ValueError for an indicator that is not in money or a currency without rates.

    >>> rows = db.observations("gdp_current_prices", periods="2020")
    >>> set(db.convert(rows, to="USD").columns) - set(rows.columns) == {
    ...     "currency", "rate", "rate_source"
    ... }
    True
    """
    rates = _rates(as_of)
    currency = _currency(frame)
    known = {*_rates(None)["currency"], BASE}
    if unknown := sorted({*currency, to} - known):
        raise ValueError(f"no exchange rates for {', '.join(unknown)}")
    table = rates.set_index(["currency", "period"])
    years = frame["period"].str[:4]
    there = _lookup(table, [to] * len(frame), years)
    here = _lookup(table, currency, years)
    rate = there["value"].to_numpy() / here["value"].to_numpy()
    pairs = zip(here["source"], there["source"], strict=True)
    used = [" ".join(sorted({*pair} - {""})) for pair in pairs]
    converted = frame.assign(
        value=frame["value"].to_numpy() * rate, currency=currency, rate=rate, rate_source=used
    )
    if "vintage" in frame:
        later = (here["vintage"] == "later").to_numpy() | (there["vintage"] == "later").to_numpy()
        converted["vintage"] = frame["vintage"].mask(later, "later")
    return converted


def _rates(as_of: str | date | None) -> pd.DataFrame:
    areas = currencies().set_index("area")["currency"]
    rates = observations(RATE, as_of=as_of)
    return rates.assign(currency=rates["area"].map(areas)).drop_duplicates(["currency", "period"])


def _lookup(table: pd.DataFrame, currencies: list[str], years: pd.Series) -> pd.DataFrame:
    found = table[["value", "source", "vintage"]].reindex(list(zip(currencies, years, strict=True)))
    base = [code == BASE for code in currencies]
    found.loc[base, "value"] = 1.0
    return found.assign(source=found["source"].fillna(""))


def _currency(frame: pd.DataFrame) -> list[str]:
    units = {indicator: unit_of(indicator) for indicator in frame["indicator"].unique()}
    areas = currencies().set_index("area")["currency"]
    known = {BASE, *areas} - {""}
    found = []
    for indicator, area in zip(frame["indicator"], frame["area"], strict=True):
        stem = units[indicator].split("_")[0]
        code = areas[area] if stem == LOCAL else stem.upper()
        if code not in known or indicator == RATE:
            raise ValueError(f"{indicator} of {area} is not in money: unit {units[indicator]}")
        found.append(code)
    return found
