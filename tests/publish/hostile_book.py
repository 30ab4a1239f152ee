"""A book that `bay book` builds of hostile data: whatever pages are made of, on pages and in print.

The notebook shows every column of text of every table; the other pages are those that the data
make: dictionary, families, finder, downloads, sources, contents, newest documents. Where a catalog
takes them, the Chinese of prose and of words in code is hostile too.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from faults.books import ROOT, chapter, tiny

from digitalbay.figures.translations import CatalogError, checked
from digitalbay.publish.catalogs import HEADER
from digitalbay.run.project import Project

from .hostile import RUN
from .hostile_package import TEXTS

BOOK = """name: hostile
languages: [en, zh-Hans, zh-Hant]
volumes:
- {first: book/intro, title: Hostile, pages: [notebooks/two, book/data/finance]}
"""
THEMES = ("population", "economy", "infrastructure", "government", "society", "finance")
THEMES += ("rankings", "policy")
PAGES = {
    "book/intro": "# Book\n\n```{newest-documents}\n```\n",
    "book/contents": "# Contents\n\n```{contents-map}\n```\n",
    "book/sources": "(all-sources)=\n# Sources\n\n```{source-list}\n```\n",
    "book/data/dictionary": "# Dictionary\n\n```{families}\n```\n",
    **{f"book/data/{name}": f"# The {name}\n\n```{{dictionary}} {name}\n```\n" for name in THEMES},
    "book/data/finder": "# Finder\n\n```{number-finder}\nNo scripts.\n```\n",
    "book/data/downloads": "(all-data)=\n# Downloads\n\n```{data-downloads}\n```\n",
    "book/words": "# Words\n\n"
    + "\n".join(f"## Head {n}\n\nText {n}.\n" for n in range(len(TEXTS))),
}
# Texts that have a Chinese, by their catalog, each with its place: prose, then words of code.
KINDS = {
    "book/words": {"Head {}": "book/words.md:1", "Text {}.": "book/words.md:1"},
    "notebooks/two": {"Word {}": "notebooks/two.ipynb#c5"},
}
TEXT = """What the data hold.

```{ledger}
:columns: claim section text rule finding verdict
```

```{ledger-rules}
```

```{ledger-summary}
```
"""
CODE = (
    """
import digitalbay as db
from digitalbay.claims.decision import Decision, Part
from digitalbay.data import load
from digitalbay.figures import Chapter, category, measure
from digitalbay.statements import Bilingual, Statement
chapter = Chapter("two", lang, as_of)
texts = load().texts
used = [db.observations(None), db.documents(), db.cases(), db.targets(), db.events()]
""",
    """
# Tables of a page have an end; each row is shown once.
for name, frame in texts.items():
    for n in range(0, min(len(frame), 60), 30):
        shown = frame.iloc[n : n + 30].astype(str).add_prefix("column ")
        chapter.table(shown, id=f"{name}-{n}".replace("_", "-"), caption=name, uses=used)
""",
    """
cases = db.cases()
cases["year"] = cases["year"].astype(str)
names = {"case": "Case", "name_en": "Name", "name_zh": "Other", "owner_en": "Owner"}
names |= {"source": "Source", "note": "Note"}
chapter.explorer(
    cases[list(names)].rename(columns=names),
    id="explored", caption=cases["name_en"].iloc[0], uses=used,
    key="Case", title="Name", under=["Other", "Owner"], also=["Note"], source="Source",
    filters={"Other": sorted(set(cases["name_zh"]))}, printed=["Name", "Owner"],
)
""",
    """
for row, claim in zip(db.areas().itertuples(), db.ledger()["claim"]):
    names = {"a": Bilingual(row.name_en, row.name_zh), "b": row.name_zh_hant}
    because = Statement("{a}, {b}", names)
    chapter.verdict(claim, Decision("partly", because, used, parts=[Part(because, "partly")]))
""",
    """
labels = db.units().head(50)
commands = [text for text in labels["name_zh"] if "\\\\" in text]
for n in range(0, 40, 20):
    chapter.bars(
        labels.iloc[n : n + 20].assign(n=1.0), x=measure("n", labels["name_en"].iloc[n]),
        y=category("name_en", "Unit"), id=f"bars-{n}", finding=labels["name_en"].iloc[n],
        caption=commands[n // 20], uses=used,
    )
""",
    f"""
_ = chapter.words
words = [{", ".join(f'_("Word {n}")' for n in range(len(TEXTS)))}]
for n in range(0, len(words), 7):
    heads = db.units().head(1)[["unit"]].assign(**dict.fromkeys(words[n : n + 7], "x"))
    chapter.table(heads, id=f"words-{{n}}", caption=words[n], uses=used)
""",
)


def project(root: Path) -> Project:
    """Make the book, but for its data."""
    made = tiny(root)
    # How a figure is cited.
    shutil.copy(ROOT / "CITATION.cff", root)
    (root / "book" / "book.yml").write_text(BOOK, encoding="utf-8")
    for name, text in PAGES.items():
        path = root / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    chapter(made, "two", TEXT, *CODE)
    (root / "notebooks" / "one.ipynb").unlink()
    listed = "".join(f"- file: {name}\n" for name in [*PAGES, "notebooks/two"][1:])
    toc = f"format: jb-book\nroot: book/intro\nchapters:\n{listed}"
    (root / "_toc.yml").write_text(toc, encoding="utf-8")
    return made


def translated(root: Path) -> dict[str, list[str]]:
    """Give the book a hostile Chinese; return for each kind of text what stands in its catalog."""
    folder = root / "book" / "locale" / "zh_Hans" / "LC_MESSAGES"
    stands: dict[str, list[str]] = {}
    for page, kinds in KINDS.items():
        path, entries = folder / f"{page}.po", []
        path.parent.mkdir(parents=True, exist_ok=True)
        for kind, place in kinds.items():
            asked = [f"#: {place}\nmsgid {json.dumps(kind.format(n))}\n" for n in range(len(TEXTS))]
            for entry, text in zip(asked, TEXTS, strict=True):
                entries.append(f"{entry}msgstr {json.dumps(text, ensure_ascii=False)}\n")
                path.write_text(HEADER + entries[-1], encoding="utf-8")
                try:
                    checked(path)
                    stands.setdefault(kind, []).append(text)
                except CatalogError:
                    entries[-1] = f'{entry}msgstr "文"\n'
        entries.append(f'{asked[0].splitlines()[0]}\nmsgid "{{a}}, {{b}}"\nmsgstr "{{a}}，{{b}}"\n')
        path.write_text(HEADER + "\n".join(entries), encoding="utf-8")
    return stands


def described(root: Path) -> None:
    """Make what the package says of itself hostile too."""
    path = root / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    script = f"</script><script>{RUN}</script>"
    raw |= {"title": script, "description": f'"{script}', "keywords": [script]}
    raw["contributors"] = [{"title": script}]
    path.write_text(json.dumps(raw), encoding="utf-8")


def built(project: Project, *options: str) -> str:
    """Build the book; return what the command said."""
    done = subprocess.run(
        [sys.executable, "-m", "digitalbay", "book", *options],
        cwd=project.root,
        env=os.environ | {"DIGITALBAY_SITE": "https://example.org/book"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
