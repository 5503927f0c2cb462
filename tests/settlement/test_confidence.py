"""What was told in confidence is in no export, link, log, error or file in the clear."""

from __future__ import annotations

import json
import logging
import os
import pty
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.adapters.sealed_table import as_toml, parse_fields, read_sealed, sealed_path
from detente.adapters.settlement_toml import read_table
from detente.app.settle import as_record, settle
from detente.app.settle_confidence import change_sealed, seal_text, unseal_text
from detente.cli.main import cli
from detente.model.errors import Confidential, SealError, TableError
from detente.model.serialise import to_plain
from detente.render.settlement_charts import frontier_chart, gains_chart, tornado_chart
from detente.settlement.swings import swings

HARBOUR = Path(__file__).parents[2] / "examples" / "settlement" / "harbour.toml"
SECRET = "correct horse"
CANARIES = ("43.218765", "swordfish-caucus", "2.7182818", SECRET)
FIELDS = """
[party.ald]
walk_away = 43.218765
note = "swordfish-caucus: the minister would take the outer line"
[party.ald.interest.withdrawal]
weight = 2.7182818
"""
ROUNDS = str(HARBOUR.with_name("strait-rounds.toml"))
EXPORTS = [
    ["table", "--json"],
    ["table", "--csv"],
    ["table", "--chart", "out.svg"],
    ["table", "--svg", "pictures"],
    ["table"],  # standard output is no terminal here
    ["path", "--json"],
    ["path", "--csv"],
    ["path"],
    ["rounds", ROUNDS, "--json"],
    ["rounds", ROUNDS, "--csv"],
    ["rounds", ROUNDS],
    ["robust", "--json"],
    ["robust", "--csv"],
    ["robust"],
    ["commitments", "--start", "2031-05-01"],
]


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_SETTLE_PASSPHRASE", SECRET)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "harbour.toml"
    path.write_text(HARBOUR.read_text())
    return path


@pytest.fixture
def sealed(table):
    seal_text(table, FIELDS, SECRET)
    return table


def canaries_in(text):
    return [canary for canary in CANARIES if canary in text]


def all_files(folder):
    return "".join(p.read_bytes().decode("latin-1") for p in folder.rglob("*") if p.is_file())


def test_what_is_sealed_opens_again_and_only_with_the_passphrase(sealed):
    assert read_sealed(sealed_path(sealed), SECRET)["ald"]["walk_away"] == 43.218765
    assert parse_fields(unseal_text(sealed, SECRET)) == parse_fields(FIELDS)
    with pytest.raises(SealError, match="passphrase is another"):
        read_sealed(sealed_path(sealed), "wrong horse")


def test_a_changed_byte_is_noticed(sealed):
    path = sealed_path(sealed)
    record = json.loads(path.read_text())
    record["box"] = ("B" if record["box"][0] == "A" else "A") + record["box"][1:]
    path.write_text(json.dumps(record))
    with pytest.raises(SealError):
        read_sealed(path, SECRET)


def test_the_sealed_file_hides_contents_length_and_is_its_owners(sealed):
    path = sealed_path(sealed)
    short = len(path.read_bytes())
    assert not canaries_in(all_files(sealed.parent))
    assert path.stat().st_mode & 0o077 == 0
    change_sealed(sealed, SECRET, set_={"brv.note": "x" * 100})
    assert len(path.read_bytes()) == short
    assert {p.name for p in sealed.parent.iterdir()} == {"harbour.toml", "harbour.sealed"}


def test_sealed_fields_count_only_when_asked_for(sealed):
    open_, closed = settle(sealed), settle(sealed, passphrase=SECRET)
    assert open_.table.confidential == ()
    assert closed.table.confidential == (
        "ald.walk_away",
        "ald.note",
        "ald.interest.withdrawal.weight",
    )
    assert closed.table.parties[0].walk_away.high == 43.218765
    assert open_.frontier != closed.frontier


@pytest.mark.parametrize("export", EXPORTS, ids=lambda words: " ".join(words)[-24:])
def test_every_export_is_refused_with_the_reason(sealed, export):
    done = CliRunner().invoke(cli, ["settle", export[0], str(sealed), "--sealed", *export[1:]])
    assert done.exit_code == 1
    assert "refused" in done.stderr
    assert "ald.walk_away" in done.stderr
    assert done.stdout == ""
    assert not canaries_in(done.output + all_files(sealed.parent))
    assert {p.name for p in sealed.parent.iterdir()} == {"harbour.toml", "harbour.sealed"}


def test_unsealing_into_a_pipe_is_refused(sealed):
    done = CliRunner().invoke(cli, ["settle", "unseal", str(sealed)])
    assert done.exit_code == 1
    assert not canaries_in(done.output)


def test_records_pictures_and_logs_hold_nothing(sealed, caplog):
    done = settle(sealed, passphrase=SECRET)
    charts = (frontier_chart, gains_chart, lambda it: tornado_chart(swings(it.table)))
    for export in (as_record, to_plain, lambda it: to_plain(it.table), *charts):
        with pytest.raises(Confidential, match="refused"):
            export(done)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("detente").warning("%r %s %r", done, done, done.table)
    assert "confidential" in caplog.text
    assert not canaries_in(caplog.text)


def terminal(*words):
    """Run a command as on a terminal, and give back what it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from detente.cli.main import main; main()", "settle", *words],
        stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    errors = process.communicate(timeout=60)[1]
    return process.returncode, shown.decode(), errors.decode()


def test_the_terminal_shows_the_mark(sealed):
    code, shown, errors = terminal(str(sealed), "--sealed")
    assert code == 0, errors
    assert shown.startswith("CONFIDENTIAL: computed with sealed fields (ald.walk_away")
    assert "There is a zone" in shown
    assert not canaries_in(errors)
    assert not canaries_in(all_files(sealed.parent))
    assert "CONFIDENTIAL" not in terminal(str(sealed))[1]
    assert "43.218765" in terminal("unseal", str(sealed))[1]


@pytest.mark.parametrize(
    "wrong",
    [
        "[party.ald]\nwalk_away = [43.218765, 12]",
        "[party.ald]\nwalk_away = 432187.65\nwithout_agreement = 'swordfish-caucus'",
        "[party.ald.interest.withdrawal]\nposition = 'swordfish-caucus'\nweight = 2.7182818",
        "[party.ald.interest.withdrawal]\nvalues = { swordfish-caucus = 43.218765 }",
        "[party.ald]\nwalk_away = 43.218765 swordfish-caucus",
        "[party.ald]\nswordfish-caucus = 43.218765",
    ],
)
def test_errors_withhold_what_is_confidential(table, wrong):
    with pytest.raises((TableError, SealError)) as raised:
        seal_text(table, wrong, SECRET)
    told = "".join(traceback.format_exception(raised.value))
    assert "withheld" in str(raised.value)
    assert not [c for c in (*CANARIES, "432187") if c in told.split("detente.model.errors.")[-1]]
    assert raised.value.__context__ is None
    assert not sealed_path(table).exists()


def test_fields_are_asked_for_unseen_and_changed_one_by_one(table):
    done = CliRunner().invoke(
        cli, ["settle", "seal", str(table), "--set", "ald.walk_away", "--set", "brv.note"],
        input="43.218765\nswordfish-caucus\n",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert not canaries_in(done.output)
    assert read_sealed(sealed_path(table), SECRET) == {
        "ald": {"walk_away": 43.218765},
        "brv": {"note": "swordfish-caucus"},
    }
    CliRunner().invoke(cli, ["settle", "seal", str(table), "--drop", "brv.note"])
    assert read_sealed(sealed_path(table), SECRET) == {"ald": {"walk_away": 43.218765}}


def test_no_command_takes_the_passphrase_as_an_argument():
    for verb in ("table", "seal", "unseal"):
        assert "--passphrase" not in CliRunner().invoke(cli, ["settle", verb, "--help"]).output


def test_a_missing_sealed_file_says_how_to_make_one(table):
    done = CliRunner().invoke(cli, ["settle", str(table), "--sealed"])
    assert done.exit_code == 1
    assert "settle seal" in done.stderr


def test_a_sealed_weight_takes_the_place_of_an_open_rank(table):
    table.write_text(HARBOUR.read_text().replace("weight = [2, 3]", "rank = 1"))
    change_sealed(table, SECRET, set_={"ald.interest.withdrawal.weight": "9"})
    read = read_table(table, sealed=read_sealed(sealed_path(table), SECRET))
    assert read.parties[0].interests["withdrawal"].weight.middle == 9
    assert as_toml({"a b": {"x": [1, 2], "y": {"k": "v"}}}).count("\n") > 2


def test_a_party_that_is_not_there_is_named(table):
    with pytest.raises(SealError, match="zzz"):
        change_sealed(table, SECRET, set_={"zzz.walk_away": "40"})
