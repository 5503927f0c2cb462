"""From the head of an argument to the actors it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.model.actors import ActorKind, Mention
from detente.model.events import Participant
from detente.model.spans import Span
from detente.reading.frames import Frame
from detente.reading.naming import named_there
from detente.reading.scene import Scene
from detente.reading.syntax import Token
from detente.reading.verb_phrase import case_of

_LEFT_OUT = ("acl", "acl:relcl", "conj", "appos", "punct", "advcl", "parataxis", "cc", "case")
_MODIFIERS = ("nmod:poss", "amod", "compound", "nmod", "appos", "flat", "nmod:desc")
_ACTING = frozenset(
    {
        "person",
        "body",
        "troops",
        "organisation",
        "police",
        "party",
        "government",
        "court",
        "company",
        "parliament",
        "agency",
        "rebel",
        "refugee",
        "prisoner",
        "crowd",
        "media",
    }
)
_PLACED = frozenset({"property", "place", "territory", "border", "target", "object", "number"})
_IMPERSONAL = frozenset(
    {"it", "this", "that", "these", "those", "there", "what", "we", "us", "you", "one"}
)
_WHERE = frozenset(
    {"in", "at", "near", "on", "off", "over", "outside", "inside", "within", "along", "around"}
    | {"across", "beside", "between", "through", "toward", "towards", "into", "above", "under"}
)
_LISTING = frozenset({"include", "including", "namely"})
_JOINTS = frozenset({",", "and", "as", "well", "the", "such"})
_GROUP_WORDS = frozenset(
    {
        "one",
        "some",
        "many",
        "several",
        "dozen",
        "hundred",
        "thousand",
        "number",
        "group",
        "series",
        "pair",
        "member",
        "part",
        "majority",
        "all",
        "both",
    }
)


def participants(scene: Scene, heads: Iterable[int]) -> tuple[Participant, ...]:
    """The actors that arguments mean, coordination unfolded, each once, in text order.

    A noun that names an event or a weapon stands for whoever is named with it as its author;
    a noun without mention stands for itself, with ``actor`` None.
    """
    found: dict[str, Participant] = {}
    for head in heads:
        for member in _coordinated(scene, head):
            for participant in _of_head(scene, member):
                found.setdefault(_key(participant), participant)
    return tuple(found.values())


def _key(participant: Participant) -> str:
    return participant.actor.id if participant.actor else participant.text.lower()


def _coordinated(scene: Scene, head: int) -> Iterator[int]:
    yield head
    for child in scene.parsed.children(head, "conj"):
        if child.index not in scene.frames or scene.frames[child.index].pos == "noun":
            yield from _coordinated(scene, child.index)


def _of_head(scene: Scene, head: int) -> Iterator[Participant]:
    mention = scene.mentions.get(head)
    if mention is not None:
        yield from tuple(_listed(scene, mention, head)) or (_named(mention),)
        yield from _sharing(scene, head)
        return
    token = scene.token(head)
    if token.lemma.lower() == "what":
        yield from _called(scene, head)
        return
    frame = scene.frames.get(head)
    if frame is not None and frame.pos == "noun":
        yield from _authors(scene, frame)
        return
    described = _described(scene, token)
    located = () if described else tuple(_located(scene, token))
    if described is not None:
        yield described
    elif located:
        yield from located
    elif token.pos in ("NOUN", "PROPN", "PRON", "NUM") or token.mask is not None:
        span = noun_phrase(scene, token)
        yield Participant(span.of(scene.parsed.text), span, None, _unresolved(scene, token))


def _sharing(scene: Scene, head: int) -> Iterator[Participant]:
    """The further owners of a plural: "the Ruritanian and Borduran presidents"."""
    if scene.token(head).tag not in ("NNS", "NNPS"):
        return
    for owner in scene.parsed.children(head, "amod", "compound", "nmod"):
        if owner.mask is None or case_of(scene.parsed, owner) not in ("", "of", "from"):
            continue
        for other in scene.parsed.children(owner.index, "conj"):
            if other.index in scene.mentions and other.mask is not None:
                yield _named(scene.mentions[other.index])


def _called(scene: Scene, head: int) -> Iterator[Participant]:
    """Whoever is named in the name given to a "what" ("what it called an act of X's")."""
    found = (scene.mentions[at] for at in named_there(scene, head) if at in scene.mentions)
    yield from (_named(mention) for mention in found if mention.actor is not None)


def _unresolved(scene: Scene, token: Token) -> str:
    """How an unknown noun enters: somebody who can act, or a thing."""
    if token.pos == "PRON":
        return "thing" if token.lemma.lower() in _IMPERSONAL else "unresolved"
    acting = (
        token.tag in ("NNP", "NNPS")
        or _is_capitalised(scene, token)
        or scene.classes(token.index) & _ACTING
    )
    return "unresolved" if acting else "thing"


def _named(mention: Mention) -> Participant:
    return Participant(mention.text, mention.span, mention.actor, mention.rule)


def _listed(scene: Scene, mention: Mention, head: int) -> Iterator[Participant]:
    """Those named after a collective ("neighbours, including X, Y and Z") stand in its place."""
    if mention.actor is None or mention.actor.kind is not ActorKind.COLLECTIVE:
        return
    listing = False
    _, last = scene.parsed.sentences[scene.token(head).sentence]
    for at in range(head + 1, last):
        token = scene.token(at)
        if token.start < mention.span.end:
            continue
        if token.lemma.lower() in _LISTING:
            listing = True
        elif listing and token.index in scene.mentions:
            yield _named(scene.mentions[token.index])
        elif token.text not in _JOINTS:
            return


def _authors(scene: Scene, frame: Frame) -> Iterator[Participant]:
    """Whoever made the event a noun names ("the strikes by X", "X's attacks")."""
    heads = frame.heads("possessor") or frame.heads("oblique", "by")
    if heads:
        yield from participants(scene, heads)
        return
    for head in frame.heads("modifier"):
        mention = scene.mentions.get(head)
        if mention is not None:
            yield _named(mention)


def _described(scene: Scene, token: Token) -> Participant | None:
    """Actor of a noun phrase whose modifier names one ("Ruritanian fishermen")."""
    for dep in _MODIFIERS:
        for child in scene.parsed.children(token.index):
            if child.dep != dep:
                continue
            if dep == "nmod" and not _may_act(scene, token) and _is_where(scene, child):
                continue
            mention = scene.mentions.get(child.index)
            if mention is None and dep == "nmod" and token.lemma.lower() in _GROUP_WORDS:
                inner = _described(scene, child)
                if inner is not None:
                    return inner
            if mention is not None and mention.actor is not None:
                span = noun_phrase(scene, token)
                return Participant(span.of(scene.parsed.text), span, mention.actor, "modifier")
    return None


def _may_act(scene: Scene, token: Token) -> bool:
    return bool(scene.classes(token.index) & _ACTING) or token.lemma.lower() in _GROUP_WORDS


def _is_where(scene: Scene, child: Token) -> bool:
    """Whether a phrase says where something is; whose it is, it does not say."""
    return any(c.lemma.lower() in _WHERE for c in scene.parsed.children(child.index, "case"))


def _is_capitalised(scene: Scene, token: Token) -> bool:
    """Whether a word is written as a name: an acronym, or a capital inside or beside a name."""
    if len(token.text) > 1 and token.text.isupper():
        return True
    first, last = scene.parsed.sentences[token.sentence]
    beside = token.index + 1 < last and scene.token(token.index + 1).text.istitle()
    return token.text.istitle() and (token.index > first or beside)


def _located(scene: Scene, token: Token) -> Iterator[Participant]:
    """Those in whose country a thing or place lies ("facilities in X, Y and Z")."""
    if not scene.classes(token.index) & _PLACED:
        return
    span = noun_phrase(scene, token)
    for at in _parts(scene, token.index):
        mention = scene.mentions.get(at)
        if mention is not None and mention.actor is not None:
            yield Participant(span.of(scene.parsed.text), span, mention.actor, "located")


def _parts(scene: Scene, index: int) -> Iterator[int]:
    """Words of a noun phrase, without event nouns and clauses in it."""
    for child in scene.parsed.children(index, "nmod", "amod", "compound", "conj", "flat"):
        if child.index not in scene.frames:
            yield child.index
            yield from _parts(scene, child.index)


def noun_phrase(scene: Scene, token: Token) -> Span:
    """The words of a noun phrase without clauses, coordination and apposition."""
    start, end = token.start, token.end
    waiting = [token.index]
    while waiting:
        at = waiting.pop()
        for child in scene.parsed.children(at):
            if child.dep in _LEFT_OUT or child.dep.startswith("acl"):
                continue
            start, end = min(start, child.start), max(end, child.end)
            waiting.append(child.index)
    return Span(start, end)
