"""The settlement task takes a folder and writes one object."""

from __future__ import annotations

import json

from click.testing import CliRunner

from detente.cli.main import cli

DOMAIN = """<negotiation_template><utility_space><objective>
<issue index="1" name="Truce"><item index="1" value="yes"/><item index="2" value="no"/></issue>
</objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space><objective><weight index="1" value="1"/>
<issue index="1" name="Truce"><item index="1" value="yes" evaluation="{}"/>
<item index="2" value="no" evaluation="1"/></issue></objective></utility_space>"""


def test_a_folder_is_solved_and_a_broken_domain_stops_nothing(tmp_path):
    for name in ("good", "broken"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "domain.xml").write_text(DOMAIN)
        (tmp_path / name / "a.xml").write_text(PROFILE.format(3))
    (tmp_path / "good" / "b.xml").write_text(PROFILE.format(2))
    out = tmp_path / "out.json"
    done = CliRunner().invoke(
        cli, ["evaluate", "settlement", str(tmp_path), "--predictions", str(out)]
    )
    assert done.exit_code == 0, done.output
    told = json.loads(out.read_text())
    assert list(told) == ["broken", "good"]
    assert "error" in told["broken"]
    assert told["good"]["pareto"] == [[3.0, 2.0]]
    assert told["good"]["n"] == 2


def test_a_file_is_no_folder(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text("{}\n")
    done = CliRunner().invoke(cli, ["evaluate", "settlement", str(rows)])
    assert done.exit_code == 2
    assert "folder" in done.output
