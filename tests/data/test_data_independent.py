"""The package as frictionless sees it."""

import frictionless


def test_frictionless_accepts_the_package(package_root):
    report = frictionless.validate(str(package_root / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:10]


def test_frictionless_sees_a_changed_digit(copy):
    path = copy / "reference/areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("440100", "440101"), encoding="utf-8")
    report = frictionless.validate(str(copy / "datapackage.json"))
    assert not report.valid
