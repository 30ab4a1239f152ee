"""An entry of the ledger: a claim, its rules in turn, what each gave, and why one was changed."""

from __future__ import annotations

from typing import Any

from docutils import nodes

import digitalbay as db
from digitalbay.figures.language import Words, localised, with_dates
from digitalbay.figures.verdicts import VERSIONS
from digitalbay.statements import N_, Period

from .cards import line, name_of, section_name, verdict_of

ORDINALS = {1: N_("First rule"), 2: N_("Second rule"), 3: N_("Third rule")}
SHORT = 7  # letters of a commit's name that are shown


def entry(claim: Any, record: dict | None, lang: str) -> nodes.container:
    """Return the entry of a claim, a row of `db.ledger`, with what its notebook recorded."""
    words, rules, record = Words(lang), list(db.rules(claim.claim).itertuples()), record or {}
    name = name_of(record.get("verdict"), lang, claim.kind, record.get("lack", ""))
    shown = nodes.strong("", f"{claim.claim} · {name}")
    if record:
        shown = nodes.reference("", "", shown, refuri=record["uri"], internal=True)
    box = nodes.container("", nodes.paragraph("", "", shown, translatable=False))
    box["classes"], box["ids"] = ["db-claim"], [f"rules-{claim.claim.lower()}"]
    text = localised(lang, claim.claim_en, claim.claim_zh)
    section = section_name(claim.section, lang)
    numbered = claim.section[0].isdigit()
    box += line(words("Section {section}", section=section) if numbered else section, text, lang)
    if len(rules) == 1 and "first" in record:
        first = verdict_of(record, lang, claim.kind, "first")
        box += line(words("By the first rules of its parts"), first, lang)
    for rule in reversed(rules):
        title = words(ORDINALS[rule.version]) if len(rules) > 1 else words("Rule")
        box += line(title, with_dates(localised(lang, rule.rule_en, rule.rule_zh), lang), lang)
        newest = rule is rules[-1]
        given = verdict_of(record, lang, claim.kind, "" if newest else VERSIONS[rule.version])
        box += _registered(rule, given, lang)
        if newest and "readings" in record:
            box += line(words("Other readings"), record["readings"], lang)
    return box


def _registered(rule: Any, given: str, lang: str) -> nodes.paragraph:
    """Tell when a rule was written, which verdict is given by it, and its reason."""
    words, day = Words(lang), Period(rule.dated)
    if rule.commit:
        form = N_("Written {day}, commit {commit}. Verdict: {verdict}.")
        text = words(form, day=day, commit=rule.commit[:SHORT], verdict=given)
    else:
        text = words(N_("Written {day}. Verdict: {verdict}."), day=day, verdict=given)
    reason = localised(lang, rule.reason_en, rule.reason_zh)
    return nodes.paragraph("", text + words.gap + reason, translatable=False, classes=["db-dated"])
