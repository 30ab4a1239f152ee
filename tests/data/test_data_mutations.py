"""Three hundred damaged packages: each is refused, with a place and a reason."""

import json
import shutil
from random import Random

import mutations
import pytest
from click.testing import CliRunner

import digitalbay as db
from digitalbay.cli import main
from digitalbay.data import package as packages
from digitalbay.data import seals, tables
from digitalbay.data.checks import inspect
from digitalbay.data.descriptor import read as read_descriptor
from digitalbay.data.package import load, seal_path

pytestmark = pytest.mark.long

KINDS = (*mutations.SILENT, *mutations.SEALED)
UNSEALED = 5  # mutations of each kind, found by the seal as well as by the rules
RESEALED = 3  # mutations of each kind that breaks a rule, found by the rules alone


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    """What a file holds depends on no other: each content is read once, of whichever package."""
    kept, read = {}, packages.read_file

    def read_once(root, resource, sealed, judged):
        asked = [tables.content(root, path) for path in (resource.path, seal_path(resource))]
        key = (*asked, repr(resource), sealed, judged)
        if key not in kept:
            kept[key] = read(root, resource, sealed, judged)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packages, "read_file", read_once)
        yield


def reseal(root):
    """Seal whatever is there, right or wrong."""
    path = root / "datapackage.json"
    try:
        resources = read_descriptor(root).resources
        raw = json.loads(path.read_text(encoding="utf-8"))
    except db.DataError:
        return
    for entry, resource in zip(raw["resources"], resources, strict=True):
        content = tables.content(root, resource.path)
        if content is None:
            continue
        entry["hash"] = seals.digest(content)
        text, _ = tables.decode(content, resource.path)
        if text is not None and entry.get("bytes") != len(content):
            entry["bytes"] = len(content)
            entry["digitalbay:rows"] = text.count("\n") - 1
        if text is not None:
            (root / seal_path(resource)).write_text(seals.seal(text).text(), encoding="utf-8")
    path.write_text(json.dumps(raw), encoding="utf-8")


def placed(problems, mutation):
    assert problems
    for problem in problems:
        assert problem.file
        assert len(problem.expected) > 3
        assert "\n" not in str(problem)
    if mutation not in mutations.WHOLE:
        assert any(p.row is not None or p.column is not None for p in problems)


@pytest.mark.parametrize("seed", range(UNSEALED))
@pytest.mark.parametrize("mutation", KINDS, ids=lambda m: m.__name__)
def test_a_damaged_package_is_refused(small_root, tmp_path, mutation, seed):
    root = shutil.copytree(small_root, tmp_path / "data")
    mutation(Random(f"{mutation.__name__} {seed}"), root)
    with pytest.raises(db.DataError) as error:
        load(root)
    placed(error.value.problems, mutation)


@pytest.mark.parametrize("seed", range(RESEALED))
@pytest.mark.parametrize("mutation", mutations.SEALED, ids=lambda m: m.__name__)
def test_a_seal_does_not_hide_a_broken_rule(small_root, tmp_path, mutation, seed):
    root = shutil.copytree(small_root, tmp_path / "data")
    mutation(Random(f"{mutation.__name__} sealed {seed}"), root)
    reseal(root)
    _, problems = inspect(root)
    placed(problems, mutation)


@pytest.mark.parametrize("seed", range(RESEALED))
@pytest.mark.parametrize("mutation", mutations.MEASURED, ids=lambda m: m.__name__)
def test_what_is_said_of_a_file_is_checked(small_root, tmp_path, mutation, seed):
    root = shutil.copytree(small_root, tmp_path / "data")
    mutation(Random(f"{mutation.__name__} {seed}"), root)
    _, problems = inspect(root)
    placed(problems, mutation)


def test_there_are_three_hundred():
    assert len(KINDS) * UNSEALED + len(mutations.SEALED) * RESEALED >= 300


@pytest.mark.parametrize("mutation", mutations.SEALED[::6], ids=lambda m: m.__name__)
def test_the_command_says_it_without_a_traceback(small_copy, mutation):
    mutation(Random(mutation.__name__), small_copy)
    result = CliRunner().invoke(main, ["data", "check", "--package", str(small_copy)])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "expected" in result.output
    assert "Traceback" not in result.output
