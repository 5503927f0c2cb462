"""From clauses to draft events: acts, and operators on the events in their content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.codebook.event_nouns import EventNounRow, event_nouns
from detente.codebook.operators import operator_row
from detente.codebook.verbs import VerbRow
from detente.model.events import Mark
from detente.reading.counterparts import with_counterpart
from detente.reading.drafts import SPEECH_ACTS, Draft, Participants, operated, without_averted
from detente.reading.frames import Frame
from detente.reading.modality import in_opinion, with_modality
from detente.reading.naming import is_naming
from detente.reading.scene import Scene
from detente.reading.senses import is_act, senses
from detente.reading.sides import both_sides, key_of, nearby, noun_draft, recipients_of
from detente.reading.voices import Place, authors, people

_DEEPEST = 6
_SPEAKING = frozenset({"say", "announce", "claim", "admit", "deny"})
_SILENT = frozenset({"think", "consider"})
_BY_SOMEBODY = frozenset({"promise", "plan", "agree", "threaten", "refuse", "try"})
_SHOT = frozenset({"heavy-weapons", "firearms"})
_CEASING = frozenset({"suspension", "settlement", "ceasefire"})
_CONTENT_MARKERS = frozenset({"of", "from", "for", "against", "over", "about", "to", "that"})


def read_clause(place: Place, frame: Frame) -> tuple[Draft, ...]:
    """Draft events of one predicate and its contents; empty if it tells of none."""
    if place.depth > _DEEPEST or frame.head in place.used:
        return ()
    if frame.pos == "noun":
        return read_noun(place, frame)
    place.used.add(frame.head)
    if is_naming(place.scene, frame):
        place.used.update(at for head in frame.heads("patient") for at in _below(place, head))
        return ()
    found = _best(place, frame) or _bare_obligation(place, frame)
    directed = (with_counterpart(place, frame, draft) for draft in found)
    told = (with_modality(draft, frame, place.speaker) for draft in directed)
    heard = tuple(in_opinion(draft, frame, place.speaker) for draft in told if draft is not None)
    return heard if place.depth else without_averted(heard)


def _below(place: Place, head: int) -> tuple[int, ...]:
    return tuple(place.scene.parsed.subtree(head))


def _bare_obligation(place: Place, frame: Frame) -> tuple[Draft, ...]:
    """Read "X says Y must change" as a demand, whatever it is that Y must do."""
    asked = people(place, frame.heads("agent"))
    speakers = {key_of(p) for p in place.speaker if p.actor}
    if "obligation" not in frame.modals or not speakers or frame.negated:
        return ()
    known = {key_of(p) for p in asked if p.actor}
    if not known or known & speakers:
        return ()
    place.used.add(frame.head)
    return (
        Draft(
            type="REQUEST",
            mode="change",
            contexts=(),
            mark=Mark.ASSERTED,
            actors=place.speaker,
            recipients=asked,
            head=frame.head,
            clause=frame.head,
            rule="modals:must",
            operator="demand",
            speech_act=True,
        ),
    )


def _best(place: Place, frame: Frame) -> tuple[Draft, ...]:
    """The reading of the sense that fits best."""
    best: tuple[float, tuple[Draft, ...]] = (0.0, ())
    used: set[int] = set()
    for fit, row in senses(place.scene, frame):
        trial = replace(place, used=set(place.used))
        score, drafts = _reading(trial, frame, row, fit)
        silent = row.role in _SILENT and fit > max(best[0], 1)
        if silent and not drafts and not _completed(place.scene, frame):
            return ()
        if drafts and score > best[0]:
            best, used = (score, drafts), trial.used
    place.used.update(used)
    return best[1]


def _completed(scene: Scene, frame: Frame) -> bool:
    """Whether an infinitive says what was agreed or done ("agreed with X to do it")."""
    return any(c.tense == "infinitive" for c in scene.content_clauses(frame.head))


def _reading(
    place: Place, frame: Frame, row: VerbRow, score: float
) -> tuple[float, tuple[Draft, ...]]:
    shell = _shell(place, frame, row)
    if is_act(row):
        return score, (_act(place, frame, row, shell),)
    if frame.passive and row.role in _BY_SOMEBODY and not frame.heads("agent"):
        return 0.0, ()
    contents = tuple(_contents(place, frame, row))
    if row.role == "prevent" and frame.negated:
        return 0.0, ()  # what could not be prevented is told by its own words
    if not contents:
        return score - 0.5, _without_content(place, frame, row, shell)
    made = tuple(_operate(row, content, shell) for content in contents)
    return score + 2, tuple(draft for draft in made if draft is not None)


def _act(place: Place, frame: Frame, row: VerbRow, shell: Draft) -> Draft:
    """The event of an act; an event noun among its arguments is part of it, not a second event."""
    draft = replace(shell, type=row.type, mode=row.mode)
    for at in (*frame.heads("patient"), *frame.heads("oblique", *row.preposition, "in", "during")):
        if at in place.scene.frames:
            place.used.add(at)
    for at in frame.heads("agent"):
        draft = _told_by_noun(place, at, draft)
    return both_sides(draft)


def _told_by_noun(place: Place, index: int, draft: Draft) -> Draft:
    """Read "the attack on X killed" as one deed: the subject gives its author and target."""
    frame = place.scene.frames.get(index)
    row = event_nouns().get(frame.lemma) if frame and frame.pos == "noun" else None
    if frame is None or row is None or row.type != draft.type:
        return draft
    place.used.add(index)
    named = noun_draft(place, frame, row)
    known = tuple(p for p in named.recipients if p.actor)
    return replace(
        draft,
        actors=named.actors,
        recipients=(*known, *draft.recipients),
        mode=draft.mode or named.mode,
    )


def _shell(place: Place, frame: Frame, row: VerbRow) -> Draft:
    actors = authors(place, frame.heads("agent"))
    if frame.passive and not actors:
        behind = ("by", "from") if row.mode in _SHOT else ("by",)
        actors = authors(place, tuple(nearby(place.scene, frame, behind)))
    own = {p.actor.id for p in actors if p.actor}
    recipients = tuple(
        p for p in recipients_of(place, frame, row) if p.actor is None or p.actor.id not in own
    )
    return Draft(
        type="",
        mode="",
        contexts=row.contexts,
        mark=Mark.ASSERTED,
        actors=actors,
        recipients=recipients,
        head=frame.head,
        clause=frame.head,
        rule=row.name,
        operator="" if is_act(row) else row.role,
        speech_act=row.type in SPEECH_ACTS,
        reciprocal=row.reciprocal,
    )


def _contents(place: Place, frame: Frame, row: VerbRow) -> Iterator[Draft]:
    """Events in the content of an operator, in the order the row names places."""
    speaker = people(place, frame.heads("agent")) if row.role in _SPEAKING else None
    inside = place.deeper(speaker)
    for where in row.content:
        found = tuple(_content_at(inside, frame, where))
        yield from found
        if found:
            return
    if row.role == "accuse":
        yield from _stranded(inside, frame)


def _stranded(place: Place, frame: Frame) -> Iterator[Draft]:
    """The first later clause without subject, when the parser hung the accusation elsewhere."""
    _, last = place.scene.parsed.sentences[place.scene.token(frame.head).sentence]
    for at in range(frame.head + 1, last):
        below = place.scene.frames.get(at)
        if below is None or below.pos != "verb" or below.tense not in ("infinitive", "participle"):
            continue
        found = read_clause(place, below)
        if found:
            yield from found
            return


def _content_at(place: Place, frame: Frame, where: str) -> Iterator[Draft]:
    scene = place.scene
    if where == "clause":
        for clause in scene.content_clauses(frame.head):
            kind = clause.link.split(":")[0]
            if kind in ("ccomp", "xcomp", "csubj") or clause.marker in _CONTENT_MARKERS:
                yield from _with_coordinated(place, clause)
    elif where == "object":
        for at in frame.heads("patient"):
            yield from noun_content(place, at)
    else:
        for at in frame.heads("oblique", where):
            yield from noun_content(place, at)
        for clause in scene.content_clauses(frame.head):
            if clause.marker == where:
                yield from _with_coordinated(place, clause)


def _with_coordinated(place: Place, frame: Frame) -> Iterator[Draft]:
    found = read_clause(place, frame)
    yield from found
    if not found and place.depth < _DEEPEST:
        for at in (frame.head, *frame.heads("patient"), *_under(place.scene, frame)):
            for below in place.scene.content_clauses(at):
                if below.tense == "infinitive":
                    yield from _with_coordinated(place.deeper(), below)
    for at in place.scene.clauses.get(frame.head, ()):
        other = place.scene.frames[at]
        if other.link == "conj":
            yield from _with_coordinated(place, other)


def _under(scene: Scene, frame: Frame) -> Iterator[int]:
    """Nouns in the object of a verb, to which a purpose may have been attached."""
    for at in frame.heads("patient"):
        yield from (child.index for child in scene.parsed.children(at, "nmod"))


def noun_content(place: Place, index: int) -> Iterator[Draft]:
    """Events a noun phrase names, in itself, in its infinitive or in its complement."""
    scene = place.scene
    frame = scene.frames.get(index)
    if frame is not None and frame.pos == "noun":
        yield from read_noun(place, frame)
    elif place.depth <= _DEEPEST and index not in scene.mentions:
        for clause in scene.content_clauses(index):
            if clause.link == "acl":
                yield from read_clause(place.deeper(), clause)
        for child in scene.parsed.children(index, "nmod", "compound"):
            if child.dep != "nmod:poss":
                yield from noun_content(place.deeper(), child.index)
    for child in scene.parsed.children(index, "conj"):
        yield from noun_content(place.deeper(), child.index)


def _without_content(place: Place, frame: Frame, row: VerbRow, shell: Draft) -> tuple[Draft, ...]:
    rule = operator_row(row.role)
    if rule is None or rule.type in ("none", "="):
        return ()
    if not _has_content(place.scene, frame, row) or _of_speaking(place.scene, frame, row):
        return ()
    draft = operated(row.role, None, shell)
    return (draft,) if draft is not None else ()


def _of_speaking(scene: Scene, frame: Frame, row: VerbRow) -> bool:
    """Whether the content is about speaking itself ("declined to comment"): no event."""
    if "clause" not in row.content:
        return False
    clauses = scene.content_clauses(frame.head)
    return any(r.role in ("say", "think") for c in clauses for _, r in senses(scene, c)[:1])


def _has_content(scene: Scene, frame: Frame, row: VerbRow) -> bool:
    for where in row.content:
        if where == "clause" and scene.content_clauses(frame.head):
            return True
        if where == "object" and frame.heads("patient"):
            return True
        if frame.heads("oblique", where):
            return True
    return bool(row.recipient and "object" in row.recipient and frame.heads("patient"))


def _operate(row: VerbRow, content: Draft, shell: Draft) -> Draft | None:
    if row.role in ("perform", "use", "begin", "try"):
        content = _performed(row, content, shell)
    if row.role == "undergo":
        return replace(content, recipients=shell.actors or content.recipients)
    if row.role == "claim":
        return replace(content, operator="claim")
    made = operated(row.role, content, shell)
    return both_sides(made) if made is not None else None


def _performed(row: VerbRow, content: Draft, shell: Draft) -> Draft:
    """An event noun under a light verb takes the verb's subject and obliques."""
    named = any(p.actor for p in content.recipients)
    found = replace(
        content,
        actors=shell.actors or content.actors,
        recipients=content.recipients
        if named
        else (_fitting(content, shell) or content.recipients),
        clause=shell.clause,
        rule=content.rule if "+" in content.rule else f"{content.rule}+{row.lemma}",
    )
    return both_sides(found) if row.role != "try" else found


def _fitting(content: Draft, shell: Draft) -> Participants:
    row = event_nouns().get(content.rule.removeprefix("event_nouns:").split("+")[0])
    return shell.recipients if row is None or row.recipient else ()


def read_noun(place: Place, frame: Frame) -> tuple[Draft, ...]:
    """The event a noun names, with the actors named beside it."""
    row = event_nouns().get(frame.lemma)
    if row is None or frame.head in place.used or place.depth > _DEEPEST:
        return ()
    place.used.add(frame.head)
    ended = tuple(_ended(place, frame, row))
    if ended:
        return ended
    draft = noun_draft(place, frame, row)
    done = with_modality(draft, frame, place.speaker)
    return (done,) if done is not None else ()


def _ended(place: Place, frame: Frame, row: EventNounRow) -> Iterator[Draft]:
    """Read "an end to the attacks": an event noun that ends the event in its complement."""
    if row.family not in _CEASING:
        return
    for at in frame.heads("oblique", "of", "to", "on"):
        for content in noun_content(place.deeper(), at):
            shell = replace(noun_draft(place, frame, row), recipients=content.recipients)
            made = operated("cease", content, shell)
            if made is not None:
                yield made
