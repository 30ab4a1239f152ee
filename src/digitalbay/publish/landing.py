"""The first page of all: the choice of language, and what the ledger says."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from pathlib import Path
from string import Template

import digitalbay as db
from digitalbay.figures.language import Words
from digitalbay.files import write_if_changed
from digitalbay.run.book import book
from digitalbay.run.collect import records
from digitalbay.run.project import Project
from digitalbay.statements import N_, Bilingual

from .cards import EXAMINED, counted
from .commit import commit_of
from .editions import TEMPLATES, editions_of
from .theme import POLICY

# How the verdicts on claims of a kind are summed up; those of other kinds are not counted.
FORMS = {
    "judgement": EXAMINED,
    "date": N_("{n} dates and quotations checked: {verdicts}."),
    "quotation": N_("{n} dates and quotations checked: {verdicts}."),
}
ICON = '    <link rel="icon" href="{}">\n'
# A paragraph in English, and one in Chinese.
P = ("      <p>{}</p>", '      <p lang="zh-CN">{}</p>')


def write_landing(project: Project) -> Path:
    """Write ``_build/html/index.html``, and beside it the commit that pages name in their foot."""
    template, told = (TEMPLATES / "landing.html").read_text(encoding="utf-8"), book(project.root)
    editions = editions_of(told.languages)
    links = "\n".join(
        f'      <li><a href="{e.slug}/index.html" lang="{e.html}" hreflang="{e.html}">'
        f"{escape(e.name)}</a></li>"
        for e in editions
    )
    path, icon = project.build / "html" / "index.html", f"{editions[0].slug}/_static/favicon.svg"
    text = Template(template).substitute(
        editions=links,
        first=editions[0].slug,
        policy=POLICY,
        icon=ICON.format(icon) if (path.parent / icon).is_file() else "",
        name=escape(" · ".join(dict.fromkeys((told.title.en, told.title.zh)))),
        title=" · ".join(_each(told.title, "{}", '<span lang="zh-CN">{}</span>')),
        texts="\n".join([*_each(told.about, *P), *_each(_ledger(project), *P)]),
    )
    write_if_changed(path, text)
    # In the pages themselves it would change all of them.
    commit = f'document.documentElement.dataset.commit = "{commit_of(project.root)}";\n'
    write_if_changed(path.with_name("commit.js"), commit)
    return path


def _each(text: Bilingual, english: str, chinese: str) -> list[str]:
    """Return a text in forms of HTML, once if it is the same in both languages; of none nothing."""
    said = {text.zh: chinese, text.en: english}
    return [form.format(escape(each)) for each, form in reversed(said.items()) if each]


def _ledger(project: Project) -> Bilingual:
    """Sum up the verdicts, which are the same in every language, in English and Chinese."""
    runs = records(project)
    lang = next(iter(runs)).lang
    pages = [record["found"] for run, record in runs.items() if run.lang == lang]
    kinds = db.ledger().set_index("claim")["kind"]
    counts: dict[str, Counter] = defaultdict(Counter)
    for page in pages:
        for claim, verdict in page["verdicts"].items():
            counts[FORMS.get(kinds[claim], "")][verdict["verdict"]] += 1
    return Bilingual(_summed(counts, Words("en")), _summed(counts, Words("zh-Hans")))


def _summed(counts: dict[str, Counter], words: Words) -> str:
    sums = []
    for form in dict.fromkeys(FORMS.values()):
        found = counts.get(form, Counter())
        if found:
            sums.append(words(form, n=found.total(), verdicts=counted(found, words)))
    return words.gap.join(sums)
