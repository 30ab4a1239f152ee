"""Options and kernels of all tests."""

import nbval.kernel
import pytest

from digitalbay.kernels.manager import FileKernelManager

# nbval's kernels, started side by side, must not fight for ports.
nbval.kernel.KernelManager = FileKernelManager


def pytest_addoption(parser):
    """Let `bay check` read the pages of one chapter only."""
    parser.addoption("--chapter", help="Read the texts of this chapter only, not of all pages.")


def pytest_collection_modifyitems(items):
    """Start with what takes longest, or one worker has it left when the others are done."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def chapter(request):
    """Name of the only chapter to read; None is all."""
    return request.config.getoption("chapter")
