"""What other sites are told of a page."""

import json

import pytest
from docutils import nodes
from docutils.utils import new_document
from rdflib import RDF, Graph, Namespace

from digitalbay.data import version
from digitalbay.publish.sharing import SHOWN, dataset, embedded, first_words, linked

SCHEMA = Namespace("https://schema.org/")
ABOUT = {
    "title": 'A </script><b>"page"</b> & more',
    "book": "A book",
    "author": "Somebody",
    "language": "zh-HK",
    "description": "One sentence.",
    "address": "https://example.org/en/a.html",
    "image": "https://example.org/en/a.png",
}
DATA = ("https://example.org/en/data.html", "https://example.org/en/data.zip")


def document(*paragraphs: str) -> nodes.document:
    made = new_document("page")
    made += [nodes.paragraph("", text) for text in paragraphs]
    return made


def test_an_article_rests_on_the_data_at_their_version():
    graph = Graph().parse(data=json.dumps(linked(ABOUT, dataset(*DATA))), format="json-ld")
    (article,) = graph.subjects(RDF.type, SCHEMA.Article)
    (data,) = graph.subjects(RDF.type, SCHEMA.Dataset)
    assert graph.value(article, SCHEMA.isBasedOn) == data
    assert str(graph.value(article, SCHEMA.headline)) == ABOUT["title"]
    assert str(graph.value(data, SCHEMA.version)) == version()
    # What Google's search for data sets asks for.
    for term in (SCHEMA.name, SCHEMA.description, SCHEMA.license, SCHEMA.creator):
        assert graph.value(data, term)
    (file,) = graph.subjects(RDF.type, SCHEMA.DataDownload)
    assert str(graph.value(file, SCHEMA.contentUrl)) == DATA[1]


def test_a_figure_is_a_picture_of_the_page():
    shown = {
        "id": "a-b",
        "caption": "C </script>",
        "alt": "Bars.",
        "picture": "https://a.org/b.svg",
    }
    told = linked(ABOUT, dataset(*DATA), [shown])
    graph = Graph().parse(data=embedded(told), format="json-ld")
    (article,) = graph.subjects(RDF.type, SCHEMA.Article)
    (picture,) = graph.subjects(RDF.type, SCHEMA.ImageObject)
    assert graph.value(article, SCHEMA.associatedMedia) == picture
    assert str(picture) == f"{ABOUT['address']}#a-b"
    assert str(graph.value(picture, SCHEMA.name)) == shown["caption"]
    assert str(graph.value(picture, SCHEMA.contentUrl)) == shown["picture"]
    assert graph.value(picture, SCHEMA.license)
    assert graph.value(picture, SCHEMA.isBasedOn) == graph.value(article, SCHEMA.isBasedOn)


def test_what_a_page_lacks_is_not_told():
    page, _ = linked(ABOUT | {"image": "", "address": ""}, dataset(*DATA))["@graph"]
    assert not {"image", "url"} & set(page)


def test_no_text_ends_the_element():
    text = embedded(linked(ABOUT, dataset(*DATA)))
    assert not set("<>&") & set(text)
    assert json.loads(text)["@graph"][0]["headline"] == ABOUT["title"]


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["A label", "A sentence\nin two lines."], "A sentence in two lines."),
        (["短句。"], "短句。"),
        (["First one. " + "word " * 60], "First one."),
        (["word " * 60], ("word " * 60)[: SHOWN - 1] + "…"),
        (["A label"], ""),
        ([], ""),
    ],
)
def test_the_first_sentences(paragraphs, said):
    assert first_words(document(*paragraphs)) == said
