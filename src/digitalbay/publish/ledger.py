"""The directives ``{ledger}`` and ``{ledger-summary}``: claims with their computed verdicts."""

from __future__ import annotations

from collections import Counter

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words, localised
from digitalbay.statements import N_

from .dependencies import depend_on
from .editions import edition_of
from .layout import table
from .outputs import VERDICTS
from .register import own, pages

HEADS = {
    "claim": (N_("Claim"), 8),
    "section": (N_("Section"), 10),
    "text": (N_("Paraphrase"), 46),
    "finding": (N_("Finding"), 46),
    "rule": (N_("Rule"), 60),
    "verdict": (N_("Verdict"), 20),
    "count": (N_("Number of claims"), 10),
}
UNEXAMINED = N_("Not yet examined")


class ledger(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for a table until all notebooks are read: ``columns``, ``verdicts``, ``counted``."""


class Ledger(SphinxDirective):
    """Lists the claims of ``data/claims/claims.csv``, or those with certain verdicts.

    ``:verdict:`` names the verdicts wanted, ``:columns:`` the columns.
    """

    option_spec = {"verdict": directives.unchanged, "columns": directives.unchanged}  # noqa: RUF012
    counted = False

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        depend_on(self.env, "claims/claims.csv")
        own(self.env).gathers = True
        columns = self.options.get("columns", "claim section text verdict").split()
        verdicts = self.options.get("verdict", "").split()
        return [ledger(columns=columns, verdicts=verdicts, counted=self.counted)]


class LedgerSummary(Ledger):
    """Counts the claims by verdict."""

    counted = True


def setup(app: Sphinx) -> None:
    """Register the directives and their resolution."""
    app.add_node(ledger)
    app.add_directive("ledger", Ledger)
    app.add_directive("ledger-summary", LedgerSummary)
    app.connect("doctree-resolved", _resolve)


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    lang = edition_of(app.config.language).lang
    for node in list(doctree.findall(ledger)):
        verdicts = {
            claim: (name, record)
            for name, page in pages(app.env).items()
            for claim, record in page.verdicts.items()
        }
        if node["counted"]:
            node.replace_self(_summary(verdicts, lang))
        else:
            node.replace_self(_table(app, docname, node, verdicts, lang))


def _table(app: Sphinx, docname: str, node: ledger, verdicts: dict, lang: str) -> nodes.table:
    rows = []
    for claim in db.ledger().itertuples():
        page, record = verdicts.get(claim.claim, (None, None))
        if node["verdicts"] and (record is None or record["verdict"] not in node["verdicts"]):
            continue
        cells = {
            "claim": nodes.Text(claim.claim),
            "section": nodes.Text(claim.section),
            "text": nodes.Text(localised(lang, claim.claim_en, claim.claim_zh)),
            "rule": nodes.Text(localised(lang, claim.rule_en, claim.rule_zh)),
            "finding": nodes.Text(record["because"] if record else ""),
            "verdict": nodes.Text(_told(record, lang)),
        }
        if record:
            target = app.builder.get_relative_uri(docname, page) + f"#claim-{claim.claim.lower()}"
            link = nodes.reference("", "", cells["verdict"], refuri=target, internal=True)
            cells["verdict"] = link
        rows.append([cells[column] for column in node["columns"]])
    return _laid_out(node["columns"], rows, lang)


def _summary(verdicts: dict, lang: str) -> nodes.table:
    given = [verdicts[c][1]["verdict"] if c in verdicts else None for c in db.ledger()["claim"]]
    counts = Counter(given)
    rows = [
        [nodes.Text(_name(verdict, lang)), nodes.Text(str(counts[verdict]))]
        for verdict in (*VERDICTS, None)
        if verdict or counts[None]
    ]
    return _laid_out(["verdict", "count"], rows, lang)


def _told(record: dict | None, lang: str) -> str:
    verdict = _name(record["verdict"] if record else None, lang)
    if not record or "weaker" not in record:
        return verdict
    form = N_("{verdict}. With evidence of grade C counted in: {weaker}.")
    return Words(lang)(form, verdict=verdict, weaker=_name(record["weaker"], lang))


def _name(verdict: str | None, lang: str) -> str:
    return Words(lang)(VERDICTS[verdict] if verdict else UNEXAMINED)


def _laid_out(columns: list[str], rows: list[list[nodes.Node]], lang: str) -> nodes.table:
    words = Words(lang)
    heads = [(words(title), width) for title, width in (HEADS[column] for column in columns)]
    return table(heads, rows)
