"""Options that several commands have."""

from datetime import date
from typing import Any

import click

# Names the variable that has errors end with their traceback; `bay --debug` sets it.
DEBUG = "DIGITALBAY_DEBUG"


class IsoDate(click.ParamType):
    """A day, as 2022-12-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as ISO text."""
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r} is not a day; expected YYYY-MM-DD such as 2022-12-31", param, ctx)
