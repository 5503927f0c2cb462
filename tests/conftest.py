"""What tests share: where third-party data lies, and what must not be skipped."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, settings

LONG = os.environ.get("DETENTE_LONG") == "1"
settings.register_profile(
    "detente",
    deadline=None,
    derandomize=True,
    max_examples=200 if LONG else 20,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("detente")

REQUIRE_ALL = os.environ.get("DETENTE_REQUIRE_ALL") == "1"
ROOT = Path(__file__).resolve().parent.parent


def missing(reason: str) -> None:
    """Skip on a newcomer's machine; fail where everything must be there."""
    if REQUIRE_ALL:
        pytest.fail(f"DETENTE_REQUIRE_ALL=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Third-party data for measurement, never part of the repository."""
    folder = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        missing(f"no third-party data at {folder} (set DETENTE_SHARED)")
    return folder


LOCAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


@pytest.fixture
def postgres() -> Iterator[str]:
    """A database of the test's own; the server is DETENTE_POSTGRES, or the local one in CI."""
    server = os.environ.get("DETENTE_POSTGRES") or (LOCAL_SERVER if REQUIRE_ALL else "")
    if not server:
        missing("no database server is named by DETENTE_POSTGRES")
    import psycopg
    from psycopg import conninfo

    name = f"detente_test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            named = {**conninfo.conninfo_to_dict(server), "dbname": name}
            yield f"postgresql://?{urlencode(named)}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
