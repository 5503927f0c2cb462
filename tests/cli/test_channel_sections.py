"""The help of the channel: every command once, in a line that is not cut."""

from __future__ import annotations

import re

import pytest

from detente.cli.channel import channel
from detente.cli.channel_sections import SECTIONS


def test_every_command_stands_in_one_section() -> None:
    listed = [name for lines in SECTIONS.values() for name in lines]
    assert sorted(listed) == sorted(channel.commands)


def test_help_gives_each_command_one_line_on_a_narrow_terminal(run) -> None:
    lines = run("channel", "--help").stdout.splitlines()
    for words in SECTIONS.values():
        for name, line in words.items():
            assert any(row.split() == [name, *line.split()] for row in lines), name
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("name", sorted(channel.commands))
def test_every_command_shows_how_it_is_used(name: str, run) -> None:
    told = run("channel", name, "--help").stdout
    assert 0 < told.index("Example") < told.index("Options:")
    assert f"detente channel {name}" in told


@pytest.mark.parametrize("name", sorted(channel.commands))
def test_examples_use_options_that_are_there(name: str) -> None:
    command = channel.commands[name]
    nested = getattr(command, "commands", {}).values()
    known = {word for one in (command, *nested) for p in one.params for word in p.opts}
    shown = [row for row in (command.help or "").splitlines() if f"detente channel {name}" in row]
    used = {word for row in shown for word in re.findall(r"(?<=\s)-{1,2}[a-z][a-z0-9-]*", row)}
    assert used <= known
