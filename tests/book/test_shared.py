"""Every built page tells other sites what it is."""

import json
import re
from html import unescape

import pytest

from .conftest import EDITIONS, HTML, pages

pytestmark = pytest.mark.browser
META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"')
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_is_described(edition):
    cards, titles = 0, set()
    for path in pages(edition):
        file = HTML / edition / path
        text = file.read_text(encoding="utf-8")
        told = {name: unescape(value) for name, value in META.findall(text)}
        titles.add(told["og:title"])
        assert told["og:locale"] == EDITIONS[edition].replace("-", "_")
        (data,) = LINKED.findall(text)
        graph = json.loads(data)["@graph"]
        kinds = {each["@type"]: each for each in graph}
        article, dataset = kinds.pop("Article"), kinds.pop("Dataset")
        assert set(kinds) <= {"ImageObject"}
        assert article["headline"] == told["og:title"]
        assert article["isBasedOn"]["@id"] == dataset["@id"]
        archive = (file.parent / dataset["distribution"]["contentUrl"]).resolve()
        assert archive.is_file(), path
        if image := told.get("og:image"):
            assert (file.parent / image).read_bytes().startswith(b"\x89PNG"), path
            assert article["image"] == image
            cards += 1
    assert cards > 15
    assert len(titles) > 30


@pytest.mark.parametrize(
    ("kind", "violations"), [("application/ld+json", 0), ("text/javascript", 1)]
)
def test_a_strict_policy_lets_descriptions_be(browser, kind, violations):
    text = (HTML / "en" / "book" / "intro.html").read_text(encoding="utf-8")
    (data,) = LINKED.findall(text)
    page, trouble = browser.new_page(), []
    page.on("console", lambda message: trouble.append(message.text))
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    page.set_content(f'<!doctype html>{policy}<script type="{kind}">{data}</script>')
    assert len([text for text in trouble if "Content Security Policy" in text]) == violations
    page.close()
