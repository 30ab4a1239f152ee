"""How the verdict on a claim is shown: its name, its rules, what they gave, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from docutils import nodes

import digitalbay as db
from digitalbay.figures.language import Words, localised, with_dates
from digitalbay.figures.verdicts import VERSIONS
from digitalbay.statements import N_, Listed, Period

from .layout import mark

VERDICTS = {
    "supported": N_("Supported"),
    "partly": N_("Partly supported"),
    "contradicted": N_("Contradicted"),
    "not_testable": N_("Not testable with public data"),
}
KINDS = {
    "judgement": N_("Judgements"),
    "date": N_("Dates"),
    "quotation": N_("Quotations of documents"),
    "consistency": N_("Consistency of the report with itself"),
}
CONSISTENT = {
    "supported": N_("Consistent"),
    "partly": N_("Partly consistent"),
    "contradicted": N_("Not consistent"),
}
LACKS = {
    "unpublished": N_("no one publishes it"),
    "unfound": N_("not found"),
    "open": N_("what is published leaves it open"),
}
EXAMINED = N_("{n} judgements examined: {verdicts}.")
UNEXAMINED = N_("Not yet examined")


def counted(counts: Mapping[str, int], words: Words) -> Listed:
    """Return how many have which verdict: "3 supported, 20 partly supported"."""
    each = [
        words("{n} {verdict}", n=counts[name], verdict=words(verdict).lower())
        for name, verdict in VERDICTS.items()
        if counts[name]
    ]
    return Listed(each, ",")


def name_of(verdict: str | None, lang: str, kind: str = "judgement", lack: str = "") -> str:
    """Return a verdict as a heading names it.

    verdict: None if the claim is not examined; kind: of the claim; lack: why it is not testable.
    """
    words = Words(lang)
    if verdict is None:
        return words(UNEXAMINED)
    if kind == "consistency" and verdict in CONSISTENT:
        return words(CONSISTENT[verdict])
    name = words(VERDICTS[verdict])
    return name + mark(":", lang) + words(LACKS[lack]) if lack else name


def verdict_of(record: dict, lang: str, kind: str, by: str = "") -> str:
    """Return the verdict by the newest rule, or by the "first", with that on evidence of grade C.

    The second is told if it is another than the first; a verdict that lacks something says what.
    """
    lack = "" if by else record.get("lack", "")
    name = name_of(record.get(by or "verdict"), lang, kind, lack)
    weaker = record.get(f"{by}_weaker".removeprefix("_"))
    if not weaker:
        return name
    form = N_("{verdict} (with evidence of grade C: {weaker})")
    return Words(lang)(form, verdict=name, weaker=name_of(weaker, lang, kind))


def card(record: dict, credits: nodes.Node | None, lang: str) -> nodes.Element:
    """Return the box that shows a verdict; `credits` tells its sources."""
    claim = db.ledger().set_index("claim").loc[record["claim"]]
    rules, words = db.rules(record["claim"]), Words(lang)
    name = name_of(record["verdict"], lang, claim["kind"], record.get("lack", ""))
    look = "consistency" if claim["kind"] == "consistency" else record["verdict"]
    anchor = f"claim-{record['claim'].lower()}"
    box = nodes.admonition(
        classes=["db-verdict", f"db-{look.replace('_', '-')}"], ids=[anchor], names=[anchor]
    )
    box += nodes.title("", f"{record['claim']} · {name}", translatable=False)
    rule = rules.iloc[-1]
    lines = [
        (words("Claim (paraphrased)"), localised(lang, claim["claim_en"], claim["claim_zh"])),
        (
            rule_name(rules, words),
            with_dates(localised(lang, rule["rule_en"], rule["rule_zh"]), lang),
        ),
        (words("Finding"), record["because"]),
    ]
    box += [line(title, text, lang) for title, text in lines]
    box += _parts(record.get("parts", []), lang)
    lines = [(words("Other readings"), record["readings"])] if "readings" in record else []
    for number, key in reversed(VERSIONS.items()):
        if key in record:
            earlier = verdict_of(record, lang, claim["kind"], key)
            lines.append((_by_older(rules, number, words), earlier))
    box += [line(title, text, lang) for title, text in lines]
    if credits is not None:
        box += nodes.container("", credits, classes=["db-credits"])
    return box


def section_name(section: str, lang: str) -> str:
    """Return the number of a section, "2.4(1)", with the brackets of a language, or its name."""
    if section == "preface":
        return Words(lang)(N_("Preface"))
    return section if lang == "en" else section.translate(str.maketrans("()", "（）"))


def _parts(parts: Sequence[dict], lang: str) -> Iterator[nodes.Element]:
    """Tell the parts of a claim: each verdict once, with the parts that bear it below."""
    words = Words(lang)
    shared: dict[tuple[str, str], list[dict]] = {verdict: [] for verdict in map(_given, parts)}
    for part in parts:
        shared[_given(part)].append(part)
    for (verdict, lack), members in shared.items():
        given = name_of(verdict, lang, lack=lack)
        if len(members) > 1:
            yield line(words(N_("Parts ({n})"), n=len(members)), given, lang)
            each = [nodes.paragraph("", _told(part, words), translatable=False) for part in members]
            yield nodes.bullet_list("", *(nodes.list_item("", text) for text in each))
            continue
        if reason := members[0].get("because"):
            given = words(N_("{verdict}. {reason}"), verdict=given, reason=reason)
        yield line(words("Part ({name})", name=members[0]["name"]), given, lang)


def _given(part: dict) -> tuple[str, str]:
    return part["verdict"], part.get("lack", "")


def _told(part: dict, words: Words) -> str:
    if "because" not in part:
        return part["name"]
    return words(N_("{name}. {reason}"), name=part["name"], reason=part["because"])


def line(title: str, text: str, lang: str) -> nodes.paragraph:
    """Return a paragraph that opens with its title."""
    made = nodes.paragraph(translatable=False)
    made += nodes.strong("", title)
    made += nodes.Text(mark(":", lang) + text)
    return made


def rule_name(rules: pd.DataFrame, words: Words) -> str:
    """Return "Rule", or "Second rule, 30 November 2026" for the newest of more than one.

    rules: of one claim, as `db.rules` returns them.
    """
    if len(rules) == 1:
        return words("Rule")
    return words(_DATED[len(rules)], day=Period(rules["dated"].iloc[-1]))


def _by_older(rules: pd.DataFrame, number: int, words: Words) -> str:
    day = Period(rules["dated"].iloc[number - 1])
    if len(rules) == 1:
        return words("By the first rules of its parts ({day})", day=day)
    return words(_BY_OLDER[number], day=day)


_DATED = {2: N_("Second rule, {day}"), 3: N_("Third rule, {day}")}
_BY_OLDER = {1: N_("By the first rule ({day})"), 2: N_("By the second rule ({day})")}
