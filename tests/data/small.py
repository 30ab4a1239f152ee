"""A small package cut from the whole one: quick to damage three hundred times."""

import shutil
from pathlib import Path

import pandas as pd

from digitalbay.data import descriptor as descriptors
from digitalbay.data import sealing, singles, tables
from digitalbay.data.descriptor import OBSERVATIONS
from digitalbay.data.package import Package

INDICATORS = ("gdp_current_prices", "employed_persons", "land_area")
RELEASES = ("city-gdp", "hong-kong-gdp")
PERIODS = ("2017", "2018", "2019", "2020", "2022")
FEW = {"documents": 6, "terms": 8, "events": 4, "top500": 8, "cases": 6, "claims": 4}


def cut(package: Package, root: Path) -> Path:
    """Write the small package to `root`, sealed."""
    texts = {name: frame.copy() for name, frame in package.texts.items()}
    for name, frame in texts.items():
        if "indicator" in frame.columns:
            texts[name] = frame[frame["indicator"].isin(INDICATORS)]
            if "status" in frame.columns:
                texts[name] = texts[name][texts[name]["period"].isin(PERIODS)]
        elif name in FEW:
            texts[name] = frame.head(FEW[name])
    for name in ("releases", "release_dates"):
        texts[name] = texts[name][texts[name]["release"].isin(RELEASES)]
    texts["rules"] = texts["rules"][texts["rules"]["claim"].isin(texts["claims"]["claim"])]
    documents = package.texts["documents"]
    wanted = {*texts["documents"]["document"], *texts["targets"]["document"]}
    texts["documents"] = documents[documents["document"].isin(wanted)]
    checks = texts["checks"]
    texts["checks"] = checks[checks["part_indicators"] == ""]
    _keep_what_is_used(package, texts)
    _write(package, texts, root)
    return root


def _keep_what_is_used(package: Package, texts: dict[str, pd.DataFrame]) -> None:
    indicators = texts["indicators"].set_index("family")["indicator"]
    families = texts["families"][texts["families"]["family"].isin(indicators.index)]
    texts["families"] = families.assign(main=families["family"].map(indicators))
    for table, key in (("sources", "source"), ("units", "unit")):
        users = [name for name, frame in texts.items() if key in frame and name != table]
        used = {value for name in users for value in texts[name][key]}
        texts[table] = texts[table][texts[table][key].isin(used)]
    region = set(texts["areas"].set_index("area").loc["gba", "members"].split())
    used = {
        area
        for name, f in texts.items()
        if "area" in f and name != "checks"
        for area in f["area"]
        if name != "areas"
    }
    areas = texts["areas"]
    texts["areas"] = areas[areas["area"].isin(used | region | {"gba", "prd9"})]
    addresses = " ".join(texts["sources"]["address"])
    publishers = texts["publishers"]
    signed = publishers["publisher"].isin(texts["sources"]["publisher"])
    texts["publishers"] = publishers[signed]
    hosts = texts["hosts"]
    texts["hosts"] = hosts[[host in addresses for host in hosts["host"]]]


def _write(package: Package, texts: dict[str, pd.DataFrame], root: Path) -> None:
    raw = package.descriptor.raw | {"version": "0.1.0"}
    shutil.copytree(package.descriptor.root / "schemas", root / "schemas")
    kept = []
    for entry, resource in zip(raw["resources"], package.descriptor.resources, strict=True):
        if resource.table == OBSERVATIONS and texts[resource.name].empty:
            continue
        kept.append(entry)
        path = root / resource.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tables.to_text(texts[resource.name]), encoding="utf-8", newline="\n")
    sealing.write_descriptor(root, raw | {"resources": kept})
    singles.mark(root)
    (root / "CHANGELOG.md").write_text("# Changes\n\n## 0.1.0\n\n- first\n", encoding="utf-8")
    sealing.write(root)
    assert descriptors.read(root).resources
