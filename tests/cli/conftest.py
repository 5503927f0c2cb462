"""A way to run the command line as a user does, on the hand-made reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.main import cli


@pytest.fixture
def reading_file() -> str:
    return str(Path(__file__).parents[1] / "render" / "fixture" / "reading.json")


@pytest.fixture
def run():
    def run_(*arguments: str, **more) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], **more)

    return run_
