"""The built book as an RO-Crate: which files are what, of which data, under which licence."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from digitalbay.data import load
from digitalbay.files import write_if_changed
from digitalbay.run.book import book
from digitalbay.run.plan import pages
from digitalbay.run.project import Project

from .commit import commit_of
from .editions import editions_of

NAME = "ro-crate-metadata.json"
CITED = "CITATION.cff"
VERSION = "https://w3id.org/ro/crate/1.1"
CODE_LICENCE = "https://spdx.org/licenses/MIT"
_MEDIA = {
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
}


def write_crate(project: Project) -> Path:
    """Write ``_build/ro-crate-metadata.json`` for what is built, and return its path."""
    path = project.build / NAME
    if not (project.root / CITED).is_file():
        # What a crate says of the whole stands there.
        return path
    text = json.dumps(described(project), ensure_ascii=False, indent=1) + "\n"
    write_if_changed(path, text)
    return path


def described(project: Project) -> dict[str, Any]:
    """Return the crate: editions, PDFs, notebooks, data and results that are there."""
    raw = load().descriptor.raw
    cited = yaml.safe_load((project.root / CITED).read_text(encoding="utf-8"))
    licence = raw["licenses"][0]["path"]
    authors = [
        {"@id": f"#author-{n}", "@type": "Organization", "name": each["name"]}
        for n, each in enumerate(cited["authors"], 1)
    ]
    parts = [*_editions(project), *_files(project)]
    named = [{"@id": author["@id"]} for author in authors]
    credited = named if len(named) > 1 else named[0]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": cited["title"],
        "description": cited["abstract"],
        "version": cited["version"],
        # Of the data: the same commit gives the same crate on any day.
        "datePublished": raw["created"][:10],
        "keywords": cited["keywords"],
        "license": {"@id": licence},
        "author": credited,
        "publisher": credited,
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    if commit := commit_of(project.root):
        root["identifier"] = f"git:{commit}"
    about = {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": VERSION},
    }
    terms = [
        {"@id": licence, "@type": "CreativeWork", "name": raw["licenses"][0]["title"]},
        {"@id": CODE_LICENCE, "@type": "CreativeWork", "name": "MIT License"},
    ]
    return {"@context": f"{VERSION}/context", "@graph": [about, root, *parts, *authors, *terms]}


def _editions(project: Project) -> list[dict[str, Any]]:
    return [
        {
            "@id": f"html/{edition.slug}/",
            "@type": "Dataset",
            "name": f"The book in HTML: {edition.english}",
            "encodingFormat": "text/html",
            "inLanguage": edition.html,
        }
        for edition in editions_of(book(project.root).languages)
        if (project.build / "html" / edition.slug / "index.html").is_file()
    ]


def _files(project: Project) -> list[dict[str, Any]]:
    told = book(project.root)
    editions = editions_of(told.languages)
    data = f"html/{editions[0].slug}/_downloads/{load().descriptor.raw['name']}-data.zip"
    found = [
        _file(project, data, f"The data package, version {load().version}"),
        _file(project, "key-figures.json", "Every key figure, verdict and source"),
    ]
    for edition in editions:
        for volume in told.volumes:
            path = f"pdf/{volume.file(edition.slug)}.pdf"
            name = f"{volume.title.en}: {edition.english}"
            found.append(_file(project, path, name, inLanguage=edition.html))
    for name in pages(project):
        more = {"inLanguage": editions[0].html, "isBasedOn": {"@id": data}}
        more["license"] = {"@id": CODE_LICENCE}
        path = f"notebooks/{editions[0].lang}/{name}.ipynb"
        made = _file(project, path, f"Notebook {name}, with its outputs", **more)
        found.append(made and made | {"@type": ["File", "SoftwareSourceCode"]})
    return [each for each in found if each]


def _file(project: Project, path: str, name: str, **more: Any) -> dict[str, Any] | None:
    """Describe a file; None if it is not there."""
    file = project.build / path
    if not file.is_file():
        return None
    content = file.read_bytes()
    return {
        "@id": path,
        "@type": "File",
        "name": name,
        "encodingFormat": _MEDIA[file.suffix],
        "contentSize": str(len(content)),
        "sha256": sha256(content).hexdigest(),
        **more,
    }
