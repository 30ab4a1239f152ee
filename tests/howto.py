"""Pages that tell a reader what to do, taken apart into what tests do as written."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

BLOCK = re.compile(r"^```(\S+?)(?: text)?\n(.*?)^```", re.M | re.S)


def steps(page: Path) -> Iterator[tuple]:
    """Yield a page's files as (kind, name, content), commands as (kind, words, output)."""
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "{code-block}":
            caption, content = text.split("\n", 1)
            yield "file", caption.removeprefix(":caption: "), content
        elif kind == "console":
            for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
                command, _, output = part.partition("\n")
                yield "command", shlex.split(command), output
