"""The sections of the report's second chapter, into which cases are sorted, and their systems."""

from __future__ import annotations

import pandas as pd

from digitalbay.statements import Bilingual

# Entries of the report's contents and the themes of cases.
SYSTEMS = {
    "2.2": "digital_government",
    "2.3": "digital_society",
    "2.4": "digital_economy",
}


def sections(contents: pd.DataFrame) -> pd.DataFrame:
    """Return the sections of the three systems, in the order of the report.

    contents: as `db.contents` returns them.

    Columns: section (as cases name it, "2.2.1"), entry (as the contents and the ledger do,
    "2.2(1)"), theme (one of `SYSTEMS`), system and name (Bilingual: the titles of both, that of
    the section up to its colon).
    """
    titles = {row.entry: row for row in contents.itertuples()}
    rows = []
    for entry, row in titles.items():
        part = entry.partition("(")[0]
        if part in SYSTEMS and entry != part:
            above = titles[part]
            rows.append(
                {
                    "section": f"{part}.{entry[len(part) + 1 : -1]}",
                    "entry": entry,
                    "theme": SYSTEMS[part],
                    "system": Bilingual(above.title_en, above.title_zh),
                    "name": Bilingual(
                        row.title_en.partition(": ")[0], row.title_zh.partition("：")[0]
                    ),
                }
            )
    return pd.DataFrame(rows, columns=["section", "entry", "theme", "system", "name"])
