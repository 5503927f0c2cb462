"""Declarations on the log: what every party reads out of it alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.channel.crisis import NAMES, ring
from tests.channel.scene import HOUR, START, Scene

from detente.channel.deadlines import duties
from detente.channel.declarations import Declaration
from detente.channel.declared import check_delta, check_whole, declared
from detente.channel.draws import draws, seed_digest, seed_of
from detente.channel.openings import (
    commitment_body,
    delta,
    delta_digest,
    list_digest,
    list_plain,
    opening_body,
    read_items,
    read_opening,
)
from detente.codebook.channel_ceilings import ceilings_of
from detente.model.channel import DutyState
from detente.model.errors import ChannelError, InputError

CELL = "N5012E03045"
ROWS = [{"id": f"S{n}", "latitude": f"50.{12 + n}", "longitude": "30.45",
         "counts": {"warheads": 100 * n, "launchers": 1}} for n in range(5)]  # fmt: skip
WHOLE = Declaration(b"\x09" * 32, read_items(ROWS), 64)


def committed(whole: Declaration = WHOLE, stated: int | None = 5) -> tuple[Scene, str]:
    scene = Scene()
    key = {"declaration": "sites", "vrf_key": whole.function.public.hex()}
    first = scene.say("ALD", "declaration-key", key)
    made = scene.say(
        "ALD", "commitment", commitment_body("sites", whole.commitment), about=first.digest
    )
    if stated is not None:
        scene.say("ALD", "totals", {"totals": {"items": stated}}, about=made.digest)
    return scene, made.digest


def show(scene: Scene, digest: str, label: str, whole: Declaration = WHOLE, party: str = "ALD"):
    return scene.say(party, "reveal", opening_body(whole.open(label)), about=digest)


def called(scene: Scene, digest: str, inspections: int = 2) -> str:
    call = scene.say("BRV", "draw", {"inspections": inspections}, about=digest, to=sorted(NAMES))
    return call.digest


def commit(scene: Scene, call: str, *parties: str) -> None:
    for party in parties or NAMES:
        seed = seed_of(ring(party).signer.seed, call)
        scene.say(party, "seed-commitment", {"digest": seed_digest(party, call, seed)}, about=call)


def reveal(scene: Scene, call: str, *parties: str) -> None:
    for party in parties or NAMES:
        scene.say(
            party, "seed-reveal", {"seed": seed_of(ring(party).signer.seed, call)}, about=call
        )


def test_an_item_and_an_empty_cell_are_shown_and_checked() -> None:
    scene, digest = committed()
    show(scene, digest, f"cell:{CELL}/0")
    show(scene, digest, "cell:S0001W00001/0")
    (one,) = declared(scene.ledger)
    assert one.shown[0].item["id"] == "S0"
    assert one.shown[1].absent
    assert (one.name, one.stated, one.wrong) == ("sites", {"items": 5}, ())


def test_what_does_not_open_is_false_and_says_so() -> None:
    scene, digest = committed()
    body = opening_body(WHOLE.open("number:0"))
    scene.say("ALD", "reveal", {**body, "item": {**body["item"], "text": "a school"}}, about=digest)
    scene.say("ALD", "reveal", {**body, "path": "no path"}, about=digest)
    (one,) = declared(scene.ledger)
    assert len(one.wrong) == 2
    assert "committed root" in one.wrong[0]
    assert "malformed" in one.wrong[1]


def test_a_reveal_by_another_party_is_no_reveal() -> None:
    scene, digest = committed()
    show(scene, digest, "number:0", party="BRV")
    assert declared(scene.ledger)[0].shown == ()


@pytest.mark.parametrize(("stated", "label"), [(6, "number:5"), (4, "number:4")])
def test_a_false_statement_of_the_number_is_caught_by_one_opening(stated, label) -> None:
    scene, digest = committed(stated=stated)
    show(scene, digest, "number:2")
    assert declared(scene.ledger)[0].wrong == ()
    show(scene, digest, label)
    assert f"{stated} items were stated" in declared(scene.ledger)[0].wrong[0]


def test_a_key_other_than_the_one_made_known_before_is_wrong() -> None:
    scene, _ = committed()
    other = replace(WHOLE, secret=bytes(32))
    first = scene.ledger.entries[1].signed
    scene.say("ALD", "commitment", commitment_body("sites", other.commitment), about=first.digest)
    assert "made known before" in declared(scene.ledger)[1].wrong[0]


def test_a_commitment_on_the_key_of_another_party_is_wrong() -> None:
    scene, _ = committed()
    first = scene.ledger.entries[1].signed
    scene.say("BRV", "commitment", commitment_body("sites", WHOLE.commitment), about=first.digest)
    assert "another party" in declared(scene.ledger)[1].wrong[0]


def test_a_draw_needs_the_seeds_of_all() -> None:
    scene, digest = committed()
    call = called(scene, digest)
    commit(scene, call, "ALD", "BRV")
    assert draws(scene.ledger)[0].uncommitted == ("CTL",)
    commit(scene, call, "CTL")
    reveal(scene, call, "ALD", "BRV")
    (draw,) = draws(scene.ledger)
    assert (draw.uncommitted, draw.unrevealed, draw.complete) == ((), ("CTL",), False)
    assert declared(scene.ledger)[0].numbers == ()
    reveal(scene, call, "CTL")
    (one,) = declared(scene.ledger)
    assert len(one.numbers) == 2
    assert set(one.numbers) <= set(range(5))


def test_a_seed_revealed_before_all_have_committed_does_not_count() -> None:
    scene, digest = committed()
    call = called(scene, digest)
    commit(scene, call, "ALD", "BRV")
    reveal(scene, call, "ALD")
    commit(scene, call, "CTL")
    reveal(scene, call, "BRV", "CTL")
    (draw,) = draws(scene.ledger)
    assert draw.false == ("ALD",)
    assert not draw.complete


def test_another_seed_than_the_committed_one_does_not_count() -> None:
    scene, digest = committed()
    call = called(scene, digest)
    commit(scene, call)
    reveal(scene, call, "ALD", "BRV")
    scene.say("CTL", "seed-reveal", {"seed": "chosen after the others"}, about=call)
    (draw,) = draws(scene.ledger)
    assert (draw.false, draw.complete) == (("CTL",), False)


def test_a_refused_reveal_stands_on_record_as_overdue() -> None:
    scene, digest = committed()
    call = called(scene, digest)
    scene.watch(START)
    commit(scene, call)
    reveal(scene, call, "ALD", "BRV")
    scene.watch(START + HOUR)
    states = {(d.rule, d.party): d.state for d in duties(scene.record, now=START + 100 * HOUR)}
    assert states["draw-reveal", "CTL"] is DutyState.OVERDUE
    assert states["draw-reveal", "BRV"] is DutyState.MET
    assert states["draw-seed", "CTL"] is DutyState.MET


def opened(whole: Declaration, stated: int = 5):
    scene, digest = committed(whole, stated)
    plain = list_plain(whole)
    body = {"secret": whole.secret.hex(), "digest": list_digest(plain)}
    scene.say("ALD", "full-reveal", body, about=digest)
    return declared(scene.ledger)[0], plain


def test_ceilings_are_checked_on_the_whole_list() -> None:
    one, plain = opened(WHOLE)
    result = check_whole(one, plain, {"warheads": 999, "launchers": 5})
    assert result.totals == {"items": 5, "warheads": 1000, "launchers": 5}
    assert result.over == {"warheads": (1000, 999)}
    assert result.misstated == {}
    assert ceilings_of("NEWSTART") == {"warheads": 1550, "deployed": 700, "launchers": 800}


def test_totals_are_statements_until_then() -> None:
    one, plain = opened(WHOLE, stated=4)
    assert check_whole(one, plain, {}).misstated == {"items": 4}


def test_another_list_than_the_committed_one_is_caught() -> None:
    one, plain = opened(WHOLE)
    short = {**plain, "items": plain["items"][:4]}
    with pytest.raises(ChannelError, match="no full reveal of this list"):
        check_whole(one, short, {})
    with pytest.raises(ChannelError, match="not the one that was committed"):
        check_whole(replace(one, opened=(list_digest(short), "")), short, {})


@pytest.mark.parametrize(("days", "state"), [(4, DutyState.MET), (6, DutyState.LATE)])
def test_an_update_is_due_within_five_days_and_bound_to_its_change(days, state) -> None:
    scene, digest = committed()
    new = replace(WHOLE, items=read_items([*ROWS, {"id": "S9"}]), version=1)
    change = delta(WHOLE.items, new.items)
    assert change == {"added": ["S9"], "removed": [], "changed": []}
    body = {"root": new.commitment.root.hex(), "version": 1, "changed": "2031-05-01",
            "delta": delta_digest(new.secret, 1, change)}  # fmt: skip
    scene.watch(START + (days * 24 - 1) * HOUR)
    update = scene.say("ALD", "declaration-update", body, about=digest)
    scene.watch(START + days * 24 * HOUR)
    (duty,) = [
        d for d in duties(scene.record, now=START + 999 * HOUR) if d.rule == "declaration-update"
    ]
    assert duty.state is state
    show(scene, update.digest, "asset:S9", new)
    one = declared(scene.ledger)[1]
    assert (one.wrong, one.shown[0].item["id"]) == ((), "S9")
    assert check_delta(scene.ledger, one, list_plain(WHOLE), list_plain(new)) == change
    with pytest.raises(ChannelError, match="another change"):
        check_delta(scene.ledger, one, list_plain(new), list_plain(new))


def test_openings_survive_the_wire() -> None:
    for label in ("number:0", "number:9", f"cell:{CELL}/1"):
        opening = WHOLE.open(label)
        assert read_opening(opening_body(opening)) == opening


@pytest.mark.parametrize(
    "row",
    [{}, {"id": ""}, {"id": "A", "counts": {"w": -1}}, {"id": "A", "cells": ["here"]}, "A",
     {"id": "A", "latitude": "99", "longitude": "0"}, {"id": "A", "latitude": "9"},
     {"id": "A", "counts": {"items": 1}}],
)  # fmt: skip
def test_bad_rows_are_named_by_place(row) -> None:
    with pytest.raises(InputError, match="list, item 1"):
        read_items([row])


def liar(**contents) -> Declaration:
    """A declarer whose tree is not made by the rules."""
    false = replace(WHOLE, version=0)
    false.__dict__["_contents"] = {**WHOLE._contents, **contents}
    return false


def test_the_number_of_items_cannot_be_changed_once_a_draw_is_called() -> None:
    scene, digest = committed()
    call = called(scene, digest)
    commit(scene, call)
    reveal(scene, call)
    before = declared(scene.ledger)[0].numbers
    scene.say("ALD", "totals", {"totals": {"items": 50}}, about=digest)
    (one,) = declared(scene.ledger)
    assert one.numbers == before
    assert one.wrong == ("items was stated twice, and not alike",)


def test_two_items_of_one_number_are_caught_when_both_are_shown() -> None:
    other = {**WHOLE.items[1].plain(0), "id": "HIDDEN"}
    whole = liar(**{"asset:HIDDEN": other})
    scene, digest = committed(whole)
    show(scene, digest, "number:0", whole)
    assert declared(scene.ledger)[0].wrong == ()
    show(scene, digest, "asset:HIDDEN", whole)
    assert declared(scene.ledger)[0].wrong == ("two different items have the number 0",)


def test_an_item_numbered_beyond_the_stated_total_is_caught_wherever_it_is_found() -> None:
    whole = liar(**{"asset:HIDDEN": {**WHOLE.items[1].plain(7), "id": "HIDDEN"}})
    scene, digest = committed(whole)
    show(scene, digest, "asset:HIDDEN", whole)
    assert declared(scene.ledger)[0].wrong == ("5 items were stated, and there is a number 7",)


def test_an_item_behind_an_empty_place_of_its_cell_is_caught() -> None:
    hidden = {**WHOLE.items[1].plain(1), "cells": ["N0000E00000"]}
    whole = liar(**{"cell:N0000E00000/1": hidden})
    scene, digest = committed(whole)
    show(scene, digest, "cell:N0000E00000/0", whole)
    show(scene, digest, "cell:N0000E00000/1", whole)
    assert "proven empty at 0" in declared(scene.ledger)[0].wrong[0]


def test_an_item_that_is_malformed_does_not_hold() -> None:
    whole = liar(**{"asset:X": {"id": "X"}})
    scene, digest = committed(whole)
    show(scene, digest, "asset:X", whole)
    assert "does not bear this label" in declared(scene.ledger)[0].wrong[0]
