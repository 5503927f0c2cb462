"""The shell itself: help, exit codes, errors and Ctrl-C."""

import subprocess
import sys

import click
import pytest

from detente.cli import main
from detente.cli.main import COMMANDS, cli
from detente.model.errors import InputError

HEAVY = ("numpy", "spacy", "sklearn", "rich", "jinja2", "onnxruntime", "trafilatura")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_before_its_options(name, run):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.index("Examples:") < result.stdout.index("Options:")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name):
    command = cli.get_command(click.Context(cli), name)
    assert command.get_short_help_str(limit=100) == COMMANDS[name]


def test_help_loads_nothing_heavy():
    probe = f"""
import sys
from detente.cli.main import cli
cli(["--help"], standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_an_unknown_command_is_a_usage_error(run):
    assert run("breif").exit_code == 2


def test_a_named_error_becomes_words_and_code_1(run, monkeypatch):
    def fail(*_, **__):
        raise InputError("reports.txt, line 3: no text; leave the line out")

    monkeypatch.setattr("detente.app.readings.obtain", fail)
    result = run("brief", "reports.txt")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "reports.txt, line 3" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["brief", "read", "ladder"])
def test_ctrl_c_leaves_with_130(run, monkeypatch, command):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.app.readings.obtain", stop)
    result = run(command, "reports")
    assert result.exit_code == 130
    assert "interrupted" in result.stderr


def test_the_version_is_told(run):
    assert main.__version__ in run("--version").stdout
