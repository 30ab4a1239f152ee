"""The RO-Crate of a built book, read by a library for crates."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

from digitalbay.data import load
from digitalbay.publish.crate import NAME, write_crate
from digitalbay.publish.editions import EDITIONS
from digitalbay.run.book import PLACE, book
from digitalbay.run.project import Project

ROOT = Path(__file__).parents[2]
VOLUMES = book(ROOT).volumes


@pytest.fixture
def built(tmp_path) -> Project:
    """A book of which everything was built, in small."""
    for name in ("notebooks", "CITATION.cff", PLACE):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    project = Project(tmp_path)
    files = ["key-figures.json", "html/en/_downloads/digital-bay-data.zip"]
    files += [f"html/{edition.slug}/index.html" for edition in EDITIONS]
    files += [f"pdf/{volume.file(edition.slug)}.pdf" for edition in EDITIONS for volume in VOLUMES]
    files += [f"notebooks/en/{path.name}" for path in (ROOT / "notebooks").glob("0*.ipynb")]
    for name in files:
        path = project.build / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return project


def test_a_library_reads_it(built):
    write_crate(built)
    crate = ROCrate(built.build)
    assert crate.root_dataset["license"]["name"] == load().descriptor.raw["licenses"][0]["title"]
    assert crate.root_dataset["author"]
    assert crate.datePublished.strftime("%Y-%m-%d") == load().created.isoformat()
    named = {entity.id for entity in crate.data_entities}
    assert {f"html/{edition.slug}/" for edition in EDITIONS} <= named
    assert len([name for name in named if name.endswith(".pdf")]) == len(EDITIONS) * len(VOLUMES)


def test_every_file_is_there_and_as_described(built):
    graph = json.loads(write_crate(built).read_text(encoding="utf-8"))["@graph"]
    files = [entity for entity in graph if "sha256" in entity]
    assert len(files) > 20
    for entity in files:
        content = (built.build / entity["@id"]).read_bytes()
        assert entity["contentSize"] == str(len(content))
        assert entity["sha256"] == sha256(content).hexdigest()


def test_every_reference_leads_somewhere(built):
    text = write_crate(built).read_text(encoding="utf-8")
    known = {entity["@id"] for entity in json.loads(text)["@graph"]}

    def check(value):
        if isinstance(value, list):
            for each in value:
                check(each)
        elif isinstance(value, dict) and set(value) == {"@id"}:
            assert value["@id"] in known | {"https://w3id.org/ro/crate/1.1"}

    for entity in json.loads(text)["@graph"]:
        assert {"@id", "@type"} <= set(entity)
        for value in entity.values():
            check(value)


def test_what_was_not_built_is_not_promised(built):
    shutil.rmtree(built.build / "pdf")
    assert ".pdf" not in write_crate(built).read_text(encoding="utf-8")
    assert write_crate(built) == built.build / NAME
