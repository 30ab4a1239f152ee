"""The reference of the package: every public name, with what its docstring says."""

import re
from html import unescape
from importlib import import_module
from types import ModuleType

import pytest

from digitalbay.publish.package_reference import ROOMS, main


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    main(folder)
    return folder


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_is_there_with_its_words(written, room):
    page = (written / f"{room.replace('.', '/')}.html").read_text("utf-8")
    module = import_module(room)
    said = " ".join(unescape(re.sub("<[^>]+>", "", page)).split())
    assert len(module.__all__) > 3
    for name in module.__all__:
        public = getattr(module, name)
        if isinstance(public, ModuleType):
            assert (written / f"{room.replace('.', '/')}/{name}.html").is_file()
            continue
        assert f'<section id="{name}">' in page, name
        if callable(public) and public.__doc__:
            first = public.__doc__.strip().splitlines()[0].replace("`", "").replace("*", "")
            assert " ".join(first.split()) in said.replace("*", ""), name


def test_examples_are_shown(written):
    page = (written / "digitalbay" / "data.html").read_text("utf-8")
    section = page[page.index('<section id="observations">') :]
    section = section[: section.index("</section>")]
    assert "&gt;&gt;&gt;" in section
    assert 'class="param"' in section


def test_it_loads_nothing_from_elsewhere_and_is_small(written):
    files = [path for path in written.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".html"}
    assert sum(path.stat().st_size for path in files) < 2_000_000
    for path in files:
        text = path.read_text("utf-8")
        assert not re.search(r'(src|srcset|data)="(https?:)?//', text)
        assert not re.search(r'<link[^>]+href="(https?:)?//', text)
        assert " at 0x" not in text


def test_it_is_the_same_again(written, tmp_path):
    main(tmp_path)
    for path in written.rglob("*.html"):
        assert (tmp_path / path.relative_to(written)).read_bytes() == path.read_bytes()
