"""The directives ``{ledger}``, ``{ledger-rules}`` and ``{ledger-summary}``: claims and verdicts."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words, localised, with_dates
from digitalbay.statements import N_

from .cards import KINDS, VERDICTS, name_of, section_name, verdict_of
from .dependencies import depend_on
from .editions import edition_of
from .entries import entry
from .filters import filters
from .layout import table
from .register import own, verdicts

# Between places of one cell; no name has it.
JOINT = " · "
HEADS = {
    "claim": (N_("Claim"), 9),
    "section": (N_("Section"), 12),
    "text": (N_("Paraphrase"), 46),
    "finding": (N_("Finding"), 46),
    "places": (N_("Places of the evidence"), 26),
    "rule": (N_("Rule"), 60),
    "verdict": (N_("Verdict"), 20),
}


class ledger(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for a part of the ledger until all notebooks are read: ``form`` and its options."""


class Ledger(SphinxDirective):
    """Lists the claims of ``data/claims/claims.csv``, or those with certain verdicts.

    ``:verdict:`` names the verdicts wanted, ``:kind:`` the kinds of claim, ``:columns:`` the
    columns.
    """

    option_spec: ClassVar = {
        "verdict": directives.unchanged,
        "kind": directives.unchanged,
        "columns": directives.unchanged,
    }
    form = "table"

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        for path in ("claims/claims.csv", "claims/rules.csv"):
            depend_on(self.env, path)
        own(self.env).gathers = True
        columns = self.options.get("columns", "claim section text places verdict").split()
        wanted = {name: self.options.get(name, "").split() for name in ("verdict", "kind")}
        return [ledger(form=self.form, columns=columns, version=self.options.get("rule"), **wanted)]


class LedgerRules(Ledger):
    """Shows each claim with its rules, their dates and verdicts, and the reason of a change."""

    form = "rules"


class LedgerSummary(Ledger):
    """Counts the claims by kind and verdict; ``:rule: first`` by the first rules."""

    option_spec: ClassVar = {"rule": lambda text: directives.choice(text, ("first", "newest"))}
    form = "summary"


def setup(app: Sphinx) -> None:
    """Register the directives and their resolution."""
    app.add_node(ledger)
    app.add_directive("ledger", Ledger)
    app.add_directive("ledger-rules", LedgerRules)
    app.add_directive("ledger-summary", LedgerSummary)
    app.connect("doctree-resolved", _resolve)


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    lang = edition_of(app.config.language).lang
    for node in list(doctree.findall(ledger)):
        records = {
            claim: record | {"uri": f"{_uri(app, docname, name)}#claim-{claim.lower()}"}
            for claim, (name, record) in verdicts(app.env).items()
        }
        claims = _wanted(node, records)
        if node["form"] == "summary":
            node.replace_self(_summary(claims, records, node["version"] == "first", lang))
        elif node["form"] == "rules":
            node.replace_self([entry(claim, records.get(claim.claim), lang) for claim in claims])
        else:
            columns = node["columns"]
            if app.builder.format != "html":
                # Paper is not filtered by them.
                columns = [name for name in columns if name != "places"]
            shown = _table(columns, claims, records, lang)
            chosen = _filters(columns, claims, records, lang)
            node.replace_self(filters("", shown, lang=lang, chosen=chosen, items=""))


def _uri(app: Sphinx, docname: str, page: str) -> str:
    return app.builder.get_relative_uri(docname, page)


def _wanted(node: ledger, records: dict) -> list:
    """Return the claims of the kinds and with the verdicts that a directive asks for."""
    return [
        claim
        for claim in db.ledger().itertuples()
        if claim.kind in (node["kind"] or KINDS)
        and (not node["verdict"] or records.get(claim.claim, {}).get("verdict") in node["verdict"])
    ]


def _table(columns: list[str], claims: list, records: dict, lang: str) -> nodes.table:
    rows = []
    newest = db.rules().drop_duplicates("claim", keep="last").set_index("claim")
    for claim in claims:
        record, rule = records.get(claim.claim), newest.loc[claim.claim]
        cells = {
            "claim": nodes.Text(claim.claim),
            "section": nodes.Text(section_name(claim.section, lang)),
            "text": nodes.Text(localised(lang, claim.claim_en, claim.claim_zh)),
            "rule": nodes.Text(with_dates(localised(lang, rule["rule_en"], rule["rule_zh"]), lang)),
            "finding": nodes.Text(record["because"] if record else ""),
            "places": nodes.Text(JOINT.join(_places(record, lang))),
            "verdict": nodes.Text(verdict_of(record or {}, lang, claim.kind)),
        }
        if record:
            link = nodes.reference("", "", cells["verdict"], refuri=record["uri"], internal=True)
            cells["verdict"] = link
        rows.append([cells[column] for column in columns])
    words = Words(lang)
    made = table([(words(HEADS[name][0]), HEADS[name][1]) for name in columns], rows)
    made["classes"].append("db-rules")
    return made


def _filters(columns: list[str], claims: list, records: dict, lang: str) -> list[dict]:
    """Return what claims are filtered by: their verdicts and the chapters of the report."""
    words, found = Words(lang), []
    if "verdict" in columns:
        given = [(records.get(claim.claim, {}).get("verdict"), claim.kind) for claim in claims]
        order = sorted(set(given), key=lambda each: [*VERDICTS, None].index(each[0]))
        # Of another kind another name: what is consistent is not supported.
        names = list(dict.fromkeys(name_of(verdict, lang, kind) for verdict, kind in order))
        found.append(
            _filter(words(HEADS["verdict"][0]), columns.index("verdict"), names, names, "start")
        )
    if "section" in columns:
        sections = sorted({claim.section.partition(".")[0] for claim in claims})
        chapters = [section_name(section, lang) for section in sections]
        names = [words(N_("Chapter {n}"), n=n) if n.isdigit() else n for n in chapters]
        column = columns.index("section")
        found.append(_filter(words(N_("Chapter of the report")), column, chapters, names, "start"))
    if "places" in columns:
        held = {name for claim in claims for name in _places(records.get(claim.claim), lang)}
        names = [name for name in _every_place(lang) if name in held]
        column = columns.index("places")
        found.append(_filter(words(HEADS["places"][0]), column, names, names, JOINT))
    return found


def _every_place(lang: str) -> list[str]:
    return [Words(lang).label("area", area) for area in db.areas()["area"]]


def _places(record: dict | None, lang: str) -> list[str]:
    """Return the names of the places that the rows which decide a claim are of."""
    return [Words(lang).label("area", area) for area in (record or {}).get("areas", [])]


def _filter(label: str, column: int, texts: list[str], names: list[str], fits: str) -> dict:
    values = [list(pair) for pair in zip(texts, names, strict=True)]
    return {"label": label, "column": column, "values": values, "fits": fits}


def _summary(claims: list, records: dict, first: bool, lang: str) -> nodes.table:
    """Count verdicts by kind; what the report says of itself is no verdict and is not counted."""
    words = Words(lang)
    counts = Counter((claim.kind, _verdict(records.get(claim.claim), first)) for claim in claims)
    given = [*VERDICTS, *([None] if any(verdict is None for _, verdict in counts) else [])]
    kinds = [
        kind for kind in KINDS if kind != "consistency" and any(counts[kind, v] for v in given)
    ]
    rows = [
        [nodes.Text(name_of(v, lang)), *(nodes.Text(str(counts[kind, v] or "–")) for kind in kinds)]
        for v in given
    ]
    title, width = HEADS["verdict"]
    return table([(words(title), width), *((words(KINDS[kind]), 14) for kind in kinds)], rows)


def _verdict(record: dict | None, first: bool) -> str | None:
    if record is None:
        return None
    return record.get("first", record["verdict"]) if first else record["verdict"]
