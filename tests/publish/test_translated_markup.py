"""What a translation of prose would run, or load, is refused; words of code are only text."""

import json

import pytest

from digitalbay.figures.translations import CatalogError, checked

HEADER = 'msgid ""\nmsgstr "Language: zh_Hans\\n"\n\n'
MARKUP = [
    "<script>window.ran=1</script>",
    "<!--><script>window.ran=1</script>",
    "</title>",
    "<javascript:window.ran=1>",
    "{{ config }}",
    "{% raw %}",
    r"$\input{/etc/passwd}$",
    "[x](javascript:window.ran=1)",
    "{raw:html}`<b>`",
]


def catalog(folder, place, text, own):
    path = folder / "a.po"
    quoted = [json.dumps(side, ensure_ascii=False) for side in (text, own)]
    entry = f"#: {place}\nmsgid {quoted[0]}\nmsgstr {quoted[1]}\n"
    path.write_text(HEADER + entry, encoding="utf-8")
    return path


@pytest.mark.parametrize("own", MARKUP)
def test_what_prose_lacks_in_english_is_refused_by_line(tmp_path, own):
    with pytest.raises(CatalogError, match=r"a\.po:\d+: has .*, which its text has not"):
        checked(catalog(tmp_path, "book/a.md:1", "Text.", own))


def test_what_both_sides_have_stands(tmp_path):
    text = "H<sub>2</sub> costs US$5, n < 5 and a <- b."
    checked(catalog(tmp_path, "book/a.md:1", text, f"文：{text}"))
    checked(catalog(tmp_path, "book/a.md:1", text, "H<sub>2</sub>"))


@pytest.mark.parametrize("own", ["<script>window.ran=1</script>", r"$\input x$"])
def test_words_of_code_are_text_and_hold_anything(tmp_path, own):
    checked(catalog(tmp_path, "notebooks/a.ipynb#c1", "Label", own))
