"""Ways to damage what describes a package: the descriptor, a schema, a seal."""

import json


def edit_descriptor(root, change, rng):
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    change(rng.choice(raw["resources"]))
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")


def edit_top(root, change):
    path = root / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")


def wrong_hash(rng, root):
    edit_descriptor(root, lambda entry: entry.update(hash="sha256:" + "0" * 64), rng)


def no_hash(rng, root):
    edit_descriptor(root, lambda entry: entry.pop("hash"), rng)


def missing_schema(rng, root):
    (root / "schemas" / f"{rng.choice(['areas', 'observations', 'sources'])}.json").unlink()


def broken_descriptor(rng, root):
    path = root / "datapackage.json"
    content = path.read_text(encoding="utf-8")
    path.write_text(content[: rng.randrange(len(content) - 3)], encoding="utf-8")


def descriptor_without(rng, root):
    key = rng.choice(["name", "path", "schema"])
    edit_descriptor(root, lambda entry: entry.pop(key), rng)


def path_outside(rng, root):
    edit_descriptor(root, lambda entry: entry.update(path="../secret.csv"), rng)


def wrong_metadata(rng, root):
    part, wrong = rng.choice(
        [
            ("version", "one"),
            ("version", 1),
            ("version", None),
            ("licenses", []),
            ("contributors", None),
            ("name", "Digital Bay"),
            ("digitalbay:region", "atlantis"),
        ]
    )
    edit_top(root, lambda raw: raw.update({part: wrong}))


def missing_metadata(rng, root):
    parts = ["version", "licenses", "contributors", "name", "created", "digitalbay:region"]
    edit_top(root, lambda raw: raw.pop(rng.choice(parts)))


def wrong_measure(rng, root):
    part, wrong = rng.choice([("bytes", 5), ("digitalbay:rows", 5), ("encoding", "latin-1")])
    edit_descriptor(root, lambda entry: entry.update({part: wrong}), rng)


def twice_in_the_descriptor(rng, root):
    edit_top(root, lambda raw: raw["resources"].append(rng.choice(raw["resources"])))


def wrong_schema(rng, root):
    path = root / "schemas" / "observations.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    field = rng.choice(schema["fields"])
    rng.choice(
        [
            lambda: field.update(type="blob"),
            lambda: field.setdefault("constraints", {}).update(pattern="["),
            lambda: schema["fields"].append(field),
            lambda: schema.update(fields=[]),
            lambda: schema.update(primaryKey=["nothing"]),
            lambda: schema["foreignKeys"][0]["reference"].update(resource="nothing"),
            lambda: schema["foreignKeys"][0]["reference"].update(fields=["nothing"]),
            lambda: next(f for f in schema["fields"] if f["name"] == "value").update(type="string"),
        ]
    )()
    path.write_text(json.dumps(schema), encoding="utf-8")


def bottomless_descriptor(rng, root):
    (root / "datapackage.json").write_text("[" * 100_000, encoding="utf-8")


def lost_seal(rng, root):
    (root / "checksums" / f"{rng.choice(['areas', 'sources', 'units'])}.txt").unlink()


def wrong_seal(rng, root):
    name = rng.choice(["areas", "sources", "units"])
    (root / "checksums" / f"{name}.txt").write_text("column x 0\n", encoding="utf-8")
