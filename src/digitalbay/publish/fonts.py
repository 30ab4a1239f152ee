"""The fonts that decide how wide words are, and small copies of the large ones.

A font of Chinese has 65,000 glyphs, and whatever measures or sets a word opens all of it. A copy
with the characters of the charts gives the same widths and outlines, and charts are drawn several
times as fast. The drawer opens a font four times for each glyph that it measures, at first in
search of a picture in colour: a copy that has such pictures, and nothing else, answers at once.

What of a copy is embedded in print is what would be of the font itself, whichever other characters
the copy has: bounds, hints, the glyph of what is missing and the forms of a script are kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from digitalbay.alike import SURROUNDINGS

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# Of the packages in `apt.txt`, as fontconfig counts: with others, lines and labels are as wide as
# those are. The first is of charts and print, the others of print.
DECLARED = {
    "Noto Sans CJK SC": 131334,
    "Noto Sans CJK HK": 131334,
    "Noto Sans CJK TC": 131334,
    "Noto Sans Mono CJK SC": 131334,
    "Noto Serif CJK SC": 131137,
    "Noto Serif CJK TC": 131137,
    "FreeSerif": 27015662,
    "FreeSans": 27015695,
    "FreeMono": 27015695,
}
# Records of a font that name it: family, full name, name in PostScript.
_NAMES = [1, 4, 6]
_POSTSCRIPT = 6
# What of a layout is in force without being asked for: pairs set closer, marks, ligatures, digits
# among Latin letters.
_LAYOUT = ["kern", "ccmp", "liga", "locl"]
# No chart says in which language a script is.
_SCRIPTS = [f"{name}.dflt" for name in ("DFLT", "latn", "grek", "cyrl", "hani", "kana", "hang")]
# Weights of faces, as fontconfig counts them.
_REGULAR, _BOLD = 80, 200


def to_draw(family: str) -> str:
    """Return what the small copy of a font is called that draws."""
    return f"Small-{family.replace(' ', '')}"


def to_measure(family: str) -> str:
    """Return what the small copy of a font is called that measures."""
    return f"Widths-{family.replace(' ', '')}"


def small_copies(family: str, names: tuple[str, str], texts: Iterable[str], folder: Path) -> bool:
    """Write two copies of a font, to draw and to measure the characters of some texts.

    Each is of two weights, regular and bold.

    Parameters
    ----------
    family : name of an installed font
    names : of the copies
    folder : where the copies go

    Returns
    -------
    bool
        Whether there are copies: not without fontconfig, which knows where fonts are, nor of a font
        that has no bold face.
    """
    faces = {"": _matched(family), "-bold": _matched(family, _BOLD)}
    found = {suffix: face for suffix, face in faces.items() if face is not None}
    if len(found) < len(faces):
        return False
    # Takes half a second, and is not needed where every chart is drawn already.
    from fontTools import subset, ttLib  # noqa: PLC0415

    unicodes = {ord(letter) for text in texts for letter in text}
    options = subset.Options(name_IDs=_NAMES, notdef_outline=True)
    options.layout_features, options.layout_scripts = _LAYOUT, _SCRIPTS
    for suffix, (file, number, _) in found.items():
        font = ttLib.TTFont(file, fontNumber=number, lazy=True, recalcBBoxes=False)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=unicodes)
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID != _POSTSCRIPT:
                record.string = names[0]
        font.save(folder / f"{names[0]}{suffix}.otf")
        _write_widths(font, names[1], folder / f"{names[1]}{suffix}.ttf")
    return True


def _write_widths(font: TTFont, name: str, path: Path) -> None:
    """Write a copy of a font that only measures: all its glyphs are a coloured spot.

    Characters as wide as each other are one glyph in it, unless the layout names them.
    """
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415

    wide = {glyph: width for glyph, (width, _) in font["hmtx"].metrics.items()}
    laid_out = [table for table in ("GPOS", "GSUB") if table in font]
    own = {each for table in laid_out for each in _named(font[table].table)} & wide.keys()
    first: dict[int, str] = {}
    letters = {
        letter: glyph if glyph in own else first.setdefault(wide[glyph], glyph)
        for letter, glyph in font.getBestCmap().items()
    }
    none = ".notdef"
    glyphs = [none, *sorted({*letters.values(), *own} - {none})]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 1))
    pen.lineTo((1, 0))
    pen.closePath()
    new = FontBuilder(font["head"].unitsPerEm)
    new.setupGlyphOrder(glyphs)
    new.setupCharacterMap(letters)
    new.setupGlyf(dict.fromkeys(glyphs, pen.glyph()))
    new.setupHorizontalMetrics({glyph: (wide[glyph], 0) for glyph in glyphs})
    new.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    new.setupNameTable({"familyName": name, "fullName": name, "psName": name})
    new.setupOS2(usWeightClass=font["OS/2"].usWeightClass)
    new.setupPost(keepGlyphNames=False)
    new.setupCOLR({glyph: [(none, 0xFFFF)] for glyph in glyphs}, version=0)
    new.setupCPAL([[(0, 0, 0, 1)]])
    for table in laid_out:
        new.font[table] = font[table]
    new.save(path)


def _named(part: object) -> Iterator[str]:
    """Yield every word in a table of a font, among them the names of its glyphs."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from _named([*part.keys(), *part.values()])
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from _named(each)
    elif hasattr(part, "__dict__"):
        if hasattr(part, "ensureDecompiled"):
            part.ensureDecompiled()
        yield from _named(part.__dict__)


def versions() -> dict[str, str]:
    """Return the version of each font that is declared, or "" if it is not installed."""
    found = {family: _matched(family) for family in DECLARED}
    return {family: match[2] if match else "" for family, match in found.items()}


def undeclared() -> list[str]:
    """Name the fonts that are here in another version than the declared, or not at all."""
    here = versions()
    return [family for family, version in DECLARED.items() if here[family] != str(version)]


@cache
def _matched(family: str, weight: int = _REGULAR) -> tuple[str, int, str] | None:
    """Return a font's file, its place therein and its version, or None if it is not installed."""
    command = shutil.which("fc-match")
    if command is None:
        return None
    form = "%{family}|%{file}|%{index}|%{fontversion}|%{weight}"
    told = subprocess.run(
        [command, "-f", form, f"{family}:weight={weight}"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | SURROUNDINGS,
    )
    found, file, index, version, heavy = told.stdout.split("|")
    is_it = family in found.split(",") and heavy == str(weight)
    return (file, int(index), version) if is_it else None
