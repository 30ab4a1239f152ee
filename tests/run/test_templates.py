"""A template makes one page for each value, and one run of it is its own."""

import json

import nbformat
import pytest
import yaml

from digitalbay.publish.assembly import assemble, expanded
from digitalbay.publish.editions import EDITIONS
from digitalbay.run.collect import collect
from digitalbay.run.plan import plan
from digitalbay.run.pool import run_stale
from digitalbay.run.project import Project
from digitalbay.run.save import save
from digitalbay.run.templates import defaults, variants

from .conftest import empty, write

CALL = "from digitalbay.figures import Chapter\nChapter('city', lang, as_of).facts(place=place)"


def write_template(project, values, cell="place = 'b'"):
    """Write a template over ``place``; its default is b."""
    write(project, "profile", CALL)
    path = project.notebooks / "profile.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += f"\n{cell}"
    notebook.metadata["digitalbay"] = {"over": {"parameter": "place", "values": values}}
    nbformat.write(notebook, path)
    return path


def test_one_page_for_each_value(project):
    write(project, "a")
    path = write_template(project, ["a", "b"])
    assert variants(path) == {"profile-a": {"place": "a"}, "profile-b": {}}
    assert variants(project.notebooks / "a.ipynb") == {"a": {}}
    runs = plan(project, langs=("en", "zh-Hans"))
    names = ["a", "profile-a", "profile-b"]
    assert [str(r) for r in runs] == [f"{n} {lang}" for lang in ("en", "zh-Hans") for n in names]
    assert [run.parameters for run in runs[:3]] == [{}, {"place": "a"}, {}]
    assert runs[4].parameters == {"lang": "zh-Hans", "place": "a"}
    assert runs[1].output(project).name == "profile-a.ipynb"
    assert runs[1].record(project).name == "profile-a.json"


def test_a_template_or_one_of_its_pages_can_be_named(project):
    write_template(project, ["a", "b"])
    both = plan(project, names=("profile",), langs=("en",))
    assert [run.name for run in both] == ["profile-a", "profile-b"]
    assert plan(project, names=("profile-b",), langs=("en",)) == both[1:]


def test_values_may_be_the_region(project):
    import digitalbay as db

    path = write_template(project, "region", "place = 'macao'")
    assert list(variants(path)) == [f"profile-{area}" for area in db.CITIES]
    assert variants(path)["profile-macao"] == {}


def test_template_without_its_parameter_is_refused(project):
    path = write_template(project, ["a"], "other = 1")
    with pytest.raises(ValueError, match=r"profile.ipynb: no parameter 'place'"):
        variants(path)


def test_pages_are_collected_and_the_default_is_saved(project):
    path = write_template(project, ["a", "b"])
    runs = plan(project, langs=("en",))
    assert run_stale(runs, project) == []
    book = json.loads(collect(project).read_text(encoding="utf-8"))["en"]
    assert {name: page["keys"]["place"]["text"] for name, page in book.items()} == {
        "profile-a": "a",
        "profile-b": "b",
    }
    assert save(runs, project) == [path]
    assert save(runs, project) == []
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[1].outputs[0].data["text/plain"] == "place = b"
    assert "injected-parameters" not in [cell.id for cell in notebook.cells]


def test_contents_name_the_pages_in_place_of_the_template():
    toc = {"root": "intro", "parts": [{"caption": "P", "chapters": [{"file": "x"}, {"file": "y"}]}]}
    assert expanded(toc, {"y": ["y-1", "y-2"]})["parts"][0]["chapters"] == [
        {"file": "x"},
        {"file": "y-1"},
        {"file": "y-2"},
    ]


def test_edition_has_pages_contents_and_a_catalog_for_each(tmp_path):
    project = empty(tmp_path)
    write_template(project, ["a", "b"])
    chinese = next(e for e in EDITIONS if e.lang == "zh-Hans")
    toc = {"format": "jb-book", "root": "intro", "chapters": [{"file": "notebooks/profile"}]}
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    here = Project.find()
    config = (here.root / "_config.yml").read_text(encoding="utf-8")
    (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    catalog = tmp_path / "book/locale/zh_Hans/LC_MESSAGES/notebooks/profile.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    for run in plan(project, langs=("zh-Hans",)):
        run.output(project).parent.mkdir(parents=True, exist_ok=True)
        run.output(project).write_text("{}", encoding="utf-8")
    tree = assemble(project, chinese, "2022-12-31")
    pages = sorted(path.name for path in (tree / "notebooks").iterdir())
    assert pages == ["profile-a.ipynb", "profile-b.ipynb"]
    made = yaml.safe_load((tree / "_toc.yml").read_text(encoding="utf-8"))
    assert [c["file"] for c in made["chapters"]] == ["notebooks/profile-a", "notebooks/profile-b"]
    names = ["notebooks/profile-a", "notebooks/profile-b"]
    sphinx = yaml.safe_load((tree / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    assert sphinx["digitalbay_variants"] == names
    assert sphinx["digitalbay_as_of"] == "2022-12-31"
    catalogs = project.build / "locale" / "zh_CN" / "LC_MESSAGES"
    assert all((catalogs / f"{name}.po").is_file() for name in names)


@pytest.mark.parametrize(
    "over",
    [[], "lang", {"parameter": "place"}, {"parameter": "place", "values": "abc"}]
    + [{"parameter": "place", "values": values} for values in ([], 5, None, ["a", "a"])]
    + [{"parameter": 1, "values": ["a"]}],
)
def test_what_is_no_template_is_named(project, over):
    path = project.notebooks / "it.ipynb"
    write(project, "it", "1", given="place = 'a'")
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["digitalbay"] = {"over": over}
    nbformat.write(notebook, path)
    with pytest.raises(ValueError, match=r"it\.ipynb: digitalbay: over: expected a parameter and"):
        variants(path)


def test_defaults_are_what_the_cell_sets_in_any_way(project):
    write(project, "it", "1", given="a: int = 1\nb = c = [2]\nimport os\nd = os.sep\ne: str")
    found = defaults(project.notebooks / "it.ipynb")
    named = {"lang": "en", "as_of": None, "a": 1, "b": [2], "c": [2], "d": None, "e": None}
    assert found == named


def test_parameters_that_are_no_python_are_named(project):
    write(project, "it", "1", given="a = = 1")
    with pytest.raises(ValueError, match=r"it\.ipynb: invalid syntax in line 3 of the cell tagged"):
        defaults(project.notebooks / "it.ipynb")
