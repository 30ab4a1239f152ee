"""The directive ``{ledger}``: the claims, each with the verdict that its notebook computed."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import localised

from .editions import edition_of
from .outputs import VERDICTS
from .references import depend_on

HEADS = (
    ("Claim", "编号"),
    ("Section", "章节"),
    ("Paraphrase", "论断（转述）"),
    ("Verdict", "判定"),
)


class ledger(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for the table until all notebooks are read."""


class Ledger(SphinxDirective):
    """Lists every claim of ``data/claims/claims.csv``."""

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        depend_on(self.env, "claims/claims.csv")
        self.env.digitalbay_gatherers.add(self.env.docname)
        return [ledger()]


def setup(app: Sphinx) -> None:
    """Register the directive and its resolution."""
    app.add_node(ledger)
    app.add_directive("ledger", Ledger)
    app.connect("doctree-resolved", _resolve)


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(ledger)):
        node.replace_self(_table(app, docname))


def _table(app: Sphinx, docname: str) -> nodes.table:
    lang = edition_of(app.config.language).lang
    verdicts = {
        claim: (page, record)
        for page, records in app.env.digitalbay_records.items()
        for claim, record in records["verdicts"].items()
    }
    table = nodes.table(classes=["db-table", "longtable"])
    group = nodes.tgroup(cols=len(HEADS))
    table += group
    group += [nodes.colspec(colwidth=width) for width in (8, 10, 60, 22)]
    head, body = nodes.thead(), nodes.tbody()
    group += [head, body]
    head += _row([nodes.Text(localised(lang, *names)) for names in HEADS])
    for claim in db.claims().itertuples():
        page, record = verdicts.get(claim.claim, (None, None))
        verdict = nodes.Text(
            localised(lang, *VERDICTS[record["verdict"]])
            if record
            else localised(lang, "Not yet examined", "尚未检验")
        )
        if record:
            target = app.builder.get_relative_uri(docname, page) + f"#claim-{claim.claim.lower()}"
            verdict = nodes.reference("", "", verdict, refuri=target, internal=True)
        text = localised(lang, claim.claim_en, claim.claim_zh)
        texts = (claim.claim, claim.section, text)
        body += _row([*(nodes.Text(value) for value in texts), verdict])
    return table


def _row(cells: list[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        entry += nodes.paragraph("", "", cell)
        row += entry
    return row
