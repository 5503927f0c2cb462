"""Linked issues and side payments; tables that cannot be used; long runs that are stopped."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner
from tests.settlement.test_assessment import table

from detente.adapters.settlement_toml import parse_table
from detente.cli.main import cli
from detente.model.errors import TableError
from detente.settlement.assessment import assess
from detente.settlement.edge import takes_long
from detente.settlement.tabulated import problem_of

LINK = """
[[link]]
name = "leaving is paid for"
when = { troops = ["leave"] }
then = { trade = ["3", "4"] }
"""
PAYMENT = """
[[side_payment]]
key = "fund"
name = "Fund"
payer = "brv"
receiver = "ald"
most = 20
steps = 4
worth = 1.5
"""


def test_a_link_leaves_only_what_it_asks_for():
    done = assess(parse_table(table(0, 0, more=LINK)))
    leaving = [one for one in done.frontier if one.options["troops"] == "leave"]
    assert leaving
    assert {one.options["trade"] for one in leaving} <= {"3", "4"}
    free = assess(parse_table(table(0, 0)))
    assert {one.options["trade"] for one in free.frontier} > {"3", "4"}


def test_a_side_payment_takes_worth_from_one_and_gives_it_to_the_other():
    done = assess(parse_table(table(0, 0, more=PAYMENT)))
    assert done.outcomes == 10 * 5
    problem = problem_of(done.table)
    assert problem.values[-1].tolist() == [
        [0, 0], [7.5, -5], [15, -10], [22.5, -15], [30, -20]]  # fmt: skip
    paid = [one for one in done.frontier if one.options["fund"] != "0"]
    assert paid
    assert done.picked("Nash").options["fund"] == "20"


def test_a_side_payment_can_open_a_zone():
    without = assess(parse_table(table(65, 40)))
    with_payment = assess(parse_table(table(65, 40, more=PAYMENT)))
    assert (without.zone, with_payment.zone) == (False, True)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        (LINK.replace("trade =", "troops ="), "link.then"),
        (LINK.replace('"3", "4"', '"9"'), "link.then"),
        (LINK.replace("troops =", "ships ="), "link.when"),
        (PAYMENT.replace('"brv"', '"ald"'), "side_payment.receiver"),
        (PAYMENT.replace("most = 20", "most = 0"), "side_payment.most"),
        (PAYMENT.replace('"fund"', '"trade"'), "side_payment.key"),
        (PAYMENT.replace("worth = 1.5", "worth = -1"), "side_payment.worth"),
        ('[[coalition]]\nkey = "league"\n', "coalition.key"),
        ('[[ratifier]]\nparty = "zzz"\nbody = "x"\naccepts_from = 4\n', "ratifier.party"),
        ('[[ratifier]]\nparty = "ald"\nbody = "x"\n', "ratifier.accepts_from"),
    ],
)
def test_terms_that_cannot_be_used_are_named(more, field):
    with pytest.raises(TableError) as raised:
        parse_table(table(more=more), file="t.toml")
    assert raised.value.field == field
    assert raised.value.line >= 31


def test_links_that_contradict_each_other_are_named():
    other = LINK.replace('"3", "4"', '"0", "1"')
    stay = '[[link]]\nwhen = { trade = ["0", "1", "2", "3", "4"] }\nthen = { troops = ["leave"] }\n'
    with pytest.raises(TableError, match="contradict"):
        parse_table(table(more=LINK + other + stay), file="t.toml")


LONG = "".join(
    f'[[issue]]\nkey = "i{n}"\nkind = "integer"\nlow = 1\nhigh = 7\n' for n in range(14)
) + "".join(
    f'[[party]]\nkey = "{key}"\nwalk_away = 20\n'
    + "".join(
        f"[party.interest.i{n}]\nweight = {1 + (n * seed) % 7}\nvalues = {ends}\n"
        for n in range(14)
    )
    + "".join(
        f'[[together]]\nparty = "{key}"\n'
        f'when = {{ i{n} = ["{1 + seed}"], i{(n + seed) % 14} = ["{2 + seed}"] }}\nadds = 9\n'
        for n in range(14)
    )
    for key, ends, seed in (("ald", [0, 100], 3), ("brv", [100, 0], 4), ("cor", [40, 60], 5))
)  # fmt: skip


def test_a_long_run_says_so_first_and_stops_in_time(tmp_path):
    file = tmp_path / "long.toml"
    file.write_text(LONG)
    assert takes_long(problem_of(parse_table(LONG)))
    done = CliRunner().invoke(cli, ["settle", str(file), "--seconds", "0.1"])
    assert done.exit_code == 0, done.output
    assert "can take minutes" in done.stderr
    assert "the search was stopped" in done.stdout
    assert "There is a zone" in done.stdout


def test_ctrl_c_keeps_the_best_found_so_far(tmp_path):
    file = tmp_path / "long.toml"
    file.write_text(LONG)
    process = subprocess.Popen(
        [sys.executable, "-c", "from detente.cli.main import main; main()", "settle", str(file)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert "can take minutes" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    shown, told = process.communicate(timeout=120)
    assert process.returncode == 130, told
    assert "best found so far" in told
    assert "the search was stopped" in shown


def test_a_side_payment_leaves_additive_tables_additive():
    issues = "".join(
        f'[[issue]]\nkey = "i{n}"\nkind = "integer"\nlow = 1\nhigh = 10\n' for n in range(30)
    )
    parties = "".join(
        f'[[party]]\nkey = "{key}"\nwalk_away = 30\n'
        + "".join(f"[party.interest.i{n}]\nweight = 1\nvalues = {ends}\n" for n in range(30))
        for key, ends in (("ald", [0, 100]), ("brv", [100, 0]))
    )
    done = assess(parse_table(issues + parties + PAYMENT))
    assert done.outcomes == 5 * 10**30
    assert done.complete
