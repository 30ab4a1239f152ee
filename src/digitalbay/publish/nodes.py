"""The chart as a node of the document: SVG in HTML, vector PDF in print."""

from __future__ import annotations

import csv
import io
import json
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx

from digitalbay import data
from digitalbay.figures.language import Words, with_dates
from digitalbay.figures.numbers import signed
from digitalbay.files import inert, write
from digitalbay.statements import N_

from .fitting import NARROW, WIDE
from .pictures import Chart, Pictures, size_of

_PERIOD = re.compile(r"\d{4}-\d\d(-\d\d)?(/\d{4}-\d\d(-\d\d)?)?")

# What scripts can make of a figure.
TAKEN = {
    "png": N_("PNG"),
    "spec": N_("Vega-Lite"),
    "link": N_("Copy link"),
    "cite": N_("Copy citation"),
    "bibtex": N_("BibTeX"),
    "code": N_("Show its code"),
}
CORRECT = N_("Suggest a correction")
# The form of the repository that a correction fills in.
FORM = "correct-a-number.yml"
# Pages this narrow show the narrow pictures.
PHONE = "(max-width: 40rem)"
# Rows beyond which the page shows no table under a chart, only the download.
ROWS_SHOWN = 120


class chart(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """A Vega-Lite chart: attributes ``spec``, ``alt``, ``lang``, ``name``, ``rows``, ``about``."""


class details(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Content that a page shows when asked; print shows it always. Attribute ``summary``."""


def visit_details_html(self: Any, node: details) -> None:
    """Open the element, closed to the reader."""
    self.body.append(f'<details class="db-data"><summary>{escape(node["summary"])}</summary>')


def depart_details_html(self: Any, node: details) -> None:
    """Close the element."""
    self.body.append("</details>")


def visit_legend_html(self: Any, node: nodes.legend) -> None:
    """Open what stands below a caption; docutils opens the caption again if it is not second."""
    self.body.append('<div class="legend">')


def depart_legend_html(self: Any, node: nodes.legend) -> None:
    """Close it."""
    self.body.append("</div>")


def pass_through(self: Any, node: nodes.Node) -> None:
    """Add nothing around the content."""


def visit_html(self: Any, node: chart) -> None:
    """Write two SVGs (light and dark) beside the page, its data, and the spec for scripts."""
    spec = kept_by(self.builder.app).fitted(Chart(node["spec"], node["lang"]))
    self.body.append(
        f'<div class="db-chart" data-lang="{node["lang"]}">{pictures(self, node)}'
        f"{written_for_scripts(spec)}</div>"
    )
    write_data(self, node)
    raise nodes.SkipNode


def pictures(self: Any, node: chart) -> str:
    """Write a chart as SVG, for either theme and for phones, beside the page; return the images."""
    return "".join(_picture(self, node, dark=dark) for dark in (False, True))


def _picture(self: Any, node: chart, *, dark: bool) -> str:
    out, kept = Path(self.builder.outdir), kept_by(self.builder.app)
    parts, theme = [], "-dark" if dark else ""
    for width, suffix in ((NARROW, "-narrow"), (WIDE, "")):
        path = f"_images/{node['name']}{suffix}{theme}.svg"
        svg = kept.svg(Chart(node["spec"], node["lang"], width), dark=dark)
        write(out / path, svg)
        across, down = (round(side) for side in size_of(svg))
        parts.append((f"{_top(self)}{path}", f'width="{across}" height="{down}"'))
    (small, small_size), (large, size) = parts
    look = f"only-{'dark' if dark else 'light'}"
    alt, lazy = escape(node["alt"], quote=True), ' loading="lazy"' if dark else ""
    return (
        f'<picture><source media="{PHONE}" srcset="{small}" {small_size}>'
        f'<img class="{look}" src="{large}" alt="{alt}" {size}{lazy}></picture>'
    )


def visit_latex(self: Any, node: chart) -> None:
    """Write the chart as a PDF and include it, as the style of print sets charts."""
    name = f"{node['name'].replace('/', '-')}.pdf"
    pdf = kept_by(self.builder.app).kept(Chart(node["spec"], node["lang"]), "pdf")
    write(Path(self.builder.outdir, name), pdf)
    # In a line of its own, below the finding; what it shows as a text of the PDF.
    alt = f"\ufeff{node['alt']}".encode("utf-16-be").hex().upper()
    self.body.append(rf"\dbfigure{{{alt}}}{{{name}}}" + "\n")
    raise nodes.SkipNode


def visit_text(self: Any, node: chart) -> None:
    """Give the alternative text where there are no pictures."""
    self.add_text(node["alt"])
    raise nodes.SkipNode


def visit_nothing(self: Any, node: chart) -> None:
    """Leave a chart out where only prose counts."""
    raise nodes.SkipNode


def kept_by(app: Sphinx) -> Pictures:
    """Return the pictures that a build draws from: of the project, or of one edition alone."""
    return Pictures(Path(app.config.digitalbay_pictures or Path(app.doctreedir, "pictures")))


def _top(self: Any) -> str:
    return "../" * self.builder.current_docname.count("/")


def written_for_scripts(value: object) -> str:
    """Return an element that holds a value as JSON and runs nothing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # "</script>" in a label must not end the element.
    text = text.replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'


def write_data(self: Any, node: chart) -> None:
    """Offer the chart's rows as a table (if short), and what can be taken away of the figure."""
    if not node["about"]:
        # Shown again beside its own place.
        return
    rows, words = node["rows"], Words(node["lang"])
    links = [_link(self, f"_images/{node['name']}.svg", "SVG")]
    if rows:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        path = Path(self.builder.outdir) / "_downloads" / f"{node['name']}.csv"
        # The mark tells spreadsheets that the file is UTF-8.
        write(path, described(rows, columns, node["about"]).encode("utf-8-sig"))
        links.insert(0, _link(self, f"_downloads/{node['name']}.csv", "CSV"))
        self.body.append(
            f'<details class="db-data db-rows"><summary>{words("Data of this figure")}</summary><p>'
            f"{words('{n} rows.', n=len(rows))}</p>"
        )
        if len(rows) <= ROWS_SHOWN:
            self.body.append(_html_table(rows, columns, node["lang"]))
        self.body.append("</details>")
    buttons = [
        f'<button class="pst-js-only" data-take="{kind}">{escape(words(said))}</button>'
        for kind, said in TAKEN.items()
    ]
    caption = node["about"].get(words("Figure"), "")
    about = escape(caption, quote=True)
    repository = self.builder.config.html_theme_options.get("repository_url", "")
    if address := correction(repository, node["name"], caption):
        links.append(f'<a href="{escape(address, quote=True)}">{escape(words(CORRECT))}</a>')
    self.body.append(
        f'<p class="db-bar" data-said="{words("Copied")}" data-caption="{about}">'
        f"{' '.join(links + buttons)}</p>"
    )


def correction(repository: str, figure: str, caption: str) -> str:
    """Return the address of a repository's form for corrections, filled in for a figure.

    figure: page and anchor, "01-2-foundations/theil". Without a repository there is no form.
    """
    if not repository:
        return ""
    page, _, anchor = figure.partition("/")
    filled = {
        "template": FORM,
        "title": f"Correction: {page}, {anchor}",
        "where": f"{page}, figure {anchor}: {caption}",
        "version": f"Data package {data.version()}",
    }
    return f"{repository.rstrip('/')}/issues/new?{urlencode(filled)}"


def described(rows: list[dict], columns: list[str], about: dict[str, str]) -> str:
    """Write rows as CSV, each with what the figure is, its sources and its version."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns, *about], lineterminator="\n")
    writer.writerow({name: inert(name) for name in writer.fieldnames})
    for row in rows:
        writer.writerow({name: inert(value) for name, value in (row | about).items()})
    return text.getvalue()


def _link(self: Any, path: str, text: str) -> str:
    return f'<a href="{_top(self)}{path}" download>{text}</a>'


def _html_table(rows: list[dict], columns: list[str], lang: str) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(shown(row.get(n), lang))}</td>" for n in columns) + "</tr>"
        for row in rows
    )
    return (
        '<div class="db-scroll" tabindex="0"><table class="table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def shown(value: object, lang: str) -> str:
    """Write a value of a figure's data as a language does, to four digits; CSV has it whole."""
    if value is None:
        return ""
    if isinstance(value, float):
        whole = abs(value) >= 1000 or not value % 1
        return signed(f"{value:,.0f}" if whole else f"{value:.4g}")
    text = str(value)
    return with_dates(text.replace("/", " – "), lang) if _PERIOD.fullmatch(text) else text
