"""Receipts and silence, on the command line."""

from __future__ import annotations

import json
import time

from tests.channel.crisis import NAMES
from tests.e2e.test_channel import follow, founded, free_port, host, run


def test_propose_object_and_a_receipt(tmp_path) -> None:
    act = founded(tmp_path)
    folders = [str(tmp_path / party) for party in NAMES]
    ald, brv, ctl = folders
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        for text in ("one", "two"):
            run("propose", "main", text, "--expiry", "2099-01-01T00:00:00+00:00", "-d", ald)
        run("propose", "main", "x", "--expiry", "2099-01-01", "-d", ald, code=1)
        for folder in folders:
            run("mirror", "--cosign", "-d", folder)
        rows = [json.loads(x) for x in run("inbox", "--json", "-d", brv).splitlines()]
        one, two = [row["digest"] for row in rows if row["kind"] == "proposal"]
        objection = json.loads(run("object", one, "not as it stands", "-d", brv))["digest"]
        run("extend", two, "--expiry", "2099-01-02T00:00:00+00:00", "-d", ald)
        message = str(tmp_path / f"BRV/sent/{objection}.json")
        note = tmp_path / "receipt.txt"
        note.write_text(run("receipt", message, "-d", ctl))
        run("receipt", str(note), "--hand-in", "-d", brv)
        run("receipt", str(act), "--hand-in", "-d", brv, code=1)
        for folder in folders:
            run("mirror", "--cosign", "-d", folder)
    told = run("status", "-d", ctl)
    assert f"{one[:16]} silence until 2099-01-01T00:00:00Z: broken by 1 objections" in told
    assert f"{two[:16]} silence until 2099-01-02T00:00:00Z: open" in told
    later = str(int(time.time()) + 80 * 365 * 86400)
    assert "waits for BRV, CTL" in run("status", "--as-of", later, "-d", ctl)
