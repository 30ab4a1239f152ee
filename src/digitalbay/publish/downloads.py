"""The directive ``{data-downloads}``: the data package as one archive, and what is in it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from digitalbay.data import csvw, load
from digitalbay.data.descriptor import NAME, Descriptor
from digitalbay.data.exports import MOMENT
from digitalbay.data.location import root
from digitalbay.figures.language import Words
from digitalbay.files import read_tree, write
from digitalbay.statements import N_

from .dependencies import depend_on
from .editions import edition_of
from .layout import mark

HEADS = (N_("File"), N_("Rows"), N_("Size (kB)"))


class downloads(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Holds the links; writing it writes what they lead to."""


class Downloads(SphinxDirective):
    """Links the archive and the descriptor, and lists the files of the package."""

    def run(self) -> list[nodes.Node]:
        """Return the links and the list."""
        lang = edition_of(self.env.config.language).lang
        descriptor = load().descriptor
        for path in (NAME, *(resource.path for resource in descriptor.resources)):
            depend_on(self.env, path)
        up = "../" * self.env.docname.count("/")
        version = descriptor.raw["version"]
        words = Words(lang)
        whole = words("The data package, version {version}", version=version)
        links = nodes.bullet_list()
        for file, text in ((archive_name(descriptor), whole), (NAME, NAME)):
            address = f"{up}_downloads/{file}"
            line = nodes.paragraph(translatable=False)
            line += nodes.reference("", text, refuri=address, internal=True)
            if file != text:
                line += [nodes.Text(mark(":", lang)), nodes.literal("", file)]
            links += nodes.list_item("", line)
        return [downloads("", links, _files(descriptor, words))]


def archive_name(descriptor: Descriptor) -> str:
    """Return the file name of the archive."""
    return f"{descriptor.raw['name']}-data.zip"


def archive(tree: Mapping[Path, bytes]) -> bytes:
    """Return a tree of files as a zip archive; the same files give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, content in tree.items():
            entry = zipfile.ZipInfo(name.as_posix(), MOMENT)
            entry.external_attr = 0o644 << 16
            archived.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _files(descriptor: Descriptor, words: Words) -> nodes.table:
    table = nodes.table(classes=["db-table"])
    group = nodes.tgroup(cols=len(HEADS))
    table += group
    group += [nodes.colspec(colwidth=width) for width in (50, 15, 15)]
    head, body = nodes.thead(), nodes.tbody()
    group += [head, body]
    head += _row([words(name) for name in HEADS])
    for entry in descriptor.raw["resources"]:
        size = f"{entry['bytes'] / 1000:,.0f}"
        body += _row([entry["path"], f"{entry['digitalbay:rows']:,}", size])
    return table


def _row(texts: list[str]) -> nodes.row:
    row = nodes.row()
    for n, text in enumerate(texts):
        cell = nodes.paragraph("", text, translatable=False)
        row += nodes.entry("", cell, classes=["text-right"] if n else [])
    return row


def visit_html(self: Any, node: downloads) -> None:
    """Write the archive and the descriptor beside the pages."""
    folder = Path(self.builder.outdir, "_downloads")
    package, descriptor = read_tree(root()), load().descriptor
    about = csvw.text(descriptor, [(each.path, each) for each in descriptor.resources])
    whole = package | {Path(csvw.NAME): about.encode()}
    write(folder / archive_name(descriptor), archive(whole))
    write(folder / NAME, package[Path(NAME)])


def write_series(rows: pd.DataFrame, folder: Path) -> None:
    """Write observations as CSV into a folder, one file for each indicator, named after it."""
    # All at once, as a row of the package is a line: pandas takes as long for each as for all.
    head, *lines = rows.to_csv(index=False, lineterminator="\n", float_format="%.15g").split("\n")
    files: dict[str, list[str]] = {}
    for indicator, line in zip(rows["indicator"], lines, strict=False):
        files.setdefault(indicator, [head]).append(line)
    for indicator, own in files.items():
        # The mark tells spreadsheets that the file is UTF-8.
        write(folder / f"{indicator}.csv", "".join(f"{line}\n" for line in own).encode("utf-8-sig"))


def depart(self: Any, node: downloads) -> None:
    """Add nothing after the links."""


def setup(app: Sphinx) -> None:
    """Register the directive."""
    plain = (depart, depart)
    app.add_node(downloads, html=(visit_html, depart), latex=plain, text=plain, gettext=plain)
    app.add_directive("data-downloads", Downloads)
