"""Digital Bay: open data and methods behind an executable report on digital governance.

`import digitalbay as db` costs nothing: the data room is imported at the first use of a name.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
# Of the book and of its words.
LANGUAGES = ("en", "zh-Hans", "zh-Hant")


def __getattr__(name: str) -> Any:
    """Find the public names of the data room: `db.observations`, `db.CITIES`, …"""
    if name.startswith("_"):
        raise AttributeError(name)
    if name in {"data", "methods", "claims", "figures", "kernels", "run", "publish"}:
        return import_module(f"{__name__}.{name}")
    return getattr(import_module(f"{__name__}.data"), name)


def __dir__() -> list[str]:
    """List the public names, those of the data room included."""
    return sorted({*globals(), *import_module(f"{__name__}.data").__all__})
