import doctest
import importlib
import pkgutil

import pytest

from digitalbay import methods

MODULES = [m.name for m in pkgutil.iter_modules(methods.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name):
    module = importlib.import_module(f"digitalbay.methods.{name}")
    assert doctest.testmod(module).failed == 0


def test_public_names_are_documented():
    assert all(getattr(methods, name).__doc__ for name in methods.__all__)
