"""Every public name that can be called has an example that runs, on the package as it is."""

import ast
import doctest
import inspect
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import digitalbay as db
from digitalbay.publish.package_reference import ROOMS

PACKAGE = Path(db.__file__).parent
# Modules whose functions are public by their own names, with their examples in one place.
IN_ONE_PLACE = ("digitalbay.figures.facts",)


def public() -> dict[str, object]:
    """What the reference lists and a user calls, by its full name."""
    return {
        f"{room}.{name}": value
        for room in ROOMS
        for name in import_module(room).__all__
        if callable(value := getattr(import_module(room), name))
    }


def with_examples() -> list[str]:
    """Modules of the package that show an example."""
    files = [path for path in PACKAGE.rglob("*.py") if ">>> " in path.read_text("utf-8")]
    names = [path.relative_to(PACKAGE.parent).with_suffix("").parts for path in sorted(files)]
    return [".".join(name[:-1] if name[-1] == "__init__" else name) for name in names]


def called(examples: list[doctest.Example]) -> set[str]:
    """Names that examples call."""
    nodes = (node for one in examples for node in ast.walk(ast.parse(one.source)))
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    return {f.id if isinstance(f, ast.Name) else getattr(f, "attr", "") for f in calls}


@pytest.mark.parametrize("name", public())
def test_shows_an_example(name):
    value = public()[name]
    found = doctest.DocTestParser().get_examples(inspect.getdoc(value) or "")
    # What only functions make, such as a composite, is shown by one of these.
    assert found if isinstance(value, type) else name.rpartition(".")[2] in called(found)


@pytest.mark.parametrize("name", IN_ONE_PLACE)
def test_functions_of_a_public_module_are_shown_together(name):
    module = import_module(name)
    own = {
        key
        for key, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == name and not key.startswith("_")
    }
    assert own <= called(doctest.DocTestParser().get_examples(module.__doc__ or ""))


def test_all_else_that_is_public_is_a_value_or_a_module():
    for room in ROOMS:
        module = import_module(room)
        rest = [getattr(module, name) for name in module.__all__]
        assert all(callable(value) or isinstance(value, tuple | ModuleType) for value in rest)


@pytest.mark.parametrize("name", with_examples())
def test_examples_hold(name):
    module = import_module(name)
    assert doctest.testmod(sys.modules[name], extraglobs={"db": db}).failed == 0, module
