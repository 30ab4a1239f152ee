"""Pictures of charts: drawn once for each content, kept for every page, theme and build."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from string import printable
from tempfile import TemporaryDirectory

import pikepdf
import vl_convert
from tqdm import tqdm

from digitalbay import alike
from digitalbay.children import be_worker
from digitalbay.figures.mime import CHART
from digitalbay.figures.theme import FONTS, config, inks
from digitalbay.files import write
from digitalbay.run import workers

from .fitting import NARROW, WIDE, fitted
from .fonts import small_copies, to_draw, to_measure, versions
from .twins import exchanged, rows_of, shape

# Pictures beyond which the store forgets those used longest ago: several books of them.
KEPT = 10_000
# Charts from which small copies of the fonts, and processes side by side, are worth their start.
MANY = 12
# Of a picture that is as wide as the page's text, on a card.
PNG_SCALE = 1.5
# What axes and labels have though no chart says it: minus signs, dots for what is cut off, micro.
_UNSAID = "−…µ"
_DRAWER = f"vl-convert-{version('vl-convert-python')}"
# Drawn or laid out otherwise, a chart is another picture.
_DRAWS = ("fitting", "fonts", "grids", "lines", "pictures", "views")
_WAY = hashlib.sha256(
    b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in _DRAWS)
    + version("pikepdf").encode()
).hexdigest()
_GROUND = '<rect width="100%" height="100%" fill="#fff"/>'
# Names of fonts in a PDF, up to the letters that tell a part of one from others.
_PART = re.compile(rb"(/(?:BaseFont|FontName) /)[A-Z]{6}(?=\+)")
_COUNTED = re.compile(r'((?:id="|url\(#))((gradient_|clip)\d+)')


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite spec, the language of its words, which chooses the font, and its width."""

    spec: dict
    lang: str
    width: int = WIDE

    @property
    def font(self) -> str:
        """Of its words."""
        return FONTS[self.lang]

    @cached_property
    def name(self) -> str:
        """What the picture shows: digest of the spec, the theme, the font and what draws it."""
        font = versions().get(self.font)
        content = [self.spec, config(self.lang), font, _DRAWER, _WAY, self.width]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]

    def drawn_as(self, forms: Iterable[str]) -> list[str]:
        """Which of some forms it is needed in: a phone shows pictures, print is wide."""
        return [form for form in forms if self.width == WIDE or form == "svg"]


@dataclass(frozen=True)
class Pictures:
    """A folder of pictures, each named by what it shows. It may be deleted at any time.

    ``small`` are the fonts of which the process has small copies, by which it draws.
    """

    folder: Path
    small: frozenset[str] = frozenset()

    def svg(self, chart: Chart, *, dark: bool = False) -> str:
        """Return a chart as SVG in the book's theme.

        The dark picture is the light one with other colours of text, lines and borders: nothing
        else differs between the two.
        """
        svg = self.kept(chart, "svg").decode()
        for light, other in inks() if dark else ():
            svg = svg.replace(f'"{light}"', f'"{other}"')
        return svg

    def kept(self, chart: Chart, form: str) -> bytes:
        """Return a chart as "svg", or as "pdf" or "png" made of that; drawn if it is not kept."""
        path = self._path(chart, form)
        if path.is_file():
            # Used now, so not to be forgotten.
            os.utime(path)
            return path.read_bytes()
        makes = {"pdf": self._pdf, "png": self._png}
        made = {form: makes[form](chart)} if form in makes else self._laid_out(chart)
        for each, content in made.items():
            write(self._path(chart, each), content)
        return made[form]

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
        return json.loads(self.kept(chart, "json")) | _rows(chart.spec)

    def _laid_out(self, chart: Chart) -> dict[str, bytes]:
        """Return a chart's spec but for its rows, and its picture: the last it was measured by."""
        drawn: dict[str, str] = {}
        rows = _rows(chart.spec)

        def text_of(spec: dict) -> str:
            bare = {key: value for key, value in spec.items() if key not in rows}
            return json.dumps(bare, ensure_ascii=False, sort_keys=True)

        def picture(spec: dict) -> str:
            if (text := text_of(spec)) not in drawn:
                drawn[text] = self._drawn(json.loads(text) | rows, chart)
            return drawn[text]

        found = fitted(chart.spec, chart.width, lambda spec: size_of(picture(spec))[0])
        svg = _renumbered(picture(found)).replace(to_measure(chart.font), chart.font)
        return {"json": text_of(found).encode(), "svg": svg.encode()}

    def take(self, chart: Chart, drawn: Chart, forms: dict[int, str]) -> None:
        """Keep the picture of a chart that has other forms of the characters of a drawn one."""
        svg = self.svg(drawn).replace(drawn.font, chart.font).translate(forms)
        text = self.kept(drawn, "json").decode().translate(forms)
        for ours, theirs in zip(rows_of(drawn.spec), rows_of(chart.spec), strict=True):
            text = text.replace(json.dumps(ours), json.dumps(theirs))
        write(self._path(chart, "json"), text)
        write(self._path(chart, "svg"), svg)

    def _drawn(self, spec: dict, chart: Chart) -> str:
        theme = config(chart.lang)
        theme["font"] = self._in_copy(chart, theme["font"], to_measure)
        return vl_convert.vegalite_to_svg(spec, config=theme)

    def _pdf(self, chart: Chart) -> bytes:
        svg = self.svg(chart)
        drawn = vl_convert.svg_to_pdf(self._in_copy(chart, svg, to_draw))
        # The drawer tells parts of a font apart by where a copy has their glyphs.
        tag = bytes(b"A"[0] + each % 26 for each in hashlib.sha256(svg.encode()).digest()[:6])
        drawn = _PART.sub(rb"\1" + tag, drawn)
        # Fonts and effects come in another order each time.
        with pikepdf.open(BytesIO(drawn)) as document, BytesIO() as ordered:
            document.save(ordered, static_id=True)
            return ordered.getvalue()

    def _png(self, chart: Chart) -> bytes:
        # On white, as wide as a card.
        svg = self._in_copy(chart, self.svg(chart), to_draw).replace(">", f">{_GROUND}", 1)
        return vl_convert.svg_to_png(svg, scale=PNG_SCALE)

    def _in_copy(self, chart: Chart, text: str, name: Callable[[str], str]) -> str:
        """Name a copy of the font in a text, if there is one."""
        return text.replace(chart.font, name(chart.font)) if chart.font in self.small else text


def draw(
    charts: Iterable[Chart], pictures: Pictures, forms: Iterable[str], jobs: int | None = None
) -> None:
    """Draw what the store lacks of some charts, side by side, with a bar; nothing if it is few."""
    lacking = {chart.name: chart for chart in charts if pictures.lacks(chart, forms)}
    if len(lacking) < MANY:
        return
    passing = pictures.folder.parent / "tmp"
    passing.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=passing) as fonts,
        ProcessPoolExecutor(
            jobs or os.cpu_count(), workers.context(__name__), initializer=_start
        ) as pool,
        tqdm(total=len(lacking), desc="Charts", unit="chart", disable=None) as bar,
    ):
        copies = [(*of, Path(fonts)) for of in _letters(lacking.values()).items()]
        small = frozenset(filter(None, pool.map(_copied, copies)))
        ready = Pictures(pictures.folder, small)
        work = [(ready, *each, forms, fonts) for each in _drawn_at_once(lacking.values())]
        for number in pool.map(_draw, work, chunksize=4):
            bar.update(number)
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


def _drawn_at_once(charts: Iterable[Chart]) -> list[tuple[Chart, list[tuple[Chart, dict]]]]:
    """Return the charts to draw, each with those that it becomes, and by which exchange."""
    found: dict[tuple, list[tuple[Chart, list]]] = {}
    for chart in charts:
        similar = found.setdefault((shape(chart.spec), chart.width), [])
        for drawn, others in similar:
            if (forms := exchanged(drawn.spec, chart.spec)) is not None:
                others.append((chart, forms))
                break
        else:
            similar.append((chart, []))
    return [each for similar in found.values() for each in similar]


def _letters(charts: Iterable[Chart]) -> dict[str, set[str]]:
    """Return the characters of the charts of each font."""
    letters: dict[str, set[str]] = {}
    for chart in charts:
        own = json.dumps(chart.spec, ensure_ascii=False)
        letters.setdefault(chart.font, set(printable + _UNSAID)).update(own)
    return letters


def _copied(work: tuple[str, set[str], Path]) -> str | None:
    font, letters, folder = work
    return font if small_copies(font, (to_draw(font), to_measure(font)), letters, folder) else None


@cache
def _register(fonts: str) -> None:
    vl_convert.register_font_directory(fonts)


def _draw(work: tuple[Pictures, Chart, list[tuple[Chart, dict]], list[str], str]) -> int:
    """Draw a chart, and those that it becomes; return how many that is."""
    pictures, chart, others, forms, fonts = work
    _register(fonts)
    pictures.kept(chart, "svg")
    for other, exchange in others:
        pictures.take(other, chart, exchange)
    charts = [chart, *(other for other, _ in others)]
    for each in charts:
        for form in each.drawn_as(forms):
            pictures.kept(each, form)
    return len(charts)


def _rows(spec: dict) -> dict:
    return {name: value for name, value in spec.items() if name == "datasets"}


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
