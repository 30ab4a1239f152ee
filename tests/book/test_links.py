"""Every link, anchor and file that a page names is there, and nothing in a page runs by itself."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from .conftest import EDITIONS, HTML
from .report import keep

pytestmark = pytest.mark.browser
# What elements load without being asked.
LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("use", "href")}
NAMED = LOADED | {("a", "href"), ("link", "href"), ("form", "action")}
# Links that tell of other pages and load nothing.
TOLD = {"alternate", "canonical", "index", "next", "prev", "search"}


class Page(HTMLParser):
    """What a page names, and what in it could run."""

    def __init__(self, path: Path):
        super().__init__()
        self.ids, self.named, self.loaded, self.live = set(), set(), set(), []
        self.awaited = set()
        self.policy = None
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids |= {given[key] for key in ("id", "name") if given.get(key)}
        for key, value in attributes:
            if (tag, key) in NAMED and value is not None:
                self.named.add(value)
                rels = set((given.get("rel") or "").split())
                if (tag, key) in LOADED or (tag == "link" and not rels & TOLD):
                    self.loaded.add(value)
            if key.startswith("on") or key == "style" or "javascript:" in (value or ""):
                self.live.append((tag, key, value))
        if tag == "script" and "src" in given and not {"defer", "async"} & set(given):
            self.awaited.add(urlsplit(given["src"]).path.rpartition("/")[2])
        inline = tag == "script" and "src" not in given and "json" not in given.get("type", "")
        if inline or tag in ("style", "base", "object", "embed", "iframe"):
            self.live.append((tag, "", ""))
        if given.get("http-equiv") == "Content-Security-Policy":
            # Before anything that it should judge.
            self.policy = given["content"] if not (self.loaded or self.live) else None


def every_file() -> list[Path]:
    """Return the pages of all editions, those without content too, and the choice of language."""
    found = [path for slug in EDITIONS for path in (HTML / slug).rglob("*.html")]
    return [HTML / "index.html", *(path for path in found if "_static" not in path.parts)]


@cache
def read(path: Path) -> Page:
    return Page(path)


def is_redirect(path: Path) -> bool:
    return path.name == "index.html" and path.parent.name in EDITIONS


def broken(path: Path, address: str) -> bool:
    """Tell whether an address of the book leads to nothing."""
    parts = urlsplit(urljoin(path.as_uri(), address))
    target = Path(unquote(parts.path))
    # Volumes are set beside the pages.
    if target.suffix == ".pdf" and not (HTML.parent / "pdf").is_dir():
        return False
    if not target.is_file():
        return True
    anchor = unquote(parts.fragment)
    return bool(anchor) and target.suffix == ".html" and anchor not in read(target).ids


def test_every_link_anchor_and_download_is_there():
    links = [
        (path, address)
        for path in every_file()
        for address in read(path).named
        if not urlsplit(address).scheme
    ]
    lost = [(path.relative_to(HTML).as_posix(), to) for path, to in links if broken(path, to)]
    keep("links", {"pages": len(every_file()), "links": len(links), "broken": lost})
    assert len(links) > 10_000
    assert lost == []


def test_pages_load_nothing_of_other_hosts():
    for path in every_file():
        page = read(path)
        assert [url for url in page.loaded if urlsplit(url).netloc] == [], path


def test_a_page_waits_for_no_script_but_that_of_a_few_lines():
    """That which knows the theme, before anything is drawn."""
    assert {name for path in every_file() for name in read(path).awaited} == {"mode.js"}


def test_nothing_in_a_page_runs_and_its_policy_stands_first():
    policies = set()
    for path in every_file():
        page = read(path)
        assert page.live == [], path
        if not is_redirect(path):
            policies.add(page.policy)
    (policy,) = policies
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'self'"
    assert directives["object-src"] == directives["base-uri"] == "'none'"
    # Without these names, scripts and styles are those of files.
    assert not {"script-src", "style-src", "connect-src"} & set(directives)
    assert not [word for word in ("unsafe", "*", "http") if word in policy]
