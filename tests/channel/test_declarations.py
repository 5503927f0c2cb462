"""Declarations: whatever is on the list opens, whatever is not is shown absent, nothing leaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.channel.declarations import (
    Commitment,
    Declaration,
    Item,
    totals,
    verify_list,
    verify_opening,
)
from detente.channel.sparse import Path
from detente.model.errors import InputError, ProofError

SECRET = b"\x05" * 32
CELLS = [f"N50{n:02}E03045" for n in range(12)]
SMALL = 64
items = st.lists(
    st.builds(
        Item,
        id=st.text("ABC123", min_size=1, max_size=4),
        cells=st.lists(st.sampled_from(CELLS[:10]), max_size=2, unique=True).map(tuple),
        counts=st.dictionaries(st.sampled_from(["warheads", "deployed"]), st.integers(0, 9)).map(
            lambda d: tuple(sorted(d.items()))
        ),
    ),
    max_size=8,
    unique_by=lambda item: item.id,
).map(tuple)


def declared(*ids: str) -> Declaration:
    made = tuple(Item(name, (CELLS[n % 3],)) for n, name in enumerate(ids))
    return Declaration(SECRET, made, SMALL)


@given(made=items)
@settings(max_examples=8)
def test_every_item_opens_by_number_name_and_cell(made) -> None:
    whole = Declaration(SECRET, made, SMALL)
    known = whole.commitment
    for number, item in enumerate(made):
        for label in (f"number:{number}", f"asset:{item.id}"):
            assert verify_opening(known, whole.open(label)) == item.plain(number)
    for cell in CELLS:
        shown = [verify_opening(known, opening) for opening in whole.open_cell(cell)]
        assert [c["id"] for c in shown[:-1]] == [i.id for i in made if cell in i.cells]
        assert shown[-1] is None, "and there is no more"


@given(made=items)
@settings(max_examples=8)
def test_nothing_opens_that_is_not_on_the_list(made) -> None:
    whole = Declaration(SECRET, made, SMALL)
    known = whole.commitment
    absent = whole.open(f"number:{len(made)}")
    assert verify_opening(known, absent) is None
    forged = replace(absent, content=Item("X").plain(len(made)), salt=bytes(32))
    with pytest.raises(ProofError):
        verify_opening(known, forged)
    for number in range(len(made)):
        there = whole.open(f"number:{number}")
        for denied in (replace(there, content=None, salt=b""),
                       replace(absent, label=there.label),
                       replace(there, content=None, path=absent.path),
                       replace(there, content={**there.content, "text": "another"}),
                       replace(there, salt=bytes(32)), replace(there, salt=b"")):  # fmt: skip
            with pytest.raises(ProofError):
                verify_opening(known, denied)


def test_the_root_and_proofs_of_short_and_long_lists_look_alike() -> None:
    short, long = declared("A"), declared(*(f"A{n}" for n in range(20)))
    one, other = short.commitment, long.commitment
    assert (one.capacity, one.vrf_key) == (other.capacity, other.vrf_key)
    assert one.root != other.root
    depths = [
        sum(len(d.open(f"asset:none{n}").path.siblings) for n in range(40)) / 40
        for d in (short, long)
    ]
    assert abs(depths[0] - depths[1]) < 1, "64 leaves in both: no shorter way in the short list"


def test_the_same_list_under_another_secret_has_another_root() -> None:
    one, other = declared("A"), replace(declared("A"), secret=b"\x06" * 32)
    assert one.commitment.root != other.commitment.root
    assert one.open("number:0").salt != one.open("asset:A").salt, "each leaf has its own salt"
    with pytest.raises(ProofError):
        verify_opening(other.commitment, one.open("number:0"))


def test_an_update_changes_all_salts() -> None:
    one = declared("A", "B")
    later = replace(one, version=1)
    assert one.open("number:0").salt != later.open("number:0").salt
    assert verify_opening(later.commitment, later.open("number:0"))["id"] == "A"


def test_the_whole_list_must_be_the_committed_one() -> None:
    whole = declared("A", "B")
    assert verify_list(whole.commitment, SECRET, whole.items) == whole
    for items_, secret in ((whole.items[:1], SECRET), (whole.items[::-1], SECRET),
                           (whole.items, bytes(32)), ((*whole.items, Item("C")), SECRET)):  # fmt: skip
        with pytest.raises(ProofError, match="not the one that was committed"):
            verify_list(whole.commitment, secret, items_)


def test_a_leaf_that_opens_to_an_item_of_another_label_is_false() -> None:
    whole = declared("A", "B")
    liar = Declaration(SECRET, whole.items, SMALL)
    liar.__dict__["_contents"] = {**liar._contents, "number:0": whole.items[1].plain(1)}
    opening = liar.open("number:0")
    with pytest.raises(ProofError, match="does not bear this label"):
        verify_opening(liar.commitment, opening)


def test_a_list_beyond_the_capacity_is_refused() -> None:
    with pytest.raises(InputError, match="larger capacity"):
        Declaration(SECRET, tuple(Item(f"A{n}") for n in range(40)), SMALL)
    with pytest.raises(InputError, match="one id"):
        Declaration(SECRET, (Item("A"), Item("A")), SMALL)
    with pytest.raises(InputError):
        Declaration(b"short", ())


@pytest.mark.parametrize("label", ["", "number:", "number:x", "place:1", "cell:N50/0", "asset:",
                                   "cell:N5012E03045", "number:²", "number:00", "cell:N5012E03045/00"])  # fmt: skip
def test_what_is_no_label_is_refused(label) -> None:
    with pytest.raises(InputError):
        declared("A").open(label)


def test_totals() -> None:
    made = (
        Item("A", counts=(("warheads", 3),)),
        Item("B", counts=(("deployed", 1), ("warheads", 2))),
    )
    assert totals(made) == {"items": 2, "warheads": 5, "deployed": 1}


def test_the_secret_is_not_shown() -> None:
    assert SECRET.hex() not in repr(declared("A"))
    assert "secret" not in repr(declared("A"))


def test_an_empty_list_proves_every_cell_absent() -> None:
    whole = Declaration(SECRET, (), SMALL)
    opening = whole.open(f"cell:{CELLS[0]}/0")
    assert verify_opening(whole.commitment, opening) is None
    false = Commitment(bytes(32), SMALL, whole.commitment.vrf_key)
    with pytest.raises(ProofError):
        verify_opening(false, opening)
    assert verify_opening(false, replace(opening, path=Path(()))) is None, "an empty tree"
