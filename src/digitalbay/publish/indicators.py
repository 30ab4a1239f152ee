"""Sphinx's register of the indicators: search leads to the entry, and none is left out."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
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


class IndicatorDomain(Domain):
    """Remembers where each indicator is described; Sphinx's search asks for its objects."""

    name = "indicator"
    label = "indicator"
    # Were the type named like the anchors begin, Sphinx would shorten these and not find back.
    object_types = {"entry": ObjType("entry")}  # noqa: RUF012 - as Sphinx has it
    initial_data = {"entries": {}}  # noqa: RUF012

    @property
    def entries(self) -> dict[str, tuple[str, str]]:
        """Indicator → its name and the page that describes it."""
        return self.data["entries"]

    def note(self, indicator: str, name: str) -> None:
        """Register an entry of the present page."""
        here = self.env.docname
        _, there = self.entries.get(indicator, (name, here))
        if there != here:
            log.warning("indicator %s is described on %s too", indicator, there, location=here)
        self.entries[indicator] = (name, here)

    def clear_doc(self, docname: str) -> None:
        """Forget the entries of a page."""
        for indicator, (_, page) in list(self.entries.items()):
            if page == docname:
                del self.entries[indicator]

    def check_consistency(self) -> None:
        """Warn of indicators that a dictionary leaves out: a new theme needs a page."""
        missing = sorted(set(db.indicators()["indicator"]) - set(self.entries))
        if self.entries and missing:
            names = ", ".join(missing[:NAMED])
            log.warning("%d indicators on no page of the dictionary: %s", len(missing), names)

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield the entries as search wants them, found by name and by identifier."""
        for indicator, (name, page) in sorted(self.entries.items()):
            yield indicator, f"{name} · {indicator}", "entry", page, anchor(indicator), 1

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Say "indicator" in the language of the edition."""
        words = Words(edition_of(self.env.config.language).lang)
        return words("indicator")

    def resolve_any_xref(self, *args: object) -> list:
        """Resolve nothing: entries are linked to by their anchors."""
        return []


def setup(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(IndicatorDomain)
