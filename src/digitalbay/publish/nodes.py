"""The chart as a node of the document: SVG in HTML, vector PDF in print."""

from __future__ import annotations

import csv
import io
import json
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from digitalbay.figures.language import Words
from digitalbay.files import inert, write
from digitalbay.statements import N_

from .pictures import Chart, Pictures

# What scripts can make of a figure.
TAKEN = {
    "png": N_("PNG"),
    "spec": N_("Vega-Lite"),
    "link": N_("Copy link"),
    "cite": N_("Copy citation"),
    "code": N_("Show its code"),
}
# Rows beyond which the page shows no table under a chart, only the download.
ROWS_SHOWN = 120


class chart(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """A Vega-Lite chart: attributes ``spec``, ``alt``, ``lang``, ``name``, ``rows``, ``about``."""


class details(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Content that a page shows when asked; print shows it always. Attribute ``summary``."""


def visit_details_html(self, node: details) -> None:
    """Open the element, closed to the reader."""
    self.body.append(f'<details class="db-data"><summary>{escape(node["summary"])}</summary>')


def depart_details_html(self, node: details) -> None:
    """Close the element."""
    self.body.append("</details>")


def pass_through(self, node: nodes.Node) -> None:
    """Add nothing around the content."""


def visit_html(self, node: chart) -> None:
    """Write two SVGs (light and dark) beside the page, its data, and the spec for scripts."""
    self.body.append(
        f'<div class="db-chart" data-lang="{node["lang"]}">{pictures(self, node)}'
        f"{written_for_scripts(node['spec'])}</div>"
    )
    write_data(self, node)
    raise nodes.SkipNode


def pictures(self, node: chart) -> str:
    """Write a chart as SVG for either theme beside the page; return the images that show it."""
    out = Path(self.builder.outdir)
    stem = f"_images/{node['name']}"
    kept, drawn = kept_by(self.builder.app), Chart(node["spec"], node["lang"])
    light = kept.svg(drawn)
    write(out / f"{stem}.svg", light)
    write(out / f"{stem}-dark.svg", kept.svg(drawn, dark=True))
    width, height = _size(light)
    alt = escape(node["alt"], quote=True)
    size = f'width="{width}" height="{height}"'
    top = _top(self)
    return (
        f'<img class="only-light" src="{top}{stem}.svg" alt="{alt}" {size}>'
        f'<img class="only-dark" src="{top}{stem}-dark.svg" alt="{alt}" {size} loading="lazy">'
    )


def visit_latex(self, node: chart) -> None:
    """Write the chart as a PDF and include it, as the style of print sets charts."""
    name = f"{node['name'].replace('/', '-')}.pdf"
    pdf = kept_by(self.builder.app).kept(Chart(node["spec"], node["lang"]), "pdf")
    write(Path(self.builder.outdir, name), pdf)
    # In a line of its own, below the finding.
    self.body.append(rf"\par\noindent\dbchart{{{name}}}" + "\n")
    raise nodes.SkipNode


def visit_text(self, node: chart) -> None:
    """Give the alternative text where there are no pictures."""
    self.add_text(node["alt"])
    raise nodes.SkipNode


def visit_nothing(self, node: chart) -> None:
    """Leave a chart out where only prose counts."""
    raise nodes.SkipNode


def kept_by(app: Sphinx) -> Pictures:
    """Return the pictures that a build draws from: of the project, or of one edition alone."""
    return Pictures(Path(app.config.digitalbay_pictures or Path(app.doctreedir, "pictures")))


def _size(svg: str) -> tuple[str, str]:
    head = svg[: svg.index(">")]
    return tuple(head.split(f' {side}="')[1].split('"')[0] for side in ("width", "height"))


def _top(self) -> str:
    return "../" * self.builder.current_docname.count("/")


def written_for_scripts(value: object) -> str:
    """Return an element that holds a value as JSON and runs nothing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # "</script>" in a label must not end the element.
    text = text.replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'


def write_data(self, node: chart) -> None:
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
            self.body.append(_html_table(rows, columns))
        self.body.append("</details>")
    buttons = [
        f'<button class="pst-js-only" data-take="{kind}">{escape(words(said))}</button>'
        for kind, said in TAKEN.items()
    ]
    about = escape(node["about"].get(words("Figure"), ""), quote=True)
    self.body.append(
        f'<p class="db-bar" data-said="{words("Copied")}" data-caption="{about}">'
        f"{' '.join(links + buttons)}</p>"
    )


def described(rows: list[dict], columns: list[str], about: dict[str, str]) -> str:
    """Write rows as CSV, each with what the figure is, its sources and its version."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns, *about], lineterminator="\n")
    writer.writerow({name: inert(name) for name in writer.fieldnames})
    for row in rows:
        writer.writerow({name: inert(value) for name, value in (row | about).items()})
    return text.getvalue()


def _link(self, path: str, text: str) -> str:
    return f'<a href="{_top(self)}{path}" download>{text}</a>'


def _html_table(rows: list[dict], columns: list[str]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(row.get(name)))}</td>" for name in columns) + "</tr>"
        for row in rows
    )
    return (
        '<div class="db-scroll" tabindex="0"><table class="table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _shown(value: object) -> str:
    return "" if value is None else str(value)
