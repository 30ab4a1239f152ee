"""Sphinx's register of the indicators: search leads to the entry, and none is left out.

A family comes before its main measure, and that before the others: who looks for broadband finds
one result on top and not forty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

import digitalbay as db
from digitalbay.figures.language import Words

from .editions import edition_of

# Missing indicators up to which a warning names them.
NAMED = 10
log = logging.getLogger(__name__)


def anchor(indicator: str) -> str:
    """Return the anchor of an indicator's entry."""
    return f"indicator-{indicator}"


def family_anchor(family: str) -> str:
    """Return the anchor of a family's section."""
    return f"family-{family}"


class IndicatorDomain(Domain):
    """Remembers where indicators and families are described; search asks for the objects."""

    name = "indicator"
    label = "indicator"
    # Were the type named like the anchors begin, Sphinx would shorten these and not find back.
    object_types = {"entry": ObjType("entry"), "group": ObjType("group")}  # noqa: RUF012
    initial_data = {"entries": {}, "families": {}}  # noqa: RUF012
    data_version = 1

    @property
    def entries(self) -> dict[str, tuple[str, str, bool]]:
        """Indicator → its name, the page that describes it, whether it is a main measure."""
        return self.data["entries"]

    @property
    def families(self) -> dict[str, tuple[str, str]]:
        """Family → its name and the page that describes it."""
        return self.data["families"]

    def note(self, indicator: str, name: str, main: bool) -> None:
        """Register an entry of the present page."""
        here = self.env.docname
        there = self.entries.get(indicator, (name, here))[1]
        if there != here:
            log.warning("indicator %s is described on %s too", indicator, there, location=here)
        self.entries[indicator] = (name, here, main)

    def note_family(self, family: str, name: str) -> None:
        """Register a family of the present page."""
        self.families[family] = (name, self.env.docname)

    def clear_doc(self, docname: str) -> None:
        """Forget the entries of a page."""
        for noted in (self.entries, self.families):
            for key in [key for key, (_, page, *_) in noted.items() if page == docname]:
                del noted[key]

    def check_consistency(self) -> None:
        """Warn of indicators that a dictionary leaves out: a new family may need a page."""
        missing = sorted(set(db.indicators()["indicator"]) - set(self.entries))
        if self.entries and missing:
            names = ", ".join(missing[:NAMED])
            log.warning("%d indicators on no page of the dictionary: %s", len(missing), names)

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield what search finds by name and by identifier, with its rank: 0 comes first."""
        for family, (name, page) in sorted(self.families.items()):
            yield family, name, "group", page, family_anchor(family), 0
        for indicator, (name, page, main) in sorted(self.entries.items()):
            rank = 1 if main else 2
            yield indicator, f"{name} · {indicator}", "entry", page, anchor(indicator), rank

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Say "indicator" or "family of indicators" in the language of the edition."""
        words = Words(edition_of(self.env.config.language).lang)
        return words("family of indicators") if type.lname == "group" else words("indicator")

    def resolve_any_xref(self, *args: object) -> list:
        """Resolve nothing: entries are linked to by their anchors."""
        return []


def indicators_of(env: BuildEnvironment) -> IndicatorDomain:
    """Return the register of the indicators."""
    return cast(IndicatorDomain, env.domains[IndicatorDomain.name])


def setup(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(IndicatorDomain)
