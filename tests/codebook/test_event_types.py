"""Every PLOVER type has a row, and the rows agree with the vocabulary."""

from detente.codebook.event_types import event_types
from detente.model.events import EventType


def test_every_type_is_defined_once():
    assert [row.type for row in event_types()] == list(
        dict.fromkeys(row.type for row in event_types())
    )
    assert {row.type for row in event_types()} == set(EventType)


def test_quad_classes_agree_with_the_vocabulary():
    assert all(row.quad == row.type.quad for row in event_types())
