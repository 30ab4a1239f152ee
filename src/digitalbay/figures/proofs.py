"""Tables of proof: what was published beside what is computed here and now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from digitalbay.methods import published
from digitalbay.statements import N_, Bilingual

from .chapter import Chapter
from .columns import code, measure, text
from .language import Words

# Whose the answers are.
ORIGINS = {
    "published": N_("published"),
    "constructed": N_("constructed"),
    "ours, held still": N_("ours, held still"),
    "published, round trip": N_("published, round trip"),
}


def prove(
    chapter: Chapter, section: str, computed: Mapping[str, object], *, id: str, caption: str
) -> pd.DataFrame:
    """Show the published answers of a section beside what was computed, and return both.

    Parameters
    ----------
    chapter : Chapter that shows them
    section, computed : as in `digitalbay.methods.published.compared`
    id, caption : of the table

    Returns
    -------
    DataFrame of `compared`

    Raises KeyError as `compared` does.
    """
    words = chapter.words
    found = published.compared(section, computed)
    told = [_row(row, words) for row in found.itertuples()]
    columns = [
        text("quantity", words("Quantity")),
        measure("values", words("Values"), ".0f"),
        code("expected", words("Expected")),
        code("computed", words("Computed")),
        code("difference", words("Difference")),
        code("tolerance", words("Tolerance")),
        text("within", words("Within")),
    ]
    cites = published.works(section)
    chapter.table(pd.DataFrame(told), columns=columns, id=id, caption=caption, cites=cites)
    return found


def origin_name(origin: str, words: Words) -> str:
    """Return what readers call the origin of an answer."""
    return words(ORIGINS[origin])


def _row(row: Any, words: Words) -> dict:
    quantity = words.write(Bilingual(row.en, row.zh))
    if row.origin != "published":
        origin = origin_name(row.origin, words)
        quantity = words("{what} ({origin})", what=quantity, origin=origin)
    everything = row.within == row.values
    return {
        "quantity": quantity,
        "values": row.values,
        "expected": f"{row.expected:.10g}",
        "computed": f"{row.computed:.10g}",
        "difference": f"{row.difference:.6g}",
        "tolerance": f"{row.tolerance:g}",
        "within": words("yes") if everything else words("{k} of {n}", k=row.within, n=row.values),
    }
