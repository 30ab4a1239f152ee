"""Tables of the document that several directives lay out alike."""

from __future__ import annotations

from docutils import nodes

from .widths import is_long

# What stands between parts of a line of nodes, where no template can.
_MARKS = {",": (", ", "，"), ";": ("; ", "；"), ":": (": ", "：")}


def mark(sign: str, lang: str) -> str:
    """Return a comma, semicolon or colon as a language sets it."""
    return _MARKS[sign][lang != "en"]


def table(heads: list[tuple[str, int]], rows: list[list[nodes.Node]]) -> nodes.table:
    """Lay out a table.

    Parameters
    ----------
    heads : title and relative width of each column
    rows : one inline node for each cell
    """
    texts = [[cell.astext() for cell in cells] for cells in rows]
    breaks = bool(rows) and is_long([[n, *c] for (n, _), *c in zip(heads, *texts, strict=True)])
    made = nodes.table(classes=["db-table", *(["longtable"] if breaks else [])])
    group = nodes.tgroup(cols=len(heads))
    made += group
    group += [nodes.colspec(colwidth=width) for _, width in heads]
    head, body = nodes.thead(), nodes.tbody()
    group += [head, body]
    head += _row([nodes.Text(title) for title, _ in heads])
    for cells in rows:
        body += _row(cells)
    return made


def _row(cells: list[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        entry += nodes.paragraph("", "", cell)
        row += entry
    return row
