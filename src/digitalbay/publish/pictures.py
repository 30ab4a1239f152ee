"""Pictures of charts: drawn once for each content, kept for every page, theme and build."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from string import printable
from tempfile import TemporaryDirectory

import vl_convert
from tqdm import tqdm

from digitalbay import alike
from digitalbay.children import be_worker
from digitalbay.figures.mime import CHART
from digitalbay.figures.theme import FONTS, config
from digitalbay.files import write

from . import fitting
from .fitting import NARROW, WIDE, fitted
from .fonts import small_copy, versions

# Pictures beyond which the store forgets those used longest ago: several books of them.
KEPT = 10_000
# Charts from which small copies of the fonts, and processes side by side, are worth their start.
MANY = 12
# Of a picture that is as wide as the page's text, on a card.
PNG_SCALE = 1.5
_DRAWER = f"vl-convert-{version('vl-convert-python')}"
# Laid out otherwise, a chart is another picture.
_LAYOUT = hashlib.sha256(Path(fitting.__file__).read_bytes()).hexdigest()
_GROUND = '<rect width="100%" height="100%" fill="#fff"/>'
_COUNTED = re.compile(r'((?:id="|url\(#))((gradient_|clip)\d+)')


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite spec, the language of its words, which chooses the font, and its width."""

    spec: dict
    lang: str
    width: int = WIDE

    @property
    def name(self) -> str:
        """What the picture shows: digest of the spec, the theme, the font and what draws it."""
        font = versions().get(FONTS[self.lang])
        content = [self.spec, config(self.lang), font, _DRAWER, _LAYOUT, self.width]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]

    def drawn_as(self, forms: Iterable[str]) -> list[str]:
        """Which of some forms it is needed in: a phone shows pictures, print is wide."""
        return [form for form in forms if self.width == WIDE or form == "svg"]


@dataclass(frozen=True)
class Pictures:
    """A folder of pictures, each named by what it shows. It may be deleted at any time.

    ``small`` are the languages of which the process has a small copy of the font.
    """

    folder: Path
    small: frozenset[str] = frozenset()

    def svg(self, chart: Chart, *, dark: bool = False) -> str:
        """Return a chart as SVG in the book's theme.

        The dark picture is the light one with other colours of text, lines and borders: nothing
        else differs between the two.
        """
        svg = self.kept(chart, "svg").decode()
        for light, other in _inks() if dark else ():
            svg = svg.replace(f'"{light}"', f'"{other}"')
        return svg

    def kept(self, chart: Chart, form: str) -> bytes:
        """Return a chart as "svg", or as "pdf" or "png" made of that; drawn if it is not kept."""
        path = self._path(chart, form)
        if path.is_file():
            # Used now, so not to be forgotten.
            os.utime(path)
            return path.read_bytes()
        makes = {"json": self._json, "svg": self._svg, "pdf": self._pdf, "png": self._png}
        made = makes[form](chart)
        write(path, made)
        return made

    def script(self) -> str:
        """Return the script that makes pictures interactive; gathering it takes a second."""
        path = self.folder / f"{_DRAWER}.js"
        if not path.is_file():
            write(path, vl_convert.javascript_bundle())  # type: ignore[call-arg] # needs no snippet
        return path.read_text(encoding="utf-8")

    def lacks(self, chart: Chart, forms: Iterable[str]) -> bool:
        """Tell whether a picture is still to be drawn."""
        return not all(self._path(chart, form).is_file() for form in chart.drawn_as(forms))

    def prune(self) -> None:
        """Forget the pictures used longest ago, if there are too many."""
        paths = sorted(self.folder.glob("*"), key=lambda path: path.stat().st_mtime)
        for path in paths[: max(0, len(paths) - KEPT)]:
            path.unlink()

    def _path(self, chart: Chart, form: str) -> Path:
        return self.folder / f"{chart.name}.{form}"

    def fitted(self, chart: Chart) -> dict:
        """Return a chart's spec, laid out in its width; its rows stand where they stood."""
        kept = json.loads(self.kept(chart, "json"))
        return kept | {name: chart.spec[name] for name in ("datasets",) if name in chart.spec}

    def _json(self, chart: Chart) -> bytes:
        found = fitted(chart.spec, chart.width, lambda spec: size_of(self._drawn(spec, chart))[0])
        bare = {key: value for key, value in found.items() if key != "datasets"}
        return json.dumps(bare, ensure_ascii=False, sort_keys=True).encode()

    def _svg(self, chart: Chart) -> bytes:
        svg = _renumbered(self._drawn(self.fitted(chart), chart))
        return svg.replace(_copy(chart.lang), FONTS[chart.lang]).encode()

    def _drawn(self, spec: dict, chart: Chart) -> str:
        theme = config(chart.lang)
        theme["font"] = self._font(chart, theme["font"])
        return vl_convert.vegalite_to_svg(spec, config=theme)

    def _pdf(self, chart: Chart) -> bytes:
        return vl_convert.svg_to_pdf(self._font(chart, self.svg(chart)))

    def _png(self, chart: Chart) -> bytes:
        # On white, as wide as a card.
        svg = self._font(chart, self.svg(chart)).replace(">", f">{_GROUND}", 1)
        return vl_convert.svg_to_png(svg, scale=PNG_SCALE)

    def _font(self, chart: Chart, text: str) -> str:
        """Name the small copy of the font in a text, if there is one and the chart can use it."""
        # The copies have one weight.
        if chart.lang not in self.small or '"bold"' in json.dumps(chart.spec):
            return text
        return text.replace(FONTS[chart.lang], _copy(chart.lang))


def draw(
    charts: Iterable[Chart], pictures: Pictures, forms: Iterable[str], jobs: int | None = None
) -> None:
    """Draw what the store lacks of some charts, side by side, with a bar."""
    lacking = {chart.name: chart for chart in charts if pictures.lacks(chart, forms)}
    if len(lacking) < MANY:
        return
    passing = pictures.folder.parent / "tmp"
    passing.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=passing) as fonts,
        # Not forked: what draws has threads of its own.
        ProcessPoolExecutor(
            jobs or os.cpu_count(), get_context("spawn"), initializer=_start
        ) as pool,
        tqdm(total=len(lacking), desc="Charts", unit="chart", disable=None) as bar,
    ):
        copies = [(*of, Path(fonts)) for of in _letters(lacking.values()).items()]
        small = frozenset(filter(None, pool.map(_copied, copies)))
        ready = Pictures(pictures.folder, small)
        work = [(ready, chart, forms, fonts) for chart in lacking.values()]
        for _ in pool.map(_draw, work, chunksize=4):
            bar.update()
    pictures.prune()


def _start() -> None:
    be_worker()
    alike.settle()


def charts_of(notebook: Path, lang: str) -> Iterator[Chart]:
    """Yield the charts of an executed notebook."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if CHART in data:
                yield from (Chart(data[CHART], lang, width) for width in (WIDE, NARROW))


def _letters(charts: Iterable[Chart]) -> dict[str, set[str]]:
    """Return the characters of the charts of each language."""
    letters: dict[str, set[str]] = {}
    for chart in charts:
        own = json.dumps(chart.spec, ensure_ascii=False)
        letters.setdefault(chart.lang, set(printable)).update(own)
    return letters


def _copied(work: tuple[str, set[str], Path]) -> str | None:
    lang, letters, folder = work
    return lang if small_copy(FONTS[lang], _copy(lang), letters, folder) else None


def _copy(lang: str) -> str:
    return f"Subset-{lang}"


@cache
def _register(fonts: str) -> None:
    vl_convert.register_font_directory(fonts)


def _draw(work: tuple[Pictures, Chart, Iterable[str], str]) -> None:
    pictures, chart, forms, fonts = work
    _register(fonts)
    for form in chart.drawn_as(forms):
        pictures.kept(chart, form)


def size_of(svg: str) -> tuple[float, float]:
    """Return the width and height that an SVG names at its head."""
    head = svg[: svg.index(">")]
    width, height = (head.split(f' {side}="')[1].split('"')[0] for side in ("width", "height"))
    return float(width), float(height)


def _renumbered(svg: str) -> str:
    """Number gradients and clips from the start: Vega counts on through all it draws."""
    names: dict[str, str] = {}
    return _COUNTED.sub(
        lambda found: found[1] + names.setdefault(found[2], f"{found[3]}{len(names)}"), svg
    )


@cache
def _inks() -> list[tuple[str, str]]:
    """Return the colours of the light theme that the dark one has others for."""
    return sorted(set(_differences(config("en"), config("en", dark=True))))


def _differences(light: dict, dark: dict) -> Iterator[tuple[str, str]]:
    for key, value in light.items():
        if isinstance(value, dict):
            yield from _differences(value, dark[key])
        elif value != dark[key]:
            yield value, dark[key]
