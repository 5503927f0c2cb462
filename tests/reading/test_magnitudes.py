"""Counts and names beside an event."""

from __future__ import annotations

from tests.reading import coded


def told(text):
    return [(m.kind, m.value, m.bound, m.name) for e in coded.code(text) for m in e.magnitudes]


def test_a_bounded_count():
    assert told("Belmar struck more than 40 targets in Avaria.") == [
        ("targets", 40.0, "at least", "targets")
    ]


def test_the_dead_are_counted():
    assert ("killed", 12.0, "exactly", "soldiers") in told("Belmar killed 12 soldiers in Avaria.")


def test_weapons_are_named_one_by_one():
    names = [m[3] for m in told("Belmar attacked Avaria with Falcon and Storm-2 missiles.")]
    assert names == ["Falcon", "Storm-2"]
