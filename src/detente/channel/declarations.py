"""A complete list, committed by one root and opened item by item.

Every item stands in one sparse tree under several labels: its number, its own name and each cell
in which it lies. A label's place in the tree is the output of a verifiable random function, so
that nobody but the declarer can guess at places, and the declarer can show that a cell is empty.
Leaves are salted, and the tree is filled up to a capacity the parties agreed on, so that its size
says nothing. The root binds the list; it does not prove that the list is complete.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from detente.channel.canonical import canonical
from detente.channel.grid import check_cell
from detente.channel.sparse import KEY_SIZE, Path, SparseTree, verify_path
from detente.channel.vrf import VrfKey, verify_vrf
from detente.model.errors import InputError, ProofError

CAPACITY: Final = 4096
"""Leaves of a tree unless the parties agree on another number."""
_SECRET_SIZE: Final = 32
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
"""Numbers have one form: under another one a taken place would be proven empty."""
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One site or asset of a list.

    Attributes:
        id: Its own name, such as a serial number; once in a list.
        cells: Cells of the grid in which it lies; empty for what has no fixed place.
        counts: What it counts towards ceilings, by category.
        text: What it is, in words.
    """

    id: str
    cells: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    text: str = ""

    def plain(self, number: int) -> dict[str, Any]:
        """What a leaf commits to."""
        return {
            "cells": list(self.cells), "counts": dict(self.counts), "id": self.id,
            "number": number, "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commitment:
    """What everybody knows of a list.

    Attributes:
        root: Root of its tree.
        capacity: Leaves the tree is filled up to.
        vrf_key: Public key of its random function.
        version: 0, and one more with every update.
    """

    root: bytes
    capacity: int
    vrf_key: bytes
    version: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """Proof of what stands under one label.

    Attributes:
        label: Such as ``number:7``, ``asset:SS-1``, or ``cell:N5012E03045/0``.
        vrf_proof: Proof of the label's place in the tree.
        path: Way from that place to the root.
        salt: Salt of the leaf, b"" if there is none.
        content: The item; None if nothing stands there.
    """

    label: str
    vrf_proof: bytes
    path: Path
    salt: bytes = b""
    content: Content | None = None


@dataclass(frozen=True)
class Declaration:
    """A list with its secret: the declarer's side.

    Attributes:
        secret: 32 random bytes from which the random function, salts and filling follow.
        items: The list, in the order of its numbers.
        capacity: Leaves the tree is filled up to.
        version: 0, and one more with every update.
    """

    secret: bytes
    items: tuple[Item, ...]
    capacity: int = CAPACITY
    version: int = 0

    def __post_init__(self) -> None:
        if len(self.secret) != _SECRET_SIZE:
            raise InputError(f"the secret of a declaration has {_SECRET_SIZE} bytes")
        if len({item.id for item in self.items}) < len(self.items):
            raise InputError("two items of the list have one id; give each its own")
        if len(self._contents) > self.capacity:
            raise InputError(
                f"the list needs {len(self._contents)} leaves and the parties agreed on "
                f"{self.capacity}; agree on a larger capacity"
            )

    def __repr__(self) -> str:
        return f"Declaration(capacity={self.capacity}, version={self.version})"

    @cached_property
    def function(self) -> VrfKey:
        """Random function that says where a label stands."""
        return vrf_of(self.secret)

    @cached_property
    def commitment(self) -> Commitment:
        """What is made public."""
        return Commitment(self._tree.root, self.capacity, self.function.public, self.version)

    def open(self, label: str) -> Opening:
        """Show what stands under a label, or that nothing does.

        Raises:
            InputError: If it is no label.
        """
        check_label(label)
        proof = self.function.prove(label.encode())
        path = self._tree.path(_place(self.function.output(label.encode())))
        content = self._contents.get(label)
        return Opening(label, proof, path, self._salt(label) if content else b"", content)

    def open_cell(self, cell: str) -> tuple[Opening, ...]:
        """Everything that lies in a cell, and that there is no more."""
        found: list[Opening] = []
        while not found or found[-1].content is not None:
            found.append(self.open(f"cell:{check_cell(cell)}/{len(found)}"))
        return tuple(found)

    @cached_property
    def _contents(self) -> dict[str, Content]:
        return dict(_labelled(self.items))

    @cached_property
    def _tree(self) -> SparseTree:
        leaves = {
            _place(self.function.output(label.encode())): leaf_value(self._salt(label), content)
            for label, content in self._contents.items()
        }
        for number in range(self.capacity - len(leaves)):
            leaves[self._derived("filling place", str(number))] = self._derived(
                "filling value", str(number)
            )
        return SparseTree(leaves)

    def _salt(self, label: str) -> bytes:
        return self._derived("salt", label)

    def _derived(self, purpose: str, label: str) -> bytes:
        return _derive(self.secret, f"{purpose}\n{self.version}\n{label}")


def verify_opening(commitment: Commitment, opening: Opening) -> Content | None:
    """What an opening shows: the item, or None for proven absence.

    Raises:
        ProofError: If it does not open in the committed root, or to an item of another label.
        InputError: If the label is none.
    """
    check_label(opening.label)
    place = _place(verify_vrf(commitment.vrf_key, opening.label.encode(), opening.vrf_proof))
    if opening.content is None:
        verify_path(commitment.root, place, None, opening.path)
        return None
    if len(opening.salt) != KEY_SIZE:
        raise ProofError("a salt has 32 bytes")
    value = leaf_value(opening.salt, opening.content)
    verify_path(commitment.root, place, value, opening.path)
    if not _fits(opening.label, opening.content):
        raise ProofError(f"under {opening.label!r} stands an item that does not bear this label")
    return opening.content


def verify_list(commitment: Commitment, secret: bytes, items: Sequence[Item]) -> Declaration:
    """The whole list, if it is the one committed: nothing else stands in the tree.

    Raises:
        ProofError: If the tree made from it has another root or key.
        InputError: If it cannot be a list.
    """
    whole = Declaration(secret, tuple(items), commitment.capacity, commitment.version)
    if whole.commitment != commitment:
        raise ProofError("the list that was handed over is not the one that was committed")
    return whole


def totals(items: Sequence[Item]) -> dict[str, int]:
    """Sums by category, and the number of items."""
    found = {"items": len(items)}
    for item in items:
        for category, count in item.counts:
            found[category] = found.get(category, 0) + count
    return found


def vrf_of(secret: bytes) -> VrfKey:
    """Random function of a secret; its public key is committed before the list."""
    return VrfKey(_derive(secret, "random function"))


def leaf_value(salt: bytes, content: Content) -> bytes:
    """Salted commitment to an item."""
    return sha256(b"detente-leaf/1\n" + salt + canonical(content)).digest()


def check_label(label: str) -> str:
    """A label, if it is one.

    Raises:
        InputError: If it is none.
    """
    sort, _, rest = label.partition(":")
    if sort == "cell":
        cell, _, rest = rest.partition("/")
        check_cell(cell)
    if sort in ("cell", "number") and not _NUMBER.fullmatch(rest):
        raise InputError(f"{label!r} is no label; write number:7, asset:ID or cell:N5012E03045/0")
    if sort not in ("cell", "number", "asset") or not rest or rest != rest.strip():
        raise InputError(f"{label!r} is no label; write number:7, asset:ID or cell:N5012E03045/0")
    return label


def _labelled(items: Sequence[Item]) -> Iterator[tuple[str, Content]]:
    """Every leaf of a list; items in one cell are counted through from 0."""
    inside: dict[str, int] = {}
    for number, item in enumerate(items):
        content = item.plain(number)
        yield check_label(f"number:{number}"), content
        yield check_label(f"asset:{item.id}"), content
        for cell in item.cells:
            place = inside.get(cell, 0)
            inside[cell] = place + 1
            yield check_label(f"cell:{cell}/{place}"), content


def _fits(label: str, content: Content) -> bool:
    """Whether an item is well formed and bears the label."""
    number, name, cells = content.get("number"), content.get("id"), content.get("cells")
    if type(number) is not int or not isinstance(name, str) or not isinstance(cells, list):
        return False
    sort, _, rest = label.partition(":")
    if sort == "number":
        return number == int(rest)
    return name == rest if sort == "asset" else rest.partition("/")[0] in cells


def _place(output: bytes) -> bytes:
    return output[:KEY_SIZE]


def _derive(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, f"detente-declaration/1\n{purpose}".encode(), "sha256")
