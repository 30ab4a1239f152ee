"""Options and kernels of all tests."""

import nbval.kernel
import pytest

from digitalbay.kernels.manager import FileKernelManager

# nbval's kernels, started side by side, must not fight for ports.
nbval.kernel.KernelManager = FileKernelManager


def pytest_addoption(parser):
    """Let `bay check` read the pages of one chapter only."""
    parser.addoption("--chapter", help="Read the texts of this chapter only, not of all pages.")


@pytest.fixture
def chapter(request):
    """Name of the only chapter to read; None is all."""
    return request.config.getoption("chapter")
