"""Three parties declare, draw, inspect and catch a false declaration, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.channel.crisis import NAMES
from tests.e2e.test_channel import follow, founded, free_port, host, run

SITES = [{"id": f"S{n}", "latitude": f"50.{12 + n}", "longitude": "30.45",
          "counts": {"warheads": 400}} for n in range(5)]  # fmt: skip


def test_declare_draw_inspect_and_catch(tmp_path) -> None:
    act = founded(tmp_path)
    folders = [str(tmp_path / party) for party in NAMES]
    ald, brv, ctl = folders
    sites = tmp_path / "sites.json"
    sites.write_text(json.dumps({"items": SITES}))

    def mirror() -> None:
        for folder in folders:
            run("mirror", "-d", folder)

    with host(tmp_path, free_port()) as (url, vkey, _):
        follow(tmp_path, url, vkey)
        run("send", "charter", str(act), "-d", ald)
        words = ("--name", "sites", "--capacity", "64", "--totals", "--escrow", "2", "-d", ald)
        made = json.loads(run("declare", str(sites), *words))
        run("declare", str(sites), *words, code=1)
        mirror()
        call = json.loads(run("draw", made["digest"], "-n", "2", "-d", brv))["digest"]
        for folder in folders:
            assert run("seed", call, "-d", folder).strip() == "committed"
            if folder != ctl:
                run("seed", call, "-d", folder, code=1)
        for folder in folders:
            assert run("seed", call, "-d", folder).strip() == "revealed"
        assert run("seed", call, "-d", ald).strip() == "nothing left to do"
        run("mirror", "-d", ald)
        assert len(run("reveal", "sites", "--drawn", "-d", ald).splitlines()) == 2
        empty = run("reveal", "sites", "--at", "10,10", "-d", ald)
        assert "nothing (more) is declared here" in empty
        run("reveal", "sites", "--at", "50.12,30.45", "-d", ald)
        mirror()
        one = json.loads(run("declared", "--json", "-d", ctl))
        assert len(one["numbers"]) == 2
        assert [s["label"] for s in one["shown"]][:2] == [f"number:{n}" for n in one["numbers"]]

        offer = tmp_path / "false.json"
        run("reveal", "sites", "--number", "0", "-o", str(offer), "-d", ald)
        body = json.loads(offer.read_text())["openings"][0]
        body["item"]["text"] = "a school"
        offer.write_text(json.dumps(body))
        run("send", "reveal", str(offer), "--about", made["digest"], "-d", ald)
        whole = str(tmp_path / "whole.json")
        run("reveal", "sites", "--full", whole, "-d", ald)
        rows = [json.loads(x) for x in run("inbox", "--json", "-d", brv).splitlines()]
        shares = next(row["digest"] for row in rows if row["kind"] == "escrow")
        run("escrow", shares, "--recover", "-d", brv, code=1)
        for folder in (brv, ctl):
            run("escrow", shares, "-d", folder)
        mirror()
    secret = run("escrow", shares, "--recover", "-d", ald).strip()
    assert secret == json.loads(Path(whole).read_text())["secret"]
    told = run("declared", whole, "--ceilings", "NEWSTART", "-d", ctl, code=1)
    assert "DOES NOT HOLD" in told
    assert "over the ceiling: warheads 2000, allowed 1550" in told
    assert "falsely stated" not in told
