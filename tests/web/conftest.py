"""What the tests of the wire share."""

from __future__ import annotations

import pytest
from tests.web.wire import Wire

from detente.adapters.channel_sqlite import SqliteStore


@pytest.fixture(scope="module")
def wire(tmp_path_factory):
    store = SqliteStore(tmp_path_factory.mktemp("wire") / "log.db")
    yield Wire(store)
    store.close()
