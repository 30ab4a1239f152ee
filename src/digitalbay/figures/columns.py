"""Columns of a figure or table: what a reader calls them and how their values are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

# The form of a column of several units: as many decimals as the size of each value deserves.
SIZED = ",.4~r"


@dataclass(frozen=True)
class Column:
    """A column of a frame as readers see it.

    Attributes
    ----------
    name : the column of the frame
    title : what the axis, tooltip and head of table say, in the reader's language; None for a
        column whose values speak for themselves
    kind : "quantity" (measured, has zero), "category" (names), "time" (periods), "year", "code"
        (digits that are no quantity) or "text"
    form : d3 format of quantities, such as ",.1f"; tables write them likewise
    order : values of a category in their order
    zero : whether an axis of this quantity starts at zero
    domain : fixed ends of its axis
    log : whether its axis is logarithmic
    reverse : whether its axis runs from high to low, as for ranks
    colors : fixed colours of a category's values, in `order`
    """

    name: str
    title: str | None
    kind: str = "quantity"
    form: str = ""
    order: Sequence[str] | None = None
    zero: bool = True
    domain: tuple[float, float] | None = None
    log: bool = False
    reverse: bool = False
    colors: Sequence[str] | None = field(default=None)

    @property
    def names(self) -> list[str]:
        """Values of a category in their order; none of another column."""
        return list(self.order or ())


def measure(
    name: str,
    title: str,
    form: str = ",.10g",
    *,
    zero: bool = True,
    domain: tuple[float, float] | None = None,
    log: bool = False,
    reverse: bool = False,
) -> Column:
    """Return a quantity: its column, its title with unit, and the d3 format of its values.

    >>> measure("per_head", "Stations per head", ".1f").form
    '.1f'
    """
    return Column(name, title, "quantity", form, zero=zero, domain=domain, log=log, reverse=reverse)


def category(
    name: str,
    title: str | None = None,
    order: Sequence[str] | None = None,
    colors: Sequence[str] | None = None,
) -> Column:
    """Return a column of names: its title, the order of its values and their colours.

    >>> category("side", "Side", order=["For", "Against"]).names
    ['For', 'Against']
    """
    return Column(name, title, "category", order=order, colors=colors)


def time(name: str = "period", title: str | None = None) -> Column:
    """Return a column of dates or periods of any precision, as ISO 8601 writes them.

    >>> time("issued", "Issued").kind
    'time'
    """
    return Column(name, title, "time")


def code(name: str, title: str) -> Column:
    """Return a column of digits that are no quantity: a postal code, an edition, a key.

    >>> code("gb_code", "Code").kind
    'code'
    """
    return Column(name, title, "code")


def text(name: str, title: str) -> Column:
    """Return a column of words for tables and tooltips.

    >>> text("issuers", "Issued by").title
    'Issued by'
    """
    return Column(name, title, "text")
