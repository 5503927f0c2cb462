"""``detente balance``: an alliance on the terminal, as JSON, CSV, picture and page."""

import csv
import io
import json


def test_words(run):
    done = run("balance", "NATO", "--against", "RUS")
    assert done.exit_code == 0, done.output
    assert "No single index" in done.output
    assert "disputed" in done.output
    assert "membership is from a table that was only recalled" in done.output
    assert "shipped empty: core-defence" in done.output


def test_json_and_csv_hold_the_same_figures(run):
    record = json.loads(run("balance", "FRA,DEU,POL", "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("balance", "FRA,DEU,POL", "--csv").stdout)))
    assert record["schema"] == "detente-balance/1"
    assert record["members"] == ["DEU", "FRA", "POL"]
    assert len(rows) == sum(len(table["figures"]) for table in record["tables"])


def test_a_picture_comes_with_its_table(run, tmp_path):
    out = tmp_path / "s.svg"
    done = run("balance", "NATO", "--svg", out, "--html", tmp_path / "b.html", "--json")
    assert done.exit_code == 0
    assert out.read_text().startswith("<svg")
    assert len((tmp_path / "s.csv").read_text().splitlines()) == 33
    page = (tmp_path / "b.html").read_text()
    assert "<svg" in page
    assert "<script" not in page


def test_a_template_filled_in_replaces_what_was_shipped(run, tmp_path):
    empty = run("balance", "template", "input").stdout
    assert empty.splitlines()[0] == "indicator,member,year,value,source"
    own = tmp_path / "own.csv"
    own.write_text(empty + "milex-gdp,POL,2031,4.9,budget law\n")
    done = json.loads(run("balance", "POL,DEU", "--figures", own, "--json").stdout)
    table = next(one for one in done["tables"] if one["indicator"] == "milex-gdp")
    assert [row["value"] for row in table["figures"]] == [4.9]
    assert table["missing"] == ["DEU"]


def test_a_definition_of_your_own_has_its_own_table(run, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "indicator,member,year,value,source,panel,definition,unit,use\n"
        "mines,POL,2031,3,statute,output,Minehunters in service,ships,burden\n"
    )
    done = run("balance", "POL,DEU", "--figures", own)
    assert "Minehunters in service" in done.output


def test_wrong_rows_are_named_with_line_and_field(run, tmp_path):
    own = tmp_path / "own.csv"
    head = "indicator,member,year,value,source\n"
    for row, said in (
        ("milex-gdp,Poland,2031,4.9,law", "'member'"),
        ("milex-gdp,POL,2031,much,law", "'value'"),
        ("milex-gdp,POL,2031,4.9,", "'source'"),
        ("budget,POL,2031,4.9,law", "'indicator'"),
    ):
        own.write_text(head + row + "\n")
        done = run("balance", "POL,DEU", "--figures", own)
        assert done.exit_code == 1
        assert "line 2" in done.output
        assert said in done.output


def test_votes_show_who_differs(run, tmp_path):
    votes = tmp_path / "votes.csv"
    votes.write_text("vote,member,position\nr1,POL,yes\nr1,HUN,no\nr1,DEU,yes\n")
    done = run("balance", "NATO", "--votes", votes)
    assert "DEU, POL" in done.output
    votes.write_text("vote,member,position\nr1,POL,perhaps\n")
    assert "yes, no or abstain" in run("balance", "NATO", "--votes", votes).output


def test_an_unknown_group_is_named_with_what_there_is(run):
    done = run("balance", "NATTO")
    assert done.exit_code == 1
    assert "NATO" in done.output
    both = run("balance", "POL,DEU", "--against", "DEU")
    assert "both sides" in both.output


def test_membership_is_judged_on_a_day(run):
    then = json.loads(run("balance", "NATO", "--as-of", "1950-01-01", "--json").stdout)
    assert len(then["members"]) == 12


def test_pledges_are_those_of_the_members_own_alliance(run):
    assert json.loads(run("balance", "CSTO", "--json").stdout)["moves"] == []


def test_the_same_seed_gives_the_same_bytes(run):
    first, second = (run("balance", "NATO", "--json", "--seed", "3").stdout for _ in range(2))
    assert first == second


def test_a_world_of_your_own_needs_figures_votes_or_a_reading(run, tmp_path):
    votes = tmp_path / "votes.csv"
    votes.write_text("vote,member,position\nr1,TAR,yes\nr1,DRV,no\n")
    done = run("balance", "TAR,DRV", "--votes", votes)
    assert done.exit_code == 0, done.output
    assert "r1" in done.output
    assert run("balance", "TAR,DRV").exit_code == 1
