"""From today to a package: nobody stands below its walk-away, and who could renege is said."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.channel.scene import START, Scene

from detente.adapters.settlement_toml import parse_table, read_table
from detente.app.settle_path import find_path, follow_rounds, path_record
from detente.cli.main import cli
from detente.model.errors import TableError
from detente.model.settlement import Range
from detente.model.settlement_path import Verdict
from detente.settlement.assessment import assess
from detente.settlement.coalitions import blocking_sets, holdings, ratification, survives
from detente.settlement.commitments import deadlines, proposal_body
from detente.settlement.path import path_to
from detente.settlement.problem import Problem, utilities
from detente.settlement.steps import NoPath, exchanges

FOLDER = Path(__file__).parents[2] / "examples" / "settlement"
STRAIT = FOLDER / "strait.toml"
ROUNDS = FOLDER / "strait-rounds.toml"


def problem(first, second, floors=(0, 0)):
    """Two issues of three options: one that the first party gives, one that the second gives."""
    one = np.array([[0, 0], [-first / 2, 30], [-first, 60]], float)
    two = np.array([[0, 0], [30, -second / 2], [60, -second]], float)
    return Problem((one + 20, two + 20), np.array(floors, float))


def test_small_steps_on_both_sides_instead_of_one_leap():
    way = exchanges(problem(40, 40), [0, 0], [2, 2], ordered=[True, True])
    assert [one.after.tolist() for one in way] == [[1, 1], [2, 2]]
    assert all(one.reciprocal for one in way)


def test_a_walk_away_rules_out_going_first():
    """With a high floor neither may move alone, even where moves alone would tempt less."""
    for floor in (0, 39):
        way = exchanges(problem(10, 10, (floor, floor)), [0, 0], [2, 2], ordered=[True, True])
        worths = utilities(problem(10, 10), np.array([one.after for one in way]))
        assert (worths >= floor).all()


@given(st.data())
def test_no_step_lies_below_a_floor_and_the_last_one_arrives(data):
    issues, parties = data.draw(st.integers(1, 4)), data.draw(st.integers(2, 3))
    sizes = data.draw(st.lists(st.integers(2, 4), min_size=issues, max_size=issues))
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    values = tuple(rng.integers(0, 30, (size, parties)).astype(float) for size in sizes)
    floors = rng.integers(0, 15 * issues, parties).astype(float)
    game = Problem(values, floors)
    target = [int(rng.integers(size)) for size in sizes]
    assume((utilities(game, np.array([target], np.int32)) >= floors).all())
    today = [0] * issues
    assume(target != today)
    way = exchanges(game, today, target, ordered=[True] * issues)
    assert (utilities(game, np.array([one.after for one in way])) >= floors).all()
    assert way[-1].after.tolist() == target
    assert way[0].before.tolist() == today
    swapped = replace(game, values=tuple(v[:, ::-1] for v in values), floors=floors[::-1])
    again = exchanges(swapped, today, target, ordered=[True] * issues)
    assert [one.after.tolist() for one in again] == [one.after.tolist() for one in way]


def test_a_package_below_a_floor_is_no_place_to_arrive_at():
    with pytest.raises(NoPath, match="walk-away"):
        exchanges(problem(40, 40, (90, 0)), [0, 0], [2, 2], ordered=[True, True])


def test_too_many_issues_to_order_are_refused_with_what_to_do():
    values = tuple(np.array([[0, 0], [1, 1]], float) for _ in range(13))
    with pytest.raises(NoPath, match="13 issues change"):
        exchanges(Problem(values, np.zeros(2)), [0] * 13, [1] * 13, ordered=[False] * 13)


TABLE = """
[[issue]]
key = "troops"
options = ["stay", "leave"]
today = "stay"
{troops}
[[issue]]
key = "relief"
options = ["none", "full"]
today = "none"
detection = 1.0
[[party]]
key = "ald"
walk_away = 20
[party.interest.troops]
weight = 1
values = {{ stay = 60, leave = 0 }}
[party.interest.relief]
weight = 1
values = {{ none = 0, full = 100 }}
[[party]]
key = "brv"
walk_away = 20
[party.interest.troops]
weight = 1
values = {{ stay = 0, leave = 100 }}
[party.interest.relief]
weight = 1
values = {{ none = 60, full = 0 }}
"""


def path_with(troops):
    table = parse_table(TABLE.format(troops=troops))
    return path_to(table, {"troops": "leave", "relief": "full"})


def test_reneging_is_held_against_detection_times_loss():
    """Ald keeps its troops and takes the relief: 80 for 50; caught, it loses 50 less 20."""
    (step,) = path_with("detection = 1.0").steps
    (ald,) = (one for one in step.temptations if one.party == "ald")
    assert (ald.issues, ald.gain, ald.loss, ald.needed) == (("troops",), 30.0, 30.0, 1.0)
    assert ald.verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("troops", "verdict", "summary"),
    [
        ("detection = 1.0", Verdict.HOLDS, "self-enforcing"),
        ("detection = 0.5", Verdict.FAILS, "needs a guarantor for step 1"),
        ("detection = [0.5, 1.0]", Verdict.HANGS, "hangs on how likely"),
        ("", Verdict.UNJUDGED, "not judged"),
    ],
)
def test_a_package_is_self_enforcing_or_says_what_it_lacks(troops, verdict, summary):
    path = path_with(troops)
    assert path.steps[0].verdict is verdict
    assert path.summary.startswith(summary)


def test_what_a_guarantor_must_add():
    (step,) = path_with("detection = 0.5").steps
    assert [one.guarantee for one in step.temptations] == [15.0, 0.0]


def test_more_detection_never_makes_a_step_worse():
    order = list(Verdict)
    ranks = [
        order.index(path_with(f"detection = {share / 10}").steps[0].verdict) for share in range(11)
    ]
    assert ranks == sorted(ranks, reverse=True)


def test_the_example_names_verifiers_and_steps_that_need_a_guarantor():
    path = find_path(read_table(STRAIT))
    assert path.picked_by == ("Nash",)
    assert path.summary == "needs a guarantor for step 2"
    floors = {party.key: party.walk_away.high for party in path.table.parties}
    assert all(step.worths[key] >= floors[key] for step in path.steps for key in floors)
    assert all(step.reciprocal for step in path.steps)
    named = {c.verified_by: c.recalled for step in path.steps for c in step.changes}
    assert named["vd-inspection-reply"] is True
    assert named["hotline-test-ack"] is False
    assert any("dredging" in note for note in path.notes)


def test_an_issue_without_today_is_named():
    text = TABLE.format(troops="").replace('today = "none"\n', "")
    with pytest.raises(NoPath, match="relief"):
        path_to(parse_table(text), {"troops": "leave", "relief": "full"})


def test_a_verifier_must_be_a_measure_or_a_rule():
    with pytest.raises(TableError, match="no measure") as raised:
        parse_table(TABLE.format(troops='verified_by = "goodwill"'), file="t.toml")
    assert (raised.value.line, raised.value.field) == (6, "issue.verified_by")


def test_who_can_block_a_coalition():
    assert blocking_sets({"a": 1, "b": 1, "c": 1}, 0.5) == (("a", "b"), ("a", "c"), ("b", "c"))
    assert blocking_sets({"a": 1, "b": 1}, 1.0) == (("a",), ("b",))
    assert blocking_sets({"a": 9, "b": 1}, 0.9) == (("a",),)


def test_members_break_away_and_a_coalition_holds_or_falls():
    table = read_table(STRAIT)
    worths = {"ald": 60.0, "brv": 50.0, "cor": 40.0}
    (pact,) = holdings(table, worths)
    assert pact.verdict is Verdict.HOLDS  # Corvia leaves; Brevia's three quarters are enough
    assert [one.verdict for one in pact.members] == [Verdict.HOLDS, Verdict.FAILS]
    assert holdings(table, {**worths, "brv": 39.0})[0].verdict is Verdict.FAILS
    everybody = replace(table, coalitions=(replace(table.coalitions[0], needs=1.0),))
    assert holdings(everybody, worths)[0].verdict is Verdict.FAILS
    assert holdings(everybody, {**worths, "cor": 50.0})[0].verdict is Verdict.HANGS


def test_ratification_has_a_range():
    table = read_table(STRAIT)
    for worth, verdict in ((56, "HOLDS"), (50, "HANGS"), (44, "FAILS")):
        (assembly,) = ratification(table, {"ald": worth, "brv": 0, "cor": 0})
        assert assembly.verdict is Verdict[verdict]


def test_some_packages_survive_at_home_and_some_do_not():
    done = assess(read_table(STRAIT))
    found = {survives(done.table, one) for one in done.frontier}
    assert {Verdict.HOLDS, Verdict.FAILS} <= found
    shown = CliRunner().invoke(cli, ["settle", str(STRAIT)]).output
    assert "pass at home" in shown


def test_the_channel_takes_a_settlement_as_a_proposal_under_silence():
    path = find_path(read_table(STRAIT))
    body = proposal_body(path, room="table", start=dt.date(2031, 5, 1), every=30, silence=7)
    scene = Scene()
    scene.watch(START)
    proposal = scene.say("ALD", "proposal", json.loads(json.dumps(body)))
    from detente.channel.silence import SilenceState, silence

    stands = silence(scene.record, proposal.digest, now=START + 3600)
    assert stands.state is SilenceState.OPEN
    assert stands.expiry == START + 7 * 24 * 3600
    assert deadlines(body) == ("2031-06-07T00:00:00+00:00", "2031-07-07T00:00:00+00:00")


def test_commitments_hold_no_worth_and_no_temptation():
    path = find_path(read_table(STRAIT))
    body = proposal_body(path, room="table", start=dt.date(2031, 5, 1), every=30, silence=7)
    keys = {key for row in body["commitments"] for key in row}
    assert keys == {"step", "by", "issue", "from", "to", "due", "verified_by"}
    text = json.dumps(body)
    for step in path.steps:
        for worth in step.worths.values():
            assert f"{worth:.4f}" not in text


def test_a_record_is_json_even_where_no_detection_is_enough():
    table = read_table(STRAIT)
    bare = replace(table, parties=tuple(replace(p, loss_if_caught=0) for p in table.parties))
    path = path_to(replace(bare, issues=tuple(replace(i, detection=Range(0, 0)) for i in
                                              bare.issues)), find_path(table).package)  # fmt: skip
    json.dumps(path_record(path), allow_nan=False)


def test_a_single_text_goes_round_until_nobody_can_gain_without_a_loser():
    table = read_table(STRAIT)
    text = follow_rounds(table, ROUNDS)
    assert text.below == (("ald",), ())
    assert [one.issue for one in text.open_comments] == ["hotline"]
    first = text.revisions[0]
    assert first.changes == {"hotline": "manned day and night"}
    assert first.answers == text.open_comments
    assert min(first.gains.values()) >= 0 < max(first.gains.values())


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('patrols = "weekly", ', "", "round.text"),
        ('answer = "accepts"', 'answer = "maybe"', "round.comment.answer"),
        ('wants = "stood down"', 'wants = "gone"', "round.comment.wants"),
        ('party = "ald"', 'party = "zzz"', "round.comment.party"),
    ],
)
def test_a_wrong_round_is_named(tmp_path, old, new, field):
    file = tmp_path / "rounds.toml"
    file.write_text(ROUNDS.read_text().replace(old, new, 1))
    with pytest.raises(TableError) as raised:
        follow_rounds(read_table(STRAIT), file)
    assert raised.value.field == field


@pytest.mark.parametrize(
    "words",
    [
        ["path", STRAIT, "--to", "nothing=50"],
        ["path", STRAIT, "--to", "tolls=51"],
        ["path", STRAIT, "--package", "Rawls"],
    ],
)
def test_what_is_not_there_is_named_on_the_command_line(words):
    done = CliRunner().invoke(cli, ["settle", *map(str, words)])
    assert done.exit_code == 1
    assert "choose among" in done.stderr or "are" in done.stderr


def test_path_rounds_and_commitments_on_the_command_line():
    run = CliRunner().invoke
    assert "needs a guarantor" in run(cli, ["settle", "path", str(STRAIT)]).output.lower()
    record = json.loads(run(cli, ["settle", "path", str(STRAIT), "--json"]).output)
    assert record["schema"] == "detente-settlement-path/1"
    rows = run(cli, ["settle", "path", str(STRAIT), "--csv"]).output.splitlines()
    assert rows[0].startswith("step,issue,from,to")
    text = run(cli, ["settle", "rounds", str(STRAIT), str(ROUNDS), "--json"]).output
    assert json.loads(text)["schema"] == "detente-single-text/1"
    body = run(cli, ["settle", "commitments", str(STRAIT), "--start", "2031-05-01"]).output
    assert json.loads(body)["schema"] == "detente-commitments/1"
