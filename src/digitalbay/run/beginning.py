"""A new book, as `bay new book` begins it: what all books share, and a data package to fill."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from digitalbay.data import descriptor as descriptors
from digitalbay.data import location
from digitalbay.data.descriptor import OBSERVATIONS

# The configuration of the book in whose checkout this code is, or that the wheel brought.
_CONFIGURATION = (
    Path(__file__).parents[3] / "_config.yml",
    Path(__file__).parents[1] / "_book" / "_config.yml",
)
# What a region is about to have of its own: who ran in which list of computers is of one book.
_LEFT_OUT = {"top500"}
_INTRO = """\
# {title}

What is asked, of which places, and why.
"""
_DOWNLOADS = """\
# The data

```{data-downloads}
```
"""
_SOURCES = """\
# Sources

```{source-list}
```
"""
_CONTENTS = """\
format: jb-book
root: book/intro
parts:
  - caption: The data
    chapters:
      - file: book/sources
      - file: book/data/downloads
"""
# That a chapter sets its language in one cell and imports in the next is as it should be.
_STYLE = """\
line-length = 100

[lint.per-file-ignores]
"notebooks/*" = ["E402", "E501"]
"""


def begun_book(name: str, title: str, author: str) -> dict[Path, bytes]:
    """Return the files of a new book, by their path: pages, configuration, a package without rows.

    Parameters
    ----------
    name : what its files begin with, and its data package is called
    title, author : as its pages say them
    """
    said = {"name": name, "title": title, "languages": ["en", "zh-Hans"]}
    files = {
        "_config.yml": _yaml(configuration(title, author)),
        "_toc.yml": _CONTENTS,
        "book/book.yml": _yaml(said),
        "book/intro.md": _INTRO.format(title=title),
        "book/sources.md": _SOURCES,
        "book/data/downloads.md": _DOWNLOADS,
        "notebooks/.gitkeep": "",
        ".gitignore": "_build/\n",
        "ruff.toml": _STYLE,
    }
    tree = {Path(path): text.encode() for path, text in files.items()}
    return tree | {Path("data", path): content for path, content in package(name, title, author)}


def configuration(title: str, author: str) -> dict:
    """Return the configuration that all books share, with a title and an author."""
    path = next(path for path in _CONFIGURATION if path.is_file())
    with path.open(encoding="utf-8") as file:
        config = yaml.safe_load(file)
    for own in ("logo", "copyright"):
        config.pop(own)
    config["html"].pop("favicon")
    config |= {"title": title, "author": author}
    sphinx = config["sphinx"]["config"]
    sphinx["html_static_path"] = []
    sphinx["html_theme_options"]["logo"] = {"text": title}
    return config


def package(name: str, title: str, author: str) -> list[tuple[str, bytes]]:
    """Return the files of a data package of the same tables as this one's, without their rows."""
    (root, *_) = [folder for folder in location.built_in() if folder.is_dir()]
    model = descriptors.read(root)
    resources, files, tables = [], [], set()
    for entry, resource in zip(model.raw["resources"], model.resources, strict=True):
        if resource.name in _LEFT_OUT:
            continue
        if resource.table == OBSERVATIONS and resource.table in tables:
            # Others come with the first observation of their theme.
            continue
        tables.add(resource.table)
        bare = {k: v for k, v in entry.items() if k not in ("hash", "bytes", "digitalbay:rows")}
        resources.append(bare)
        files.append((resource.path, (",".join(resource.columns) + "\n").encode()))
    schemas = dict.fromkeys(entry["schema"] for entry in resources)
    files += [(path, (root / path).read_bytes()) for path in schemas]
    raw = model.raw | {
        "name": name,
        "title": title,
        "description": f"The data of {title}.",
        "version": "0.0.0",
        "created": "2000-01-01T00:00:00Z",
        "keywords": [],
        "contributors": [{"title": author, "role": "author"}],
        "digitalbay:region": "region",
        "resources": resources,
    }
    described = json.dumps(raw, ensure_ascii=False, indent=2) + "\n"
    return [*files, (descriptors.NAME, described.encode()), ("CHANGELOG.md", b"# Changes\n\n")]


def _yaml(content: dict) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
