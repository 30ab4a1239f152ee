"""The fonts that decide how wide words are, and small copies of the large ones.

A font of Chinese has 65,000 glyphs, and whatever measures a word opens all of it. A copy with the
characters of the charts gives the same widths and outlines, and charts are drawn several times as
fast.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from digitalbay.alike import SURROUNDINGS

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


def small_copy(family: str, name: str, texts: Iterable[str], folder: Path) -> bool:
    """Write a copy of a font that has the characters of some texts, if the font is installed.

    Parameters
    ----------
    family : name of an installed font
    name : of the copy
    folder : where the copy goes

    Returns
    -------
    bool
        Whether there is a copy: not without fontconfig, which knows where fonts are.
    """
    where = _matched(family)
    if where is None:
        return False
    # Takes half a second, and is not needed where every chart is drawn already.
    from fontTools import subset, ttLib  # noqa: PLC0415

    font = ttLib.TTFont(where[0], fontNumber=where[1], lazy=True)
    options = subset.Options()
    options.hinting = False
    options.name_IDs = _NAMES
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={ord(letter) for text in texts for letter in text})
    cutter.subset(font)
    for record in font["name"].names:
        record.string = name
    font.save(folder / f"{name}.otf")
    return True


def versions() -> dict[str, str]:
    """Return the version of each font that is declared, or "" if it is not installed."""
    found = {family: _matched(family) for family in DECLARED}
    return {family: match[2] if match else "" for family, match in found.items()}


def undeclared() -> list[str]:
    """Name the fonts that are here in another version than the declared, or not at all."""
    here = versions()
    return [family for family, version in DECLARED.items() if here[family] != str(version)]


@cache
def _matched(family: str) -> tuple[str, int, str] | None:
    """Return a font's file, its place therein and its version, or None if it is not installed."""
    command = shutil.which("fc-match")
    if command is None:
        return None
    form = "%{family}|%{file}|%{index}|%{fontversion}"
    told = subprocess.run(
        [command, "-f", form, family],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | SURROUNDINGS,
    )
    found, file, index, version = told.stdout.split("|")
    return (file, int(index), version) if family in found.split(",") else None
