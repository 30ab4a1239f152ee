"""nbval's kernels, started side by side, must not fight for ports."""

import nbval.kernel

from digitalbay.run.kernels import FileKernelManager

nbval.kernel.KernelManager = FileKernelManager
