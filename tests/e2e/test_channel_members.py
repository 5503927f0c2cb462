"""Who is a party, on the command line: admit, change keys, expel; cut off between any two steps."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.channel.crisis import NAMES
from tests.e2e.test_channel import PASS, follow, founded, free_port, host, run

from detente.adapters.channel_mirror import PartyFolder
from detente.channel.keys import fingerprint
from detente.cli.main import cli


def rows(folder: str) -> dict[str, dict]:
    found = [json.loads(x) for x in run("parties", "--json", "-d", folder).splitlines()]
    return {f"{row['state']} {row['party']}": row for row in found}


def names(folder: str) -> list[str]:
    """Names of Aldmark's witness keys, by the log."""
    return [one.partition(" ")[0] for one in rows(folder)["party ALD"]["witnesses"]]


def everybody(tmp_path: Path, *words: str) -> None:
    for party in NAMES:
        run(*words, "-d", str(tmp_path / party))


@pytest.fixture
def opened(tmp_path):
    """A hosted channel of three parties that have mirrored its charter."""
    act = founded(tmp_path)
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", str(tmp_path / "ALD"))
        everybody(tmp_path, "mirror", "--cosign")
        yield url, vkey


def test_a_newcomer_is_admitted_and_a_party_expelled(opened, tmp_path) -> None:
    url, vkey = opened
    ald, brv, ctl = (str(tmp_path / party) for party in NAMES)
    drn, act = str(tmp_path / "DRN"), str(tmp_path / "drn.json")
    run("init", "DRN", "--name", "Dorn", "-d", drn)
    run("enrol", f"{drn}/party.json", "-d", ald, code=1)
    run("join", f"{drn}/party.json", "-d", drn, "-o", act)
    digest = json.loads(run("enrol", act, "-d", ald))["digest"]
    everybody(tmp_path, "mirror")
    waiting = rows(brv)["pending DRN"]
    assert (waiting["act"], waiting["digest"]) == ("enrol", digest)
    assert (waiting["approvals"], waiting["needed"]) == (["ALD"], 2)
    run("approve", digest, "-d", brv)
    run("join", "-d", drn, "--url", url, "--log", vkey)
    run("mirror", "--cosign", "-d", drn)
    newcomer = rows(drn)["party DRN"]
    assert (newcomer["name"], newcomer["keys"]) == ("Dorn", waiting["keys"])
    run("send", "question", "-d", drn, code=1)
    expel = json.loads(run("expel", "CTL", "--reason", "left the talks", "-d", drn))["digest"]
    run("mirror", "-d", ctl)
    assert rows(ctl)["pending CTL"]["needed"] == 2, "two thirds of the three others"
    run("approve", expel, "-d", ald)
    run("mirror", "-d", ctl)
    told = run("parties", "-d", ctl)
    assert "former   CTL" in told
    assert newcomer["keys"][0] in told
    body = tmp_path / "q.json"
    body.write_text('{"text": "why?"}')
    run("send", "question", str(body), "-d", ctl, code=1)
    run("verify", "-d", ctl)


def test_a_party_changes_its_keys_and_nothing_is_lost(opened, tmp_path) -> None:
    ald, brv, _ = (str(tmp_path / party) for party in NAMES)
    sites = tmp_path / "sites.json"
    sites.write_text(json.dumps({"items": [{"id": "S1", "latitude": "50.1", "longitude": "30.1"}]}))
    run("declare", str(sites), "--name", "sites", "-d", brv)
    old = PartyFolder(brv).keys(PASS)
    digest = json.loads(run("rotate", "-d", brv))["digest"]
    assert json.loads(run("rotate", "-d", brv))["digest"] == digest, "asked once, not twice"
    run("rotate", "--finish", "-d", brv, code=1)
    run("mirror", "--cosign", "-d", brv)
    assert PartyFolder(brv).keys(PASS) == old, "the old keys sign until the quorum has approved"
    run("approve", digest, "-d", ald)
    run("rotate", "--finish", "-d", brv)
    fresh = PartyFolder(brv).keys(PASS)
    assert fresh.signer != old.signer
    assert fresh.former == (old,)
    run("reveal", "sites", "--number", "0", "-d", brv)
    everybody(tmp_path, "mirror", "--cosign")
    run("declared", "-d", ald)
    run("verify", "-d", brv)
    row = rows(ald)["party BRV"]
    assert row["keys"] == [fingerprint(fresh.signer.public)]
    assert row["since"] > 0


STEPS = ("keep_next", "draft", "keep_keys", "keep_row", "keep_declaration", "drop_next")


def cut_off(monkeypatch, step: str, *words: str, after: bool) -> None:
    """A command that ends in the middle, before or after one thing was written."""
    done = getattr(PartyFolder, step)

    def cut(*args, **extra) -> None:
        if after:
            done(*args, **extra)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PartyFolder, step, cut)
        result = CliRunner().invoke(
            cli, ["channel", *words], env={"DETENTE_CHANNEL_PASSPHRASE": PASS}
        )
    assert result.exit_code != 0


def test_a_rotation_that_is_cut_off_goes_on(opened, tmp_path, monkeypatch) -> None:
    ald, brv, _ = (str(tmp_path / party) for party in NAMES)
    sites = tmp_path / "sites.json"
    sites.write_text(json.dumps({"items": [{"id": "S1", "latitude": "50.1", "longitude": "30.1"}]}))
    run("declare", str(sites), "--name", "sites", "-d", brv)
    for step, after in itertools.product(STEPS, (False, True)):
        before = PartyFolder(brv).keys(PASS).rings
        if step in STEPS[:2]:
            cut_off(monkeypatch, step, "rotate", "-d", brv, after=after)
        digest = json.loads(run("rotate", "-d", brv))["digest"]
        run("approve", digest, "-d", ald)
        if step in STEPS[2:]:
            cut_off(monkeypatch, step, "mirror", "-d", brv, after=after)
        run("mirror", "--cosign", "-d", brv)
        keys = PartyFolder(brv).keys(PASS)
        assert [r.signer for r in keys.former] == [r.signer for r in before], step
        assert PartyFolder(brv).next_keys(PASS) is None
    run("reveal", "sites", "--number", "0", "-d", brv)
    run("mirror", "--cosign", "-d", ald)
    run("verify", "-d", ald)


def test_post_quantum_witnesses_come_with_new_keys_if_the_charter_left_them_out(tmp_path) -> None:
    for party, name in NAMES.items():
        run("init", party, "--name", name, "-d", str(tmp_path / party))
    given = [str(tmp_path / party / "party.json") for party in NAMES]
    act, ald = str(tmp_path / "charter.json"), str(tmp_path / "ALD")
    run("charter", *given, "--ed25519-only", "--quorum", "1", "-o", act)
    everybody(tmp_path, "join", act)
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", act, "-d", ald)
        everybody(tmp_path, "mirror", "--cosign")
        assert names(ald) == ["ALD/witness"]
        run("rotate", "-d", ald)
        everybody(tmp_path, "mirror", "--cosign")
        assert names(ald) == ["ALD/witness", "ALD/witness-pq"]


def test_without_a_terminal_the_passphrase_comes_from_the_environment(tmp_path) -> None:
    result = CliRunner().invoke(cli, ["channel", "init", "ALD", "-d", str(tmp_path / "a")])
    assert result.exit_code == 2
    assert "DETENTE_CHANNEL_PASSPHRASE" in result.output
    assert not (tmp_path / "a").exists()
