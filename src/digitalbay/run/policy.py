"""Outputs that are not the book's own: what is kept, what is converted, what stops the run.

A page is read offline, under a policy that runs no script of a notebook's, and is printed. So
plain Altair charts become pictures; tables, pictures and text of other libraries are kept; what
needs a network, a script or a running kernel is refused.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from html import unescape

from nbformat import NotebookNode

from digitalbay import alike
from digitalbay.figures.theme import config

from .builder import everywhere, settled

_SVG, _PNG, _HTML = "image/svg+xml", "image/png", "text/html"
_PICTURES = (_PNG, "image/jpeg", "image/gif", "application/pdf")
_VEGALITE = "application/vnd.vegalite."
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_REMOTE = re.compile(
    r"<(?:script|img|image|link|iframe|frame|video|audio|source|object|embed|use)\b[^>]*?"
    r"\b(?:src|href|data|srcset|poster)\s*=\s*[\"']?\s*(?:https?:)?//"
    r"|url\(\s*[\"']?(?:https?:)?//|@import|!\[[^\]]*\]\((?:https?:)?//",
    re.IGNORECASE,
)
_FRAME = re.compile(r"<(?:iframe|frame|object|embed)\b", re.IGNORECASE)
_LIBRARIES = (
    ("plotly", "a Plotly figure"),
    ("bokeh", "a Bokeh figure"),
    ("holoviews", "a HoloViews figure"),
    ("vega", "a Vega chart"),
    ("leaflet", "a Leaflet map"),
)
_REFUSED_TYPES = ("application/javascript", "application/vnd.")
_DRAW = "use chapter.figure, or show it as SVG"
_PRINT = "show it as text or as a table"
_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL)
_STYLED = re.compile(r"\bT_[0-9a-f]{5}")
_DAY = re.compile(r"\s*<dc:date>.*?</dc:date>", re.DOTALL)
# What Python says of an object that has no text of its own.
_NAMELESS = re.compile(r"<[^\n]*>")
_UNSEEN = re.compile(r"<style\b.*?</style>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
# Dots per inch of pictures in print; 72 is that of a page.
_PPI = 216


class ForeignOutputError(ValueError):
    """A cell shows what the book cannot: ``cell`` is its place, ``source`` its code."""

    def __init__(self, cell: int, source: str, why: str):
        super().__init__(why)
        self.cell, self.source = cell, source


def settle(notebook: NotebookNode, lang: str, hidden: Callable[[str], str]) -> None:
    """Make the outputs of an executed notebook ones that every edition can show.

    Parameters
    ----------
    notebook : executed; its outputs are changed in place
    lang : of the run; chooses the font of charts
    hidden : takes the builder's folders out of a text, as `digitalbay.run.builder.hiding` makes it

    Raises
    ------
    ForeignOutputError
        If a cell shows what loads from the network, runs a script or needs a kernel.
    """
    notebook.metadata.pop("widgets", None)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        try:
            outputs = joined(cell.outputs)
            kept = [_settled(output, lang, number, hidden) for output in outputs]
        except ValueError as error:
            raise ForeignOutputError(number, cell.source, str(error)) from None
        cell.outputs = [output for output in kept if output is not None]


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return outputs with what a cell prints in one piece: kernels send it as time passes."""
    found: list[NotebookNode] = []
    for output in outputs:
        streams = found and output.output_type == found[-1].output_type == "stream"
        if streams and output.name == found[-1].name:
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def _settled(
    output: NotebookNode, lang: str, number: int, hidden: Callable[[str], str]
) -> NotebookNode | None:
    """Return an output as the book shows it, or None if nothing is left of it."""
    if output.output_type == "stream":
        output.text = hidden(settled(output.text))
        return output if output.text.strip() else None
    if output.output_type == "error":
        for name in ("evalue", "traceback"):
            output[name] = everywhere(output[name], hidden)
        return output
    if "digitalbay" not in output.metadata:
        if why := _refused(output.data):
            raise ValueError(why)
        _convert(output.data, lang, number)
    _hide(output, hidden)
    return output


def _refused(data: dict) -> str | None:
    """Return why an output cannot be shown, and what to do instead; None if it can."""
    types = " ".join(data)
    if "jupyter.widget" in types:
        return (
            "shows a widget (ipywidgets, or a bar of tqdm.auto), which needs a running kernel; "
            "print what it says, or use tqdm.tqdm"
        )
    if (spec := _spec(data)) is not None:
        return _undrawable(spec)
    for name in data:
        if name.startswith(_REFUSED_TYPES) and name != "application/vnd.dataresource+json":
            return (
                f"shows {_named(name, f'an output of type {name}')}, which runs a script; {_DRAW}"
            )
    texts = [data.get(name, "") for name in (_HTML, _SVG, "text/markdown")]
    return next((why for text in texts for why in _reasons(text)), None)


def _undrawable(spec: dict) -> str | None:
    if (address := _address(spec)) is not None:
        return f"shows a chart that loads its data from {address!r}; pass them as a frame"
    return None


def _address(spec: object) -> str | None:
    """Return where a chart loads something from, if it does."""
    if isinstance(spec, dict):
        data = spec.get("data")
        if isinstance(data, dict) and isinstance(data.get("url"), str):
            return data["url"]
        parts = [value for key, value in spec.items() if key != "datasets"]
    else:
        parts = spec if isinstance(spec, list) else []
    return next((found for part in parts if (found := _address(part)) is not None), None)


def _reasons(text: str) -> Iterator[str]:
    """Yield why a page cannot show a piece of HTML, SVG or Markdown."""
    if _REMOTE.search(text):
        yield f"shows {_named(text, 'an output')}, which loads from the network; {_DRAW}"
    if _SCRIPT.search(text):
        what = _named(text, "HTML with a script")
        yield f"shows {what}, which no page of the book runs; {_DRAW}, or {_PRINT}"
    if _FRAME.search(text):
        yield f"shows a page inside the page; {_DRAW}, or {_PRINT}"


def _named(text: str, otherwise: str) -> str:
    found = text.lower()
    return next((what for word, what in _LIBRARIES if word in found), otherwise)


def _spec(data: dict) -> dict | None:
    """Return the Vega-Lite spec of a plain Altair chart, whichever way it was displayed."""
    for name, spec in data.items():
        if name.startswith(_VEGALITE):
            return spec
    text = data.get(_HTML, "")
    start = text.find('"mode": "vega-lite"')
    if "vegaEmbed" not in text or start < 0:
        return None
    # ``(function(spec, embedOpt){…})({the spec}, {"mode": "vega-lite", …});``
    for opening in re.finditer(r"\}\)\((?=\{)", text):
        try:
            return json.JSONDecoder().raw_decode(text, opening.end())[0]
        except ValueError:
            continue
    return None


def _convert(data: NotebookNode, lang: str, number: int) -> None:
    """Turn charts into pictures for page and print; make tables and pictures the same each time."""
    try:
        if (spec := _spec(data)) is not None:
            for name in [name for name in data if name == _HTML or name.startswith(_VEGALITE)]:
                del data[name]
            data[_SVG] = _drawn(spec, lang)
        if _SVG in data:
            data[_SVG] = _DAY.sub("", data[_SVG])
            if not data.keys() & set(_PICTURES):
                data[_PNG] = _printed(data[_SVG])
    except ValueError as error:
        first = str(error).strip().splitlines()[0]
        raise ValueError(f"shows a picture that cannot be drawn: {first}") from None
    if _HTML in data:
        # The style of pandas' own tables is the book's; that of a styled one is named by chance.
        data[_HTML] = _STYLED.sub(f"T_{number:05x}", _STYLE.sub("", data[_HTML]))
        if _NAMELESS.fullmatch(data.get("text/plain", "<>")):
            data["text/plain"] = _words(data[_HTML])


def _words(html: str) -> str:
    """Return the text of a piece of HTML, for print."""
    text = _UNSEEN.sub("", html)
    text = re.sub(r"</t[hd]>", "\t", re.sub(r"\s+", " ", text))
    text = unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(?:tr|p|div|h\d|li)>|<br ?/?>", "\n", text)))
    return "\n".join(line.strip(" ") for line in text.splitlines() if line.strip())


def _drawn(spec: dict, lang: str) -> str:
    import vl_convert  # noqa: PLC0415 - slow to load, and few notebooks show a plain chart

    theme = config(lang) | {"background": "white"}
    spec = {key: value for key, value in spec.items() if key != "config"}
    with alike.settled():
        return vl_convert.vegalite_to_svg(spec, config=theme)


def _printed(svg: str) -> str:
    import vl_convert  # noqa: PLC0415 - as above

    with alike.settled():
        return b64encode(vl_convert.svg_to_png(svg, ppi=_PPI)).decode()


def _hide(output: NotebookNode, hidden: Callable[[str], str]) -> None:
    for place in (output.data, output.metadata):
        for name, content in place.items():
            # To set it is slow: what is nested is copied as notebooks' nodes.
            if name not in _PICTURES and (kept := everywhere(content, hidden)) != content:
                place[name] = kept
