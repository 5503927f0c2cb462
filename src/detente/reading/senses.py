"""Which sense of a verb fits its clause."""

from __future__ import annotations

from collections.abc import Iterator

from detente.codebook.verbs import ACT, VerbRow, verbs_by_lemma
from detente.reading.frames import Frame
from detente.reading.scene import Scene


def senses(scene: Scene, frame: Frame) -> tuple[tuple[int, VerbRow], ...]:
    """Codebook senses that fit a clause with their fit, best first; ties in table order."""
    scored = [(score, row) for row in _candidates(frame) if (score := fit(scene, frame, row))]
    return tuple(sorted(scored, key=lambda pair: -pair[0]))


def _candidates(frame: Frame) -> Iterator[VerbRow]:
    kind = "adj" if frame.pos == "adj" else "verb"
    return (row for row in verbs_by_lemma().get(frame.lemma, ()) if row.pos == kind)


def fit(scene: Scene, frame: Frame, row: VerbRow) -> int:
    """How many of a row's demands the clause meets, plus one; 0 when it fails one."""
    score = 1
    missing = row.particle != frame.particle
    if missing and not row.particle:
        return _without_particle(frame)
    if missing and not _particle_elsewhere(scene, frame, row.particle):
        return 0
    if row.particle:
        score += 4
    if row.preposition:
        if not _has_preposition(scene, frame, row.preposition):
            return 0
        score += 2
    if row.object_class:
        if not any(row_class_fits(scene, at, row.object_class) for at in _objects(frame, row)):
            return 0
        score += 3
    if row.subject and not any(
        _subject_fits(scene, at, row.subject) for at in frame.heads("agent")
    ):
        return 0
    return score


def _without_particle(frame: Frame) -> int:
    """A verb with a particle the table does not know keeps its plain sense, barely."""
    return 0 if frame.particle in ("up", "off", "out", "over") else 1


def _particle_elsewhere(scene: Scene, frame: Frame, particle: str) -> bool:
    """Whether the particle stands beside the verb although the parser called it something else."""
    after = scene.parsed.tokens[frame.head + 1 : frame.head + 5]
    words = particle.split()
    return any(
        t.lemma.lower() == words[0] and t.head == frame.head and not _has_object(scene, t.index)
        for t in after
    )


def _has_object(scene: Scene, index: int) -> bool:
    return bool(scene.parsed.children(index, "obj", "fixed"))


def _has_preposition(scene: Scene, frame: Frame, wanted: tuple[str, ...]) -> bool:
    if frame.heads("oblique", *wanted):
        return True
    if any(c.marker in wanted for c in scene.content_clauses(frame.head)):
        return True
    noun_side = (
        case.lemma.lower()
        for at in frame.heads("patient")
        for child in scene.parsed.children(at, "nmod")
        for case in scene.parsed.children(child.index, "case")
    )
    return any(word in wanted for word in noun_side)


def _objects(frame: Frame, row: VerbRow) -> tuple[int, ...]:
    # "put X on alert": the word that tells the sense stands behind the preposition
    obliques = frame.heads("oblique", *row.preposition) if row.preposition else ()
    return (*frame.heads("patient"), *obliques)


def row_class_fits(scene: Scene, index: int, wanted: tuple[str, ...]) -> bool:
    """Whether a noun, or one it is coordinated with or made of, is of a wanted class."""
    if scene.classes(index) & set(wanted):
        return True
    if scene.token(index).text.istitle() and "vessel" in wanted:
        return _is_made_of(scene, index, "vessel")
    return any(
        scene.classes(child.index) & set(wanted)
        for child in scene.parsed.children(index, "conj", "nmod")
        if child.dep == "conj" or scene.token(index).lemma in _QUANTITIES
    )


_QUANTITIES = frozenset(
    {
        "number",
        "hundred",
        "thousand",
        "dozen",
        "million",
        "billion",
        "ton",
        "tonne",
        "batch",
        "group",
        "series",
        "state",
        "lot",
        "majority",
        "part",
        "dose",
        "package",
        "round",
        "shipment",
        "wave",
        "use",
    }
)


def _subject_fits(scene: Scene, index: int, wanted: str) -> bool:
    if wanted.startswith("="):
        return wanted[1:] in scene.classes(index) or _is_made_of(scene, index, wanted[1:])
    return bool(scene.classes(index) & {wanted, "actor"})


def _is_made_of(scene: Scene, index: int, wanted: str) -> bool:
    """Whether the words of a name or phrase say what it is ("the frigate Marden", "two of ...")."""
    parts = scene.parsed.children(index, "compound", "amod", "nmod", "flat", "appos")
    return any(wanted in scene.classes(child.index) for child in parts)


def is_act(row: VerbRow) -> bool:
    """Whether a sense makes an event by itself."""
    return row.role == ACT
