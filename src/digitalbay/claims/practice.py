"""H2: how many cases of digital governance are documented in each city."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Statement

from .decision import Decision

LEAST = 5  # cases that every city must have


def cases_per_city(cases: pd.DataFrame, cities: Sequence[str]) -> pd.Series:
    """Return the number of cases of each city, in their order; cases elsewhere are left out."""
    found = cases.loc[cases["area"].isin(cities), "area"].value_counts()
    return found.reindex(list(cities), fill_value=0).rename("cases")


def decide_h2(cases: pd.DataFrame, cities: Sequence[str]) -> Decision:
    """Decide H2: has every city at least five documented cases? A count never supports the claim.

    cases: as `db.cases` returns them, of grade A or B; cities: `db.CITIES`.
    Facts: per_city (number of cases, a Series by city), total, fewest, below (how many cities
    have fewer than `LEAST`).
    """
    per_city = cases_per_city(db.attested(cases), cities)
    below = int((per_city < LEAST).sum())
    facts = {
        "per_city": per_city,
        "total": int(per_city.sum()),
        "fewest": int(per_city.min()),
        "below": below,
    }
    if below:
        form = N_(
            "{n} of the eleven cities have fewer than {least} documented cases of grade A or B."
        )
        because = Statement(form, {"n": below, "least": LEAST})
        return Decision("not_testable", because, [cases], facts)
    form = N_("Every one of the eleven cities has at least {n} documented cases of grade A or B.")
    return Decision("partly", Statement(form, {"n": facts["fewest"]}), [cases], facts)


def h2(as_of: str | None = None) -> Decision:
    """Decide H2, on experience in practice; cases bear no date, so the day changes nothing."""
    return decide_h2(db.cases(), db.CITIES)
