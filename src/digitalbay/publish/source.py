"""The source tree of one edition: pages, executed notebooks, catalogs, configuration."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import yaml

from digitalbay import data
from digitalbay.figures.language import Words
from digitalbay.run.files import write_atomically
from digitalbay.run.plan import Project

from .catalogs import captions, write_catalogs
from .editions import Edition

# Which xeCJK would set as wide as a Chinese character.
LATIN = r'\xeCJKDeclareCharClass{Default}{"2014, "2018, "2019, "201C, "201D, "2026}'


def assemble(project: Project, edition: Edition) -> Path:
    """Make ``_build/source/<slug>/`` and return it; files that did not change are left alone."""
    tree = project.build / "source" / edition.slug
    wanted = {
        Path("book") / path.relative_to(project.root / "book"): path
        for path in sorted((project.root / "book").rglob("*"))
        if path.is_file() and "locale" not in path.relative_to(project.root / "book").parts
    }
    outputs = project.build / "notebooks" / edition.lang
    pages: dict[str, list[str]] = {}
    for name, (path, _) in project.pages().items():
        wanted[Path("notebooks", f"{name}.ipynb")] = outputs / f"{name}.ipynb"
        pages.setdefault(f"notebooks/{path.stem}", []).append(f"notebooks/{name}")
    mirror(wanted, tree, keep={Path("_config.yml"), Path("_toc.yml")})
    config = yaml.safe_load((project.root / "_config.yml").read_text(encoding="utf-8"))
    _write_yaml(tree / "_config.yml", _localised(config, project, edition, pages))
    toc = yaml.safe_load((project.root / "_toc.yml").read_text(encoding="utf-8"))
    toc = expanded(toc, pages)
    names = captions(project.root / "book" / "locale", edition)
    for part in toc.get("parts", []):
        # Sphinx translates them on the page, but not in the sidebar.
        part["caption"] = names.get(part["caption"], part["caption"])
    _write_yaml(tree / "_toc.yml", toc)
    write_catalogs(project.root / "book" / "locale", project.build / "locale", edition, pages)
    return tree


def expanded(toc, pages: dict[str, list[str]]):
    """Put the pages of each template where the table of contents names the template."""
    if isinstance(toc, dict):
        return {key: expanded(value, pages) for key, value in toc.items()}
    if not isinstance(toc, list):
        return toc
    entries = []
    for entry in toc:
        inner = expanded(entry, pages)
        file = entry.get("file")
        entries += [inner | {"file": page} for page in pages[file]] if file in pages else [inner]
    return entries


def _write_yaml(path: Path, content: dict) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text)


def mirror(wanted: dict[Path, Path], tree: Path, *, keep: set[Path] = frozenset()) -> None:
    """Make a folder hold exactly these files; write only what differs."""
    for name, origin in wanted.items():
        target = tree / name
        content = origin.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            part.write_bytes(content)
            part.replace(target)
    for path in sorted(tree.rglob("*"), reverse=True) if tree.is_dir() else ():
        if path.is_file() and path.relative_to(tree) not in {*wanted, *keep}:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            shutil.rmtree(path)


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _localised(
    config: dict, project: Project, edition: Edition, pages: dict[str, list[str]]
) -> dict:
    words = Words(edition.lang)
    title = words("Digital Bay")
    config["title"] = title
    config["latex"]["latex_documents"] = {
        "targetname": f"digital-bay-{edition.slug}.tex",
        "title": title,
    }
    sphinx = config["sphinx"]["config"]
    sphinx["language"] = edition.sphinx
    sphinx["locale_dirs"] = [str(project.build / "locale")]
    sphinx["digitalbay_editions"] = True
    sphinx["digitalbay_variants"] = [
        page for notebook, made in pages.items() for page in made if page != notebook
    ]
    # Else Sphinx would leave changed styles and scripts aside until a page changes too.
    sphinx["digitalbay_static"] = _digest(project.root / "book" / "_static")
    sphinx["html_theme_options"] |= {
        "search_bar_text": words("Search this book"),
        "logo": {"text": title},
    }
    latex = sphinx["latex_elements"]
    latex["tableofcontents"] = latex["tableofcontents"].replace("Contents", words("Contents"))
    # Where a title page has the day of the build, ours has the version of the data.
    sphinx["today"] = words("Data package {version}", version=data.version())
    latex["preamble"] = latex["preamble"].replace("CJK SC", f"CJK {edition.cjk}")
    # Late, else the package that knows languages takes it back.
    works = words("Bibliography")
    name = rf"\renewcommand{{\bibname}}{{{works}}}"
    latex["preamble"] += rf"\AtBeginDocument{{{name}}}" + "\n"
    if edition.lang == "en":
        latex["preamble"] += f"{LATIN}\n"
    return config
