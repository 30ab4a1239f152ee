"""The book in print: the report, a volume with the data that it rests on, one of the cities and
cases, and two briefs.

Nothing of Sphinx here: whoever plans a build need not import it.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitalbay.figures.language import Words
from digitalbay.statements import N_

from .editions import Edition


@dataclass(frozen=True)
class Volume:
    """A PDF: its first page, below which are its others, what its file's name ends with, its title.

    Pages of a later volume are not in those before it. ``theme`` is Sphinx's name for its look.
    ``pages`` are beginnings of names: if there are any, the volume is those of the pages below the
    first that begin so, without the first itself.
    """

    first: str
    ending: str
    title: str
    theme: str = "manual"
    pages: tuple[str, ...] = ()

    def file(self, edition: Edition) -> str:
        """Name of the file in an edition, without its type."""
        return f"digital-bay-{edition.slug}{self.ending}"


VOLUMES = (
    Volume("book/intro", "", N_("Digital Bay")),
    Volume("notebooks/a2-data", "-data", N_("Digital Bay: the data")),
    Volume(
        "book/intro",
        "-cities",
        N_("Digital Bay: cities and cases"),
        pages=("notebooks/city-", "notebooks/a1-"),
    ),
    Volume(
        "book/brief-officials", "-brief-officials", N_("Digital Bay: brief for officials"), "brief"
    ),
    Volume(
        "book/brief-journalists",
        "-brief-journalists",
        N_("Digital Bay: brief for journalists"),
        "brief",
    ),
)


def configured(edition: Edition) -> list[list[str]]:
    """Return the volumes of an edition for its configuration.

    Of each: first page, file, title, theme, beginnings of its pages.
    """
    words = Words(edition.lang)
    return [[v.first, v.file(edition), words(v.title), v.theme, [*v.pages]] for v in VOLUMES]
