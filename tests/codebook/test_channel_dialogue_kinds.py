"""What the table of kinds says of the silence procedure is what the facts at hand say."""

from __future__ import annotations

import json
import re

from detente.codebook.channel_kinds import message_kinds
from detente.codebook.loader import Verified

STEP = re.compile(r"Annex 1A, (step \d)")


def test_steps_of_the_silence_procedure_that_are_quoted_are_at_hand(shared) -> None:
    facts = json.loads((shared / "data/channel/csbm_facts.json").read_text())["facts"]
    read = {row["rule"] for row in facts
            if "Annex 1A" in row["mechanism"] and row["confidence"] == "A"}  # fmt: skip
    quoted = {
        match[1]
        for row in message_kinds().values()
        if row.verified is Verified.QUOTED and (match := STEP.search(row.source))
    }
    assert quoted == {"step 1", "step 3", "step 6"}
    assert quoted <= read
