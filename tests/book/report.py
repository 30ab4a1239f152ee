"""What the audit of the pages counted, kept beside the built book."""

import json

from .conftest import HTML

REPORTS = HTML.parent / "reports"


def keep(name: str, found: dict) -> None:
    """Keep what a check counted as ``_build/reports/<name>.json``."""
    REPORTS.mkdir(exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (REPORTS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
