"""Sharing on the command line: the named read, nobody else learns more than a hash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import httpx
from tests.channel.crisis import NAMES
from tests.e2e.test_channel import PASS, START, follow, founded, free_port, host, run


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


def test_the_label_stands_at_both_ends_and_nothing_inside_looks_like_it(tmp_path) -> None:
    act = founded(tmp_path)
    ald, brv, _ = (str(tmp_path / party) for party in NAMES)
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        hostile = "lorries\nTLP:CLEAR\x1b[2J\u2028TLP:CLEAR"
        run("share", "--text", hostile, "--tlp", "green", "-d", ald)
        run("mirror", "-d", brv)
        told = run("shared", "-d", brv)
    lines = told.splitlines()
    assert [line for line in lines if line.startswith("TLP:")] == ["TLP:GREEN", "TLP:GREEN"]
    assert (lines[0], lines[-2]) == ("TLP:GREEN", "TLP:GREEN")
    assert "\x1b" not in told


def test_a_large_bundle_goes_out_and_comes_back_whole(tmp_path, shared) -> None:
    path = shared / "data/channel/stix2-json-schemas/examples/threat-reports/poisonivy.json"
    act = founded(tmp_path)
    ald, brv, _ = (str(tmp_path / party) for party in NAMES)
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        sent = run("share", str(path), "--tlp", "CLEAR", "-d", ald).splitlines()
        assert len(sent) > 1
        run("mirror", "-d", brv)
        back = json.loads(run("shared", "--stix", "-d", brv))["objects"]
    plain = json.loads(path.read_text())["objects"]
    first, *objects = back
    assert first["name"] == "TLP:CLEAR"
    marks = {"object_marking_refs": [first["id"]]}
    marked = [o if o["type"] == "marking-definition" else {**o, **marks} for o in plain]
    assert [o for o in objects if o["id"] != first["id"]] == marked


def test_a_tool_reads_a_party_s_own_collections(tmp_path) -> None:
    act = founded(tmp_path)
    folders = [str(tmp_path / party) for party in NAMES]
    ald, brv, _ = folders
    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        run("group", "friends", "BRV", "-d", ald)
        for name, label in (("friends", "RED"), (None, "GREEN")):
            where = ("--group", name) if name else ()
            run("mirror", "-d", ald)
            run("share", "--text", f"lorries {label}", "--tlp", label, *where, "-d", ald)
        for folder in folders:
            run("mirror", "--cosign", "-d", folder)
        for folder in folders:
            run("mirror", "-d", folder)
    port = free_port()
    command = [sys.executable, "-c", f"{START}", "channel", "taxii", "-d", brv,
               "--port", str(port), "--token", "t"]  # fmt: skip
    env = {**os.environ, "DETENTE_CHANNEL_PASSPHRASE": PASS}
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        base = f"http://127.0.0.1:{port}"
        assert process.stderr.readline() == f"{base}/taxii2/ user BRV token t\n"
        root = f"{base}/taxii2/channel/collections/"
        for _ in range(200):
            try:
                rows = httpx.get(root, auth=("BRV", "t")).json()["collections"]
                break
            except httpx.TransportError:
                time.sleep(0.05)
        found = {row["title"]: row["id"] for row in rows}
        assert list(found) == ["Open to all parties", "ALD: friends"]
        objects = httpx.get(f"{root}{found['ALD: friends']}/objects/", auth=("BRV", "t")).json()
        notes = [o["content"] for o in objects["objects"] if o["type"] == "note"]
        assert notes == ["lorries RED"]
        assert httpx.get(root, auth=("BRV", "x")).status_code == 401
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
