"""Lists the licence of every package that is locked and installed; stops at one not known as free.

Run by `make audit`: `uv run tools/licences.py`.
"""

import re
import sys
from importlib.metadata import Distribution, distributions

# Words of licences that let the book be run, changed and passed on; as packages write them.
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|ISC|Apache|Python Software Foundation|PSF|PSFL|MPL|Mozilla|LGPL|"
    r"Lesser General Public|GPL|General Public License|Zlib|Unlicense|CC0|Public Domain|HPND|"
    r"Artistic|Academic Free|CNRI|Zope|ZPL|OFL)",
    re.IGNORECASE,
)
OWN = "digitalbay"


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence: expression, classifiers, or lines of text."""
    about = package.metadata
    expression = about.get("License-Expression")
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if line.startswith("License ::") and line.rpartition(" :: ")[2] != "OSI Approved"
    ]
    text = (about.get("License") or "").strip().partition("\n")[0]
    # Some name a file alone, whose first line is its name.
    file = package.read_text(f"licenses/{about.get('License-File')}") or ""
    return expression or "; ".join(classified) or text or file.strip().partition("\n")[0]


def licences() -> dict[str, str]:
    """Return the licences of all installed packages by name."""
    return {p.metadata["Name"]: licence_of(p) for p in distributions() if p.metadata["Name"] != OWN}


def unknown(found: dict[str, str]) -> dict[str, str]:
    """Return those whose licence is not known as free."""
    return {name: text for name, text in found.items() if not FREE.search(text)}


def main() -> None:
    """Print all, and end with an error if one is not known as free."""
    found = licences()
    for name, text in sorted(found.items(), key=lambda item: item[0].lower()):
        print(f"{name}: {text[:100]}")
    wrong = unknown(found)
    print(f"{len(found)} packages, {len(wrong)} of unknown licence {', '.join(wrong)}".rstrip())
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
