"""The directive ``{places}``: a map of the region's places, each the way to its page."""

from __future__ import annotations

from functools import cache
from html import escape
from math import cos, radians

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import digitalbay as db
from digitalbay.figures.language import Words, localised
from digitalbay.figures.maps import attribution, polygons
from digitalbay.statements import N_

from .editions import edition_of
from .layout import mark

WIDTH = 720
# Simplification, in degrees: about a kilometre, which the map shows as a pixel.
TOLERANCE = 0.01
# Letters of a path so short that the place has no room for its name.
SMALL = 200


class places(nodes.General, nodes.Element):  # noqa: N801 - docutils' custom
    """Stands for the map until it is known which pages there are: ``pages``, ``lang``."""


class Places(SphinxDirective):
    """Draws the map; the argument is the name of a place's page, as ``notebooks/city-{area}``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        lang = edition_of(self.env.config.language).lang
        return [places(pages=self.arguments[0], lang=lang)]


@cache
def outlines() -> tuple[float, dict[str, tuple[str, float, float]]]:
    """Return the height of the map, and for each place its path in SVG and where its name stands.

    Plate carrée, true to scale at the map's middle; north is up.
    """
    from shapely.geometry import shape  # noqa: PLC0415 - only maps need it

    areas = db.areas().set_index("area").loc[list(db.CITIES)].reset_index()
    features = polygons(areas, tolerance=TOLERANCE)["features"]
    shapes = {f["properties"]["area"]: shape(f["geometry"]) for f in features}
    bounds = [s.bounds for s in shapes.values()]
    west, south = min(b[0] for b in bounds), min(b[1] for b in bounds)
    east, north = max(b[2] for b in bounds), max(b[3] for b in bounds)
    across = WIDTH / (east - west)
    down = across / cos(radians((south + north) / 2))

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * across, 1), round((north - y) * down, 1)

    drawn = {}
    for area, place in shapes.items():
        parts = getattr(place, "geoms", [place])
        corners = ((at(*corner) for corner in part.exterior.coords) for part in parts)
        lines = ("L".join(f"{x:g} {y:g}" for x, y in ring) for ring in corners)
        middle = max(parts, key=lambda part: part.area).representative_point()
        drawn[area] = ("".join(f"M{line}Z" for line in lines), *at(middle.x, middle.y))
    return round((north - south) * down, 1), drawn


def drawing(links: dict[str, tuple[str, str]], title: str) -> str:
    """Return the map as SVG. ``links``: place → its name and the address of its page."""
    height, drawn = outlines()
    shapes, names = [], []
    for area, (name, address) in links.items():
        path, x, y = drawn[area]
        shapes.append(
            f'<a href="{escape(address)}" aria-label="{escape(name)}"><path d="{path}"/></a>'
        )
        # A place smaller than its name has it on its right.
        beside = ' class="db-beside"' if len(path) < SMALL else ""
        names.append(f'<text x="{x}" y="{y}"{beside}>{escape(name)}</text>')
    return (
        f'<svg class="db-places" viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-label="{escape(title)}">{"".join(shapes + names)}</svg>'
    )


def setup(app: Sphinx) -> None:
    """Register the directive and its resolution."""
    app.add_node(places)
    app.add_directive("places", Places)
    app.connect("doctree-resolved", _resolve)


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(places)):
        node.replace_self(_resolved(app, docname, node["pages"], node["lang"]))


def _resolved(app: Sphinx, docname: str, template: str, lang: str) -> list[nodes.Node]:
    words, rows = Words(lang), db.areas().set_index("area")
    links = {}
    for area in db.CITIES:
        page = template.format(area=area)
        if page in app.env.found_docs:
            name = localised(lang, rows["name_en"][area], rows["name_zh"][area])
            links[area] = (name, app.builder.get_relative_uri(docname, page))
    if not links:
        # A plain build has one city only, under the template's own name.
        return []
    title = words(N_("Map of the cities; each leads to its profile"))
    if app.builder.format == "html":
        credit = nodes.paragraph(classes=["db-credits"], translatable=False)
        credit += nodes.Text(words(N_("Boundaries")) + mark(":", lang) + attribution())
        return [nodes.raw("", drawing(links, title), format="html"), credit]
    line = nodes.paragraph(translatable=False)
    for n, (name, address) in enumerate(links.values()):
        line += nodes.Text(mark(",", lang) if n else "")
        line += nodes.reference("", name, refuri=address, internal=True)
    return [line]
