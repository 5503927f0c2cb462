"""Equal terms: names swap rows and change nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.channel.scene import HOUR, START, iso
from tests.channel.talks import CLOSE, DAY, ROTATION, Talks

from detente.channel.hosting import tenures
from detente.channel.terms import terms

NOW = CLOSE + 9 * HOUR


def table(scene: Talks, now: int = NOW):
    return {row.party: row for row in terms(scene.talk(now))}


def test_items_waits_and_turns_are_counted_for_each_party() -> None:
    scene = Talks(rooms={"main": {"chair": ROTATION}})
    scene.say("CTL", "chair", {"room": "main", "party": "ALD"})
    items = [scene.say("CTL", "item", {"room": "main", "text": str(n)}) for n in range(3)]
    scene.say("BRV", "item", {"room": "main", "text": "b"})
    back = scene.say("BRV", "item", {"room": "main", "text": "taken back"})
    scene.say("BRV", "withdrawal", about=back.digest)
    scene.watch(START)
    scene.say("ALD", "session", {"room": "main"})
    for hour, item in ((1, items[0]), (5, items[1])):
        scene.say("ALD", "item-reached", about=item.digest)
        scene.watch(START + hour * HOUR)
    rows = table(scene)
    assert (rows["CTL"].items_raised, rows["CTL"].items_reached) == (3, 2)
    assert (rows["CTL"].wait, rows["BRV"].wait) == (HOUR, None)
    assert (rows["BRV"].items_raised, rows["BRV"].items_reached) == (1, 0)
    assert (rows["ALD"].chair_turns, rows["ALD"].sessions_opened) == (1, 1)


def test_who_broke_which_silence() -> None:
    scene = Talks()
    one, two = scene.propose("ALD"), scene.propose("ALD", "Article 2")
    for _ in range(2):
        scene.say("BRV", "objection", {"text": "no"}, about=one.digest)
    scene.watch(START)
    scene.watch(CLOSE + HOUR)
    rows = table(scene)
    assert (rows["BRV"].silence_broken, rows["CTL"].silence_broken) == (1, 0)
    assert (rows["ALD"].proposals, rows["ALD"].adopted, rows["ALD"].not_adopted) == (2, 1, 1)
    assert scene.stands(two, NOW).state == "adopted"


def test_time_is_granted_by_the_party_that_asked_the_question() -> None:
    scene = Talks()
    asked = scene.say("ALD", "question", {"text": "?"}, to=["BRV"])
    request = scene.say("BRV", "time-request", {"until": iso(CLOSE)}, about=asked.digest)
    scene.say("CTL", "time-grant", {"until": iso(CLOSE)}, about=request.digest)
    assert (table(scene)["BRV"].time_asked, table(scene)["BRV"].time_granted) == (1, 0)
    scene.say("ALD", "time-grant", {"until": iso(CLOSE)}, about=request.digest)
    rows = table(scene)
    assert (rows["BRV"].time_granted, rows["ALD"].time_given, rows["CTL"].time_given) == (1, 1, 0)


def test_nobody_makes_himself_host() -> None:
    scene = Talks(host="ALD")
    scene.say("CTL", "hosting", {"host": "CTL"})
    assert [one.host for one in tenures(scene.record, now=NOW)] == ["ALD"]
    scene.say("BRV", "hosting", {"host": "CTL"})
    scene.watch(START)
    found = tenures(scene.record, now=NOW)
    assert [(one.host, one.entries) for one in found] == [("ALD", 2), ("CTL", 1)]
    assert table(scene)["CTL"].hosted == 1


def test_without_a_named_host_nobody_has_hosted() -> None:
    scene = Talks()
    scene.say("BRV", "hosting", {"host": "BRV"})
    assert tenures(scene.record, now=NOW) == ()
    assert {row.hosted for row in table(scene).values()} == {0}


def test_what_a_host_held_back_and_kept_from_witnesses_is_seen() -> None:
    scene = Talks(host="ALD")
    scene.watch(START)
    scene.watch(START + 5 * HOUR)
    late = scene.say("BRV", "objection", {"text": "no"}, about=scene.propose("ALD").digest)
    scene.watch(START + 6 * HOUR)
    assert table(scene)["ALD"].held_back == 0
    for party in ("ALD", "CTL"):
        scene.receipt(party, late, START + HOUR)
    record = replace(scene.record, agreeing=2)
    (found,) = tenures(record, now=START + 7 * HOUR)
    assert (found.held_back, found.longest_hold, found.longest_gap) == (1, 4 * HOUR, 5 * HOUR)


def test_who_left_keeps_a_row_and_is_marked() -> None:
    scene = Talks("ALD", "BRV", "CTL", "DUN")
    scene.propose("DUN")
    scene.expel("DUN", "ALD", "BRV", "CTL")
    row = table(scene)["DUN"]
    assert (row.member, row.proposals) == (False, 1)


ROLES = ("ALD", "BRV", "CTL")
ROLE = st.integers(0, 2)
ACTS = st.lists(
    st.tuples(
        ROLE,
        st.sampled_from(["propose", "consensus", "object", "consent", "item", "reach", "session",
                         "withdraw", "question", "more-time", "grant", "chair", "host", "watch",
                         "receipt"]),
        ROLE, st.integers(0, 5),
    ), max_size=25,
)  # fmt: skip


def played(acts, names) -> dict:
    """A dialogue by roles, under some names; what each role's row shows."""
    rooms = {"main": {"chair": ROTATION}}
    scene = Talks(*names, rooms=rooms, host=names[0])
    scene.say(names[1], "chair", {"room": "main", "party": names[0]})
    scene.watch(START - HOUR)
    clock = START
    for role, act, other, pick in acts:
        clock += HOUR
        play(scene, names[role], act, names[other], pick, clock)
    scene.watch(CLOSE + HOUR)
    record = replace(scene.record, agreeing=2)
    from detente.channel.decisions import dialogue

    rows = terms(dialogue(record, now=CLOSE + DAY))
    return {names.index(row.party): replace(row, party="") for row in rows}


def play(scene: Talks, party: str, act: str, other: str, pick: int, clock: int) -> None:
    def about(*kinds: str):
        found = [e.signed for e in scene.ledger.entries if e.signed.message.kind in kinds]
        return found[pick % len(found)] if found else None

    simple = {"object": ("objection", {"text": "no"}, "proposal"),
              "consent": ("consent", {}, "proposal"), "reach": ("item-reached", {}, "item"),
              "withdraw": ("withdrawal", {}, "proposal", "item", "objection"),
              "more-time": ("time-request", {"until": iso(CLOSE)}, "question"),
              "grant": ("time-grant", {"until": iso(CLOSE)}, "time-request")}  # fmt: skip
    if act in simple:
        kind, body, *kinds = simple[act]
        cause = about(*kinds)
        if cause is not None:
            scene.say(party, kind, body, about=cause.digest)
    elif act in ("propose", "consensus"):
        scene.propose(party, way="silence" if act == "propose" else "consensus")
    elif act == "watch":
        scene.watch(clock, party, other)
    elif act == "receipt":
        last = scene.ledger.entries[-1].signed
        scene.receipt(party, last, clock - 2 * HOUR)
    else:
        kind, body = {
            "item": ("item", {"room": "main", "text": "x"}), "session": ("session", {"room": "main"}),
            "question": ("question", {"text": "?"}), "chair": ("chair", {"room": "main", "party": other}),
            "host": ("hosting", {"host": other}),
        }[act]  # fmt: skip
        scene.say(party, kind, body)


@given(ACTS, st.permutations(ROLES))
def test_renaming_parties_moves_their_rows_and_changes_nothing_else(acts, names) -> None:
    assert played(acts, list(names)) == played(acts, list(ROLES))
