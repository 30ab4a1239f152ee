"""Every public name of the data room has an example that runs, on the package as it is."""

import doctest
from types import ModuleType

import pytest

import digitalbay as db
from digitalbay import data

NAMES = [name for name in data.__all__ if callable(getattr(data, name))]


def test_all_but_values_and_modules_are_called():
    rest = set(data.__all__) - set(NAMES)
    assert all(isinstance(getattr(data, name), tuple | ModuleType) for name in rest)
    assert len(NAMES) > 25


@pytest.mark.parametrize("name", NAMES)
def test_example(name):
    public = getattr(data, name)
    (test,) = doctest.DocTestFinder(recurse=False).find(public, name, globs={"db": db})
    assert test.examples, f"{name} has no example"
    said: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not failed, "".join(said)
