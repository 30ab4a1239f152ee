"""What GitHub and Zenodo read: workflows, forms, citation."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from digitalbay.cli import main

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = [p for p in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) if p.stem != "config"]
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": FORMS,
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "dependabot": [GITHUB / "dependabot.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}
# What a job may do beyond reading, and why.
MORE = {
    ("pages.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("release.yml", "publish"): {"contents": "write"},
}


def read(path: Path) -> dict:
    # YAML 1.1 takes the key `on` for a truth.
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def judged(schema: str, paths: list[Path]) -> subprocess.CompletedProcess:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    return subprocess.run([*words, *map(str, paths)], check=False, capture_output=True, text=True)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_are_of_their_schema(schema):
    assert SCHEMAS[schema]
    result = judged(schema, SCHEMAS[schema])
    assert result.returncode == 0, result.stdout


def test_a_fault_in_a_workflow_is_found(tmp_path):
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs_on: x\n", encoding="utf-8")
    assert judged("github-workflows", [bad]).returncode == 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_little(path):
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert job.get("permissions", {}) == MORE.get((path.name, name), {})
        assert int(job["timeout-minutes"]) <= 240
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"
            # Whoever opens a pull request writes its title and branch.
            assert "github.event" not in step.get("run", "")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_call_what_exists(path):
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    text = path.read_text(encoding="utf-8")
    for words in re.findall(r"(?:run: |digital-bay )make (.+)", text):
        assert set(words.split()) <= targets
    for command in re.findall(r"(?<!-)\bbay ((?:data )?[a-z]+)", text):
        assert CliRunner().invoke(main, [*command.split(), "--help"]).exit_code == 0, command


def test_every_python_is_tested_on_both_systems():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: "
    stated = [c.removeprefix(prefix) for c in project["classifiers"] if c.startswith(prefix)]
    jobs = read(GITHUB / "workflows" / "tests.yml")["jobs"]
    assert {name: job["strategy"]["matrix"]["python"] for name, job in jobs.items()} == {
        "linux": stated,
        "macos": stated,
    }


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_forms_ask_for_what_they_need(path):
    # A link fills fields in by their ids.
    fields = {field["id"]: field for field in read(path)["body"]}
    assert len(fields) == len(read(path)["body"])
    assert any(f.get("validations", {}).get("required") == "true" for f in fields.values())


def test_zenodo_is_told_what_is_cited():
    cited = read(ROOT / "CITATION.cff")
    told = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    for name in ("title", "version", "keywords"):
        assert told[name] == cited[name]
    assert told["description"] == cited["abstract"]
    assert told["creators"] == cited["authors"]
    # Zenodo takes one licence: that of a data set's text and compilation.
    assert told["license"].upper() in cited["license"]
    assert told["upload_type"] == cited["type"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_within_the_project_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / target).exists(), target
