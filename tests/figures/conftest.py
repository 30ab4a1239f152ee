import pytest

from digitalbay.figures import chapter as module


@pytest.fixture
def published(monkeypatch):
    """What a chapter displays, as (bundle, metadata) pairs."""
    shown = []
    monkeypatch.setattr(
        module, "publish_display_data", lambda data, meta: shown.append((data, meta["digitalbay"]))
    )
    return shown
