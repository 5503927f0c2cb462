"""What comes after an act: a reply, a further act, the end, or nothing yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measures.spells import AGAIN, CAUSES, ENDS, WINDOW, Act, spells
from detente.model.errors import InputError


def act(actor: str, day: int, rung: int = 4, dispute: str = "d") -> Act:
    return Act(dispute, actor, "B" if actor == "A" else "A", day, rung)


def told(acts, ends=None, **more):
    return [(s.trigger, CAUSES[s.cause], s.days) for s in spells(acts, ends or {}, **more)]


def test_a_reply_has_a_rung_and_a_delay():
    acts = [act("A", 10, 3), act("B", 16, 4)]
    assert told(acts, {"d": 20}) == [(3, "reply at 4", 6), (4, "ends", 4)]


def test_no_reply_is_an_outcome():
    assert told([act("A", 10)], {"d": 10}) == [(4, "ends", 1)]


def test_a_further_act_opens_a_new_spell():
    first, second, _ = spells([act("A", 1), act("A", 3), act("B", 9)], {"d": 9})
    assert (first.cause, first.days) == (AGAIN, 2)
    assert (second.cause, second.days, second.earlier) == (CAUSES.index("reply at 4"), 6, 1)


def test_acts_of_one_day_answer_each_other_in_no_known_order():
    both = spells([act("A", 1, 3), act("B", 1, 4)], {"d": 1})
    assert [one.joint for one in both] == [True, True]
    assert {one.cause for one in both} == {ENDS}


def test_a_reply_at_war_counts_as_force():
    assert told([act("A", 1), act("B", 2, 5)])[0] == (4, "reply at 4", 1)


def test_after_the_window_nothing_has_come():
    assert told([act("A", 1), act("B", WINDOW + 9)])[0] == (4, "nothing yet", WINDOW)


def test_an_open_dispute_is_followed_until_the_data_end():
    assert told([act("A", 1)], watched=31) == [(4, "nothing yet", 30)]
    assert told([act("A", 1)], watched=1) == []


def test_three_sides_are_refused():
    with pytest.raises(InputError, match="3 sides"):
        spells([act("A", 1), Act("d", "C", "A", 2, 4)], {})


acts_ = st.lists(
    st.builds(act, st.sampled_from("AB"), st.integers(1, 400), st.integers(2, 5)), min_size=1
)


@given(acts_)
def test_names_and_order_of_rows_do_not_matter(acts):
    swapped = [Act(a.dispute, a.target, a.actor, a.day, a.rung) for a in acts]
    assert sorted(told(reversed(acts))) == sorted(told(swapped)) == sorted(told(acts))


@given(acts_)
def test_what_was_done_before_is_never_read_from_what_came_after(acts):
    whole = spells(acts, {})
    last = max(one.day for one in acts)
    early = spells([one for one in acts if one.day < last], {})
    kept = [(s.trigger, s.own_last, s.earlier, s.joint) for s in whole][: len(early)]
    assert kept == [(s.trigger, s.own_last, s.earlier, s.joint) for s in early]
