"""The directive ``{families}``: all families of indicators, each with its main measure."""

from __future__ import annotations

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.coded import INDICATOR_THEMES
from digitalbay.figures.language import Words, localised
from digitalbay.statements import N_

from .dependencies import depend_on_rows
from .editions import edition_of
from .filters import filters
from .indicators import anchor, family_anchor
from .layout import table
from .outputs import link_to

HEADS = (
    (N_("Family"), 28),
    (N_("Theme"), 16),
    (N_("Main measure"), 30),
    (N_("Indicators"), 9),
    (N_("Single facts"), 7),
    (N_("Observations"), 10),
)


class Families(SphinxDirective):
    """Lists the families by theme, with links to their sections and their main measures."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        lang = edition_of(self.env.config.language).lang
        words = Words(lang)
        heads = [(words(title), width) for title, width in HEADS]
        (counted,) = behind()
        depend_on_rows(self.env, behind)
        rows = counted.to_dict("records")
        themes = [words(INDICATOR_THEMES[theme]) for theme in dict.fromkeys(counted["theme"])]
        by_theme = {"label": heads[1][0], "column": 1, "values": [[each, each] for each in themes]}
        shown = table(heads, [_row(family, lang) for family in rows])
        return [filters("", shown, lang=lang, chosen=[by_theme], items="")]


def behind() -> list[pd.DataFrame]:
    """Return the families with how many indicators, single facts and observations they have."""
    indicators = db.indicators()
    family_of = indicators.set_index("indicator")["family"]
    single = indicators.loc[indicators["single_fact"], "family"].value_counts()
    rows = db.vintages(grades=None)["indicator"].map(family_of).value_counts()
    families = db.families().assign(
        indicators=lambda table: table["family"].map(indicators["family"].value_counts()),
        single_facts=lambda table: table["family"].map(single).fillna(0).astype(int),
        observations=lambda table: table["family"].map(rows).fillna(0).astype(int),
        order=lambda table: table["theme"].map(list(INDICATOR_THEMES).index),
    )
    names = indicators.set_index("indicator")[["name_en", "name_zh"]].add_prefix("main_")
    return [families.join(names, on="main").sort_values("order", kind="stable")]


def _row(family: dict, lang: str) -> list[nodes.Node]:
    words = Words(lang)
    name = localised(lang, family["name_en"], family["name_zh"])
    main = localised(lang, family["main_name_en"], family["main_name_zh"])
    counts = [f"{family[key]:,}" for key in ("indicators", "single_facts", "observations")]
    return [
        link_to(name, family_anchor(family["family"])),
        nodes.Text(words(INDICATOR_THEMES[family["theme"]])),
        link_to(main, anchor(family["main"])),
        *map(nodes.Text, counts),
    ]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("families", Families)
