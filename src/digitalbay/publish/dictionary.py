"""The directive ``{dictionary}``: the indicators of a theme by family, from the data package.

``{dictionary} economy`` lists all families of a theme; with ``:families: open_data hotlines`` only
these, for a theme that is too long for one page. In a family, its main measure comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.data.periods import first_day, last_day
from digitalbay.figures.language import Words, localised
from digitalbay.figures.provenance import source_label
from digitalbay.statements import N_, Listed, Period

from .dependencies import depend_on_rows
from .downloads import write_series
from .editions import edition_of
from .filters import filters
from .finder import PAGE, address
from .indicators import anchor, family_anchor, indicators_of
from .layout import mark
from .nodes import details, pass_through
from .outputs import MANY, link_to

SCALES = {
    "ratio": N_("ratio scale"),
    "interval": N_("interval scale"),
    "ordinal": N_("ordinal scale"),
    "count": N_("count"),
}
DIRECTIONS = {
    "higher": N_("more is better"),
    "lower": N_("less is better"),
    "neutral": N_("neither more nor less is better"),
}
# Areas up to which their names stand instead of their number.
NAMED = 3
FOLDER = "observations"


@dataclass(frozen=True)
class Entry:
    """What the dictionary says of an indicator, in the language of the edition.

    `main` says whether it is the main measure of its family; `other_name` is its name in the other
    language; `facts` are short phrases in their order; `sources` maps the keys of its sources to
    their labels.
    """

    indicator: str
    main: bool
    name: str
    other_name: str
    definition: str
    facts: tuple[str, ...]
    sources: dict[str, str]


@dataclass(frozen=True)
class Family:
    """A family of indicators with their entries, the main measure first."""

    family: str
    name: str
    definition: str
    entries: tuple[Entry, ...]


class dictionary(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Holds the entries; attribute ``indicators``, whose observations become downloads."""


class Dictionary(SphinxDirective):
    """Lists indicators with definition, coverage, sources and download."""

    required_arguments = 1
    option_spec = {"families": directives.unchanged}  # noqa: RUF012 - as docutils has it

    def run(self) -> list[nodes.Node]:
        """Return a section for each family."""
        lang = edition_of(self.env.config.language).lang
        theme, only = self.arguments[0], self.options.get("families", "").split()
        try:
            found = families(theme, lang, only)
        except KeyError as error:
            raise self.error(str(error.args[0])) from error
        depend_on_rows(self.env, behind, theme, *only)
        if not found:
            raise self.error(f"no families of the theme {theme!r}")
        tools = filters(lang=lang, chosen=[], items=".db-dictionary > dt")
        return [tools, *(self._section(family, lang) for family in found)]

    def _section(self, family: Family, lang: str) -> nodes.section:
        label = family_anchor(family.family)
        title = nodes.title("", family.name, translatable=False)
        definition = nodes.paragraph("", family.definition, translatable=False)
        section = nodes.section("", title, definition, ids=[label], names=[label])
        self.state.document.note_explicit_target(section)
        domain = indicators_of(self.env)
        domain.note_family(family.family, family.name)
        up = "../" * self.env.docname.count("/")
        items = nodes.definition_list(classes=["db-dictionary"])
        for entry in family.entries:
            domain.note(entry.indicator, entry.name, entry.main)
            item = _item(entry, lang, up, PAGE in self.env.found_docs)
            self.state.document.note_explicit_target(item[0])
            items += item
        section += dictionary("", items, indicators=[entry.indicator for entry in family.entries])
        return section


def behind(theme: str, *only: str) -> list[pd.DataFrame]:
    """Return the rows that the families of a theme, or some, are described from."""
    table = db.families(theme)
    table = table[table["family"].isin(only)] if only else table
    members = db.indicators()
    members = members[members["family"].isin(table["family"])]
    observed = db.vintages(members["indicator"], grades=None)
    targets, sources, areas = db.targets(), db.sources(), db.areas()
    return [
        table,
        members,
        observed,
        targets.loc[targets["indicator"].isin(members["indicator"]), ["indicator"]],
        sources[sources["source"].isin(observed["source"])],
        areas[areas["area"].isin(observed["area"])],
    ]


def families(theme: str, lang: str, only: Sequence[str] = ()) -> list[Family]:
    """Describe the families of a theme, or some; KeyError for one that the theme does not have."""
    table = db.families(theme)
    if unknown := sorted(set(only) - set(table["family"])):
        raise KeyError(f"no families of the theme {theme!r}: {', '.join(unknown)}")
    table = table[table["family"].isin(only)] if only else table
    members = db.indicators()
    members = members[members["family"].isin(table["family"])]
    family_of = dict(zip(members["indicator"], members["family"], strict=True))
    found = entries(members, set(table["main"]), lang)
    return [
        Family(
            row.family,
            localised(lang, row.name_en, row.name_zh),
            localised(lang, row.definition_en, row.definition_zh),
            tuple(found[key] for key in found if family_of[key] == row.family),
        )
        for row in table.itertuples()
    ]


def entries(table: pd.DataFrame, main: set[str], lang: str) -> dict[str, Entry]:
    """Describe indicators, those that are the main measure of a family before the others."""
    table = table.sort_values("indicator", key=lambda keys: ~keys.isin(main), kind="stable")
    rows: dict[str, list[Any]] = {}
    for row in db.vintages(table["indicator"], grades=None).itertuples():
        rows.setdefault(row.indicator, []).append(row)
    promises = Counter(db.targets()["indicator"])
    cited = {row.source for own in rows.values() for row in own}
    sources = db.sources(sorted(cited)).to_dict("records")
    labels = {source["source"]: source_label(source, lang) for source in sources}
    places = _places(lang)
    found = {}
    for row in table.itertuples():
        own = rows.get(row.indicator, [])
        facts = tuple(_facts(row, own, promises[row.indicator], places, lang))
        other = row.name_zh if lang == "en" else row.name_en
        names = (localised(lang, row.name_en, row.name_zh), other)
        definition = localised(lang, row.definition_en, row.definition_zh)
        sources = {key: labels[key] for key in _by_date(own)}
        is_main = row.indicator in main
        found[row.indicator] = Entry(row.indicator, is_main, *names, definition, facts, sources)
    return found


def _places(lang: str) -> dict[str, str]:
    column = {"en": "name_en", "zh-Hans": "name_zh", "zh-Hant": "name_zh_hant"}[lang]
    return db.areas().set_index("area")[column].to_dict()


def _by_date(rows: list[Any]) -> list[str]:
    """Return the sources of an indicator, the newest first."""
    in_order = sorted(rows, key=attrgetter("published"))
    return list(dict.fromkeys(row.source for row in in_order))[::-1]


def _facts(
    row: Any, rows: list[Any], promises: int, places: dict[str, str], lang: str
) -> list[str]:
    words = Words(lang)
    facts = [
        localised(lang, row.unit_en, row.unit_zh),
        words(SCALES[row.scale]),
        words(DIRECTIONS[row.direction]),
    ]
    if row.single_fact:
        facts.insert(0, words("single fact"))
    if row.breaks:
        facts.append(
            words(
                "break at {periods}",
                periods=Listed([Period(each) for each in row.breaks.split()], ","),
            )
        )
    facts += _coverage(rows, places, lang)
    if promises:
        form = N_("{n} target") if promises == 1 else N_("{n} targets")
        facts.append(words(form, n=promises))
    return facts


def _coverage(rows: list[Any], places: dict[str, str], lang: str) -> list[str]:
    words = Words(lang)
    if not rows:
        return [words("no observations")]
    periods = [row.period for row in rows]
    first, last = min(periods, key=first_day), max(periods, key=last_day)
    grades = sorted(Counter(row.grade for row in rows).items())
    counts = mark(",", lang).join(f"{grade} {n}" for grade, n in grades)
    form = N_("{n} observation ({grades})") if len(rows) == 1 else N_("{n} observations ({grades})")
    number = words(form, n=len(rows), grades=counts)
    span = first if first == last else f"{first.split('/')[0]}/{last.split('/')[-1]}"
    here = dict.fromkeys(row.area for row in rows)
    return [_where(here, places, lang), words.write(Period(span)), number]


def _where(here: dict[str, None], places: dict[str, str], lang: str) -> str:
    if len(here) <= NAMED:
        return Words(lang).write(Listed([places[area] for area in here], ","))
    inside = len(set(here) & set(db.CITIES))
    form = N_("{inside} of the region's {whole} areas")
    if inside < len(here):
        form = N_("{n} areas, {inside} of the region's {whole}")
    if not inside:
        form = N_("{n} areas outside the region")
    if inside == len(here) == len(db.CITIES):
        form = N_("all {whole} areas of the region")
    return Words(lang)(form, n=len(here), inside=inside, whole=len(db.CITIES))


def _item(entry: Entry, lang: str, up: str, finds: bool) -> nodes.definition_list_item:
    label = anchor(entry.indicator)
    term = nodes.term("", ids=[label], names=[label], translatable=False)
    term += [nodes.Text(f"{entry.name} · {entry.other_name} "), nodes.literal("", entry.indicator)]
    words = Words(lang)
    said = [*([words("main measure")] if entry.main else []), *entry.facts]
    facts = nodes.paragraph("", " · ".join(said), translatable=False)
    definition = nodes.paragraph("", entry.definition, translatable=False)
    body = nodes.definition("", definition, facts)
    if entry.sources:
        links = {f"{up}_downloads/{FOLDER}/{entry.indicator}.csv": "CSV"}
        if finds:
            links[up + address(entry.indicator)] = words("find a number")
        for there, text in links.items():
            link = nodes.reference("", text, refuri=there, internal=True)
            facts += addnodes.only("", nodes.Text(" · "), link, expr="html")
        body += _sources(entry.sources, lang)
    return nodes.definition_list_item("", term, body)


def _sources(sources: dict[str, str], lang: str) -> nodes.Element:
    words = Words(lang)
    line = nodes.paragraph(translatable=False, classes=["db-cited"])
    head = nodes.Text(words("Sources") + mark(":", lang))
    line += head if len(sources) <= MANY else addnodes.only("", head, expr="latex")
    for n, (key, label) in enumerate(sources.items()):
        if n:
            line += nodes.Text(mark(";", lang))
        line += link_to(label, f"source-{key}")
    if len(sources) <= MANY:
        return line
    return details("", line, summary=words("All {n} sources", n=len(sources)))


def visit_html(self: Any, node: dictionary) -> None:
    """Write the observations of each indicator as CSV: every vintage, every grade."""
    folder = Path(self.builder.outdir, "_downloads", FOLDER)
    rows = db.vintages(node["indicators"], grades=None).drop(columns="year")
    write_series(rows, folder)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    plain = (pass_through, pass_through)
    html = (visit_html, pass_through)
    app.add_node(dictionary, html=html, latex=plain, text=plain, gettext=plain)
    app.add_directive("dictionary", Dictionary)
