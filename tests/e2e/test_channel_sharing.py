"""Sharing on the command line: the named read, nobody else learns more than a hash."""

from __future__ import annotations

import json

from tests.channel.crisis import NAMES
from tests.e2e.test_channel import follow, founded, free_port, host, run


def test_share_with_a_group_and_out_as_stix(tmp_path) -> None:
    act = founded(tmp_path)
    folders = [str(tmp_path / party) for party in NAMES]
    ald, brv, _ = folders
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        run("group", "friends", "BRV", "-d", ald)
        run("group", "strangers", "XXX", "-d", ald, code=1)
        run("mirror", "-d", ald)
        run("share", "--text", "lorries", "--tlp", "RED", "--group", "friends", "-d", ald)
        run("share", "--text", "to none", "--tlp", "AMBER", "-d", ald)
        run("share", "--text", "open", "--tlp", "GREEN", "-d", ald)
        run("share", "--text", "x", "--tlp", "RED", "--group", "unknown", "-d", ald, code=1)
        run("share", "--text", "x", "--tlp", "GREEN", "--label", "terrorist", "-d", ald, code=1)
        for folder in folders:
            run("mirror", "-d", folder)
        bundle = tmp_path / "bundle.json"
        bundle.write_text(run("shared", "--stix", "-d", brv))
        run("share", str(bundle), "--tlp", "GREEN", "-d", brv, code=1)
        run("share", str(bundle), "--tlp", "RED", "-d", brv)
        run("mirror", "-d", brv)
    read = {p: run("shared", "--json", "-d", f) for p, f in zip(NAMES, folders, strict=True)}
    texts = {p: [json.loads(x)["content"].get("text") for x in t.splitlines()]
             for p, t in read.items()}  # fmt: skip
    assert texts == {
        "ALD": ["lorries", "to none", "open"], "BRV": ["lorries", "open", None], "CTL": ["open"],
    }  # fmt: skip
    notes = [o for o in json.loads(bundle.read_text())["objects"] if o["type"] == "note"]
    assert [o["content"] for o in notes] == ["lorries", "open"]
    everything = b"".join(p.read_bytes() for p in (tmp_path / "CTL").rglob("*") if p.is_file())
    assert b"lorries" not in everything
    assert b"to none" not in everything
