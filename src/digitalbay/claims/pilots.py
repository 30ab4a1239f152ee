"""Chief data officers: when the mainland cities entered a pilot, and the plans on record."""

from __future__ import annotations

import pandas as pd

import digitalbay as db


def entries(documents: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the plans of chief data officers by place; the province's for each city on its list.

    documents: as `db.documents` returns them; listed: rows with the area of each listed city.

    Column added: kind ("list", "city" or "zone": the provincial list, a city's or a zone's plan).
    """
    plans = db.attested(documents[documents["title_en"].str.contains("Chief Data Officer")])
    provincial = plans["area"].eq("guangdong")
    zone = plans["note"].str.contains("zone")
    own = plans.assign(kind=zone.map({True: "zone", False: "city"}))[~provincial]
    on_list = plans[provincial].drop(columns="area").assign(kind="list")
    return pd.concat([on_list.merge(listed[["area"]], how="cross"), own])
