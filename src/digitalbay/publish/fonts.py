"""Small copies of large fonts, in which charts are drawn several times as fast.

A font of Chinese has 65,000 glyphs, and whatever measures a word opens all of it. A copy with the
characters of the charts gives the same widths and outlines.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from digitalbay.alike import SURROUNDINGS

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
    where = _file(family)
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


def _file(family: str) -> tuple[str, int] | None:
    """Return the file of a font and its place therein, or None if it is not installed."""
    command = shutil.which("fc-match")
    if command is None:
        return None
    form = "%{family}|%{file}|%{index}"
    told = subprocess.run(
        [command, "-f", form, family],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | SURROUNDINGS,
    )
    found, file, index = told.stdout.split("|")
    return (file, int(index)) if family in found.split(",") else None
