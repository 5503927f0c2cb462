"""In whose name a statement claims to be made."""

from __future__ import annotations

import re
from typing import Final

from detente.model.actors import Mention
from detente.model.spans import Span
from detente.model.statements import Mandate, Speaker, SpeakerRole
from detente.reading.nearby import Nearby
from detente.reading.syntax import Parsed
from detente.reading.triples import Attribution

_ON_BEHALF: Final = re.compile(
    r"\b(?:on behalf of|in the name of|speaking for|speaks for|spoke for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_REACH: Final = 60
_OFFICIAL: Final = frozenset({Mandate.AUTHORISED, Mandate.SEMI_OFFICIAL})


def principal(
    parsed: Parsed,
    one: Attribution,
    speaker: Speaker,
    mandate: Mandate,
    mentions: Nearby[Mention],
) -> str:
    """Actor id of the principal claimed, "" if none is.

    Words such as "on behalf of" beside the cue decide; else whoever holds an office speaks for
    the body the office belongs to. A scholar or a private person speaks for nobody else.
    """
    claimed = _claimed(parsed, one, mentions)
    if claimed:
        return claimed
    if speaker.role is not SpeakerRole.SPEAKER or speaker.actor is None:
        return ""
    return speaker.actor.principal if mandate in _OFFICIAL else ""


def _claimed(parsed: Parsed, one: Attribution, mentions: Nearby[Mention]) -> str:
    parts = (*one.source, *one.cue)
    if not parts:
        return ""
    around = Span(min(p.start for p in parts), max(p.end for p in parts))
    for mention in mentions.around(around, reach=_REACH):
        before = parsed.text[max(0, mention.span.start - 40) : mention.span.start]
        inside = any(span.overlaps(mention.span) for span in one.content)
        if not inside and mention.actor is not None and _ON_BEHALF.search(before):
            return mention.actor.principal or mention.actor.id
    return ""
