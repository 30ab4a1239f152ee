from pathlib import Path

from digitalbay.publish.source import mirror


def test_mirror_writes_what_differs_and_drops_the_rest(tmp_path):
    for name in ("same", "new"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    tree = tmp_path / "tree"
    (tree / "gone").mkdir(parents=True)
    (tree / "gone" / "old").write_text("old", encoding="utf-8")
    (tree / "same").write_text("same", encoding="utf-8")
    (tree / "_config.yml").write_text("kept", encoding="utf-8")
    before = (tree / "same").stat().st_mtime_ns
    wanted = {Path("same"): tmp_path / "same", Path("a/new"): tmp_path / "new"}
    mirror(wanted, tree, keep={Path("_config.yml")})
    files = sorted(p.relative_to(tree).as_posix() for p in tree.rglob("*") if p.is_file())
    assert files == ["_config.yml", "a/new", "same"]
    assert not (tree / "gone").exists()
    assert (tree / "same").stat().st_mtime_ns == before
