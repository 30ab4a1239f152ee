"""A kernel's stdout and stderr, flushed only when something was written.

Jupyter flushes both around every cell and every output, and each flush waits for another thread.
"""

from ipykernel.iostream import OutStream


class SparingStream(OutStream):
    """Passes over a flush of nothing."""

    _written = False

    def write(self, string: str) -> int | None:
        """Write as any stream does."""
        self._written = True
        return super().write(string)

    def flush(self) -> None:
        """Send what was written since the last flush."""
        if self._written:
            self._written = False
            super().flush()
