"""nbval's kernels, started side by side, must not fight for ports."""

import nbval.kernel

from digitalbay.kernels.manager import FileKernelManager

nbval.kernel.KernelManager = FileKernelManager
