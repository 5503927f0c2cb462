"""A message is named by the start of its digest, and by one start only one."""

from __future__ import annotations

import pytest
from tests.channel.scene import Scene

from detente.channel.naming import named
from detente.model.errors import InputError


@pytest.mark.parametrize("length", [8, 16, 63, 64])
def test_the_start_of_a_digest_names_its_message(length: int) -> None:
    scene = Scene()
    said = scene.say("ALD", "question", {"text": "why"})
    entry = named(scene.ledger, said.digest[:length], "BRV")
    assert entry.signed == said


@pytest.mark.parametrize("start", ["", "abc", "f" * 16, "f" * 64])
def test_too_short_a_start_and_one_of_nothing_are_refused(start: str) -> None:
    scene = Scene()
    scene.say("ALD", "question", {"text": "why"})
    with pytest.raises(InputError, match="names 0 messages"):
        named(scene.ledger, start or "00", "BRV")


def test_a_start_of_two_messages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene()
    said = scene.say("ALD", "question", {"text": "why"})
    monkeypatch.setattr("detente.channel.naming.SHORTEST", 0)
    with pytest.raises(InputError, match=f"names {scene.ledger.size} messages"):
        named(scene.ledger, "", "BRV")
    assert named(scene.ledger, said.digest, "BRV").signed == said


def test_what_one_may_not_read_has_no_name() -> None:
    scene = Scene()
    sealed = scene.say("ALD", "question", {"text": "x"}, audience=["BRV"], salt="s" * 64)
    assert named(scene.ledger, sealed.digest[:16], "BRV").signed == sealed
    with pytest.raises(InputError, match="names 0"):
        named(scene.ledger, sealed.digest[:16], "CTL")
