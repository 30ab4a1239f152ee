"""The package in other formats, each of which can be read back equal.

csv, parquet: a folder with one file per table, those of csv described as CSVW, and in parquet the
observations a folder with a part for each theme; json, xlsx: one file with every table; sdmx-csv:
one file with the observations. The files hold no clock: the same
package gives the same bytes.
"""

import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from digitalbay.data import csvw, sdmx, tables
from digitalbay.data.descriptor import OBSERVATIONS, Descriptor, Resource
from digitalbay.data.package import Package, load
from digitalbay.data.tables import TEXTS

Tables = dict[str, pd.DataFrame]
MOMENT = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write(form: str, path: Path, package: Package | None = None) -> None:
    """Write the package to `path` in one of `FORMATS`; KeyError for another format."""
    package = package or load()
    FORMATS[form][0](package, Path(path))


def read(form: str, path: Path, descriptor: Descriptor | None = None) -> Tables:
    """Read an export: table name → DataFrame, typed by the schemas of the package.

    Equal to `package.table(name)` of the package that was written.
    """
    resources = _resources(descriptor or load().descriptor)
    with pd.option_context(*TEXTS):
        texts = FORMATS[form][1](Path(path), resources)
        return {name: tables.typed(frame, resources[name]) for name, frame in texts.items()}


def _resources(descriptor: Descriptor) -> dict[str, Resource]:
    return {resource.table: resource for resource in descriptor.resources}


def _texts(package: Package) -> Tables:
    files = [(resource.table, package.texts[resource.name]) for resource in _all(package)]
    names = dict.fromkeys(name for name, _ in files)
    return {
        name: pd.concat([frame for table, frame in files if table == name], ignore_index=True)
        for name in names
    }


def _all(package: Package) -> tuple[Resource, ...]:
    return package.descriptor.resources


def _write_csv(package: Package, path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for name, frame in _texts(package).items():
        (path / f"{name}.csv").write_text(tables.to_text(frame), encoding="utf-8", newline="\n")
    described = [(f"{name}.csv", r) for name, r in _resources(package.descriptor).items()]
    about = csvw.text(package.descriptor, described)
    (path / csvw.NAME).write_text(about, encoding="utf-8", newline="\n")


def _read_csv(path: Path, resources: dict[str, Resource]) -> Tables:
    return {file.stem: _csv(file) for file in sorted(path.glob("*.csv"))}


def _csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")


def _write_parquet(package: Package, path: Path) -> None:
    import_module("pyarrow")  # pandas does not name what it misses
    path.mkdir(parents=True, exist_ok=True)
    for name in package.tables:
        if name != OBSERVATIONS:
            package.table(name).to_parquet(path / f"{name}.parquet", index=False)
    rows = package.table(OBSERVATIONS)
    themes = rows["indicator"].map(package.table("indicators").set_index("indicator")["theme"])
    for number, (theme, part) in enumerate(rows.groupby(themes, sort=False)):
        # As Hive names them: who asks for one theme opens no other file. The number keeps order.
        file = path / OBSERVATIONS / f"theme={theme}" / f"{number:02}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        part.to_parquet(file, index=False)


def _read_parquet(path: Path, resources: dict[str, Resource]) -> Tables:
    frames = {file.stem: pd.read_parquet(file) for file in sorted(path.glob("*.parquet"))}
    parts = sorted((path / OBSERVATIONS).glob("*/*.parquet"), key=lambda file: file.name)
    # Each by itself: the theme in the folder's name is no column of the package.
    read = [pd.read_parquet(file, partitioning=None) for file in parts]
    frames[OBSERVATIONS] = pd.concat(read, ignore_index=True)
    return {name: _as_text(frame) for name, frame in frames.items()}


def _write_json(package: Package, path: Path) -> None:
    content = {
        "name": package.descriptor.raw["name"],
        "version": package.version,
        "licenses": package.descriptor.raw["licenses"],
        "tables": {name: _records(package.table(name)) for name in package.tables},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _read_json(path: Path, resources: dict[str, Resource]) -> Tables:
    content = json.loads(path.read_text(encoding="utf-8"))["tables"]
    return {
        name: _as_text(pd.DataFrame(rows, columns=resources[name].columns, dtype="object"))
        for name, rows in content.items()
    }


def _write_xlsx(package: Package, path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - an extra: only this format needs it

    book = Workbook(write_only=True)
    book.properties.created = datetime(*MOMENT)
    for name in package.tables:
        sheet = book.create_sheet(name)
        frame = package.table(name)
        sheet.append(list(frame.columns))
        for row in _records(frame):
            sheet.append([_exact(sheet, value) for value in row.values()])
    raw = BytesIO()
    book.save(raw)
    path.write_bytes(_without_clock(raw))


def _exact(sheet: Any, value: Any) -> Any:
    """Write a number with every digit it needs, and a text as one.

    openpyxl cuts numbers to sixteen digits, and makes formulas of what starts like one.
    """
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    formula = isinstance(value, str) and value.startswith("=")
    if not (isinstance(value, float) or formula):
        return value
    cell = WriteOnlyCell(sheet)
    cell._value, cell.data_type = (value, "s") if formula else (repr(value), "n")
    return cell


def _read_xlsx(path: Path, resources: dict[str, Resource]) -> Tables:
    frames = pd.read_excel(path, sheet_name=None, dtype="object", keep_default_na=False)
    return {name: _as_text(frame) for name, frame in frames.items()}


def _write_sdmx(package: Package, path: Path) -> None:
    units = package.texts["indicators"].set_index("indicator")["unit"]
    frame = sdmx.encode(_texts(package)[OBSERVATIONS], units, package.version)
    path.write_text(tables.to_text(frame), encoding="utf-8", newline="\n")


def _read_sdmx(path: Path, resources: dict[str, Resource]) -> Tables:
    return {OBSERVATIONS: sdmx.decode(_csv(path), resources[OBSERVATIONS].columns)}


def _records(frame: pd.DataFrame) -> list[dict]:
    return frame.astype("object").where(frame.notna(), None).to_dict("records")


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.apply(lambda column: column.map(_text).astype("str"))


def _text(cell: Any) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _without_clock(raw: BytesIO) -> bytes:
    """Rewrite a zip archive with one moment for all its members."""
    out = BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            # openpyxl writes the time of saving whatever the workbook's properties say.
            content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


FORMATS: dict[str, tuple[Callable, Callable]] = {
    "csv": (_write_csv, _read_csv),
    "json": (_write_json, _read_json),
    "parquet": (_write_parquet, _read_parquet),
    "sdmx-csv": (_write_sdmx, _read_sdmx),
    "xlsx": (_write_xlsx, _read_xlsx),
}
