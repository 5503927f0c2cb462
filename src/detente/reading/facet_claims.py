"""What each account of a happening claims about its four facets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.codebook.corroboration import effect_words
from detente.codebook.happenings import happening_of
from detente.model.actors import Actor
from detente.model.events import Event, Magnitude, Mark, Participant
from detente.model.incidents import Access, Claim, Stake
from detente.reading.independence import Parties
from detente.reading.relations_of_sides import camp_of
from detente.reading.witnesses import Witness

_ABOUT = 0.2
"""A number given as "about" is read as this share more or less."""


@dataclass(frozen=True, slots=True)
class Account:
    """One event of an incident with who vouches for it.

    Attributes:
        event: What is said.
        witness: Who vouches for it.
    """

    event: Event
    witness: Witness

    @property
    def asserts(self) -> bool:
        """Whether it is said to have happened."""
        return self.event.mark is not Mark.DENIED and not self.event.negated


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with what is needed to weigh it.

    Attributes:
        claim: The claim as the model gives it.
        witness: Who vouches for it; None for accusers only heard of.
        account: The account it is taken from.
        key: Camps or places it names; claims whose keys meet agree.
        ranges: Numbers it gives: kind, least, most.
    """

    claim: Claim
    witness: Witness | None
    account: Account
    key: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, float, float], ...] = ()


def occurrence_claims(accounts: Iterable[Account], parties: Parties) -> list[Told]:
    """That it happened. A denial by the side said to have done it concerns the author only."""
    return [
        _told(account, happening_of(account.event).noun, parties)
        for account in accounts
        if account.asserts or not _for_author(account, parties)
    ]


def author_claims(accounts: Iterable[Account], parties: Parties) -> list[Told]:
    """Who did it; each claim's stake is measured from the author it names.

    An author nobody could resolve ("gunmen") counts where no other is named; a thing ("a fire",
    "drones") is no author.
    """
    told = [account for account in accounts if _authors(account.event)]
    named = [account for account in told if actors(account.event.actors)] or told
    return [
        _told(
            account,
            names(actors(account.event.actors)) or _words(_authors(account.event)),
            Parties(camps(account.event.actors), parties.recipients, parties.sides, parties.on),
            key=frozenset(camps(account.event.actors)),
        )
        for account in named
        if account.asserts or _for_author(account, parties)
    ]


def _authors(event: Event) -> tuple[Participant, ...]:
    return tuple(each for each in event.actors if each.actor or each.rule != "thing")


def _for_author(account: Account, parties: Parties) -> bool:
    camp = account.witness.camp
    return any(parties.sides.allied(camp, by, parties.on) for by in camps(account.event.actors))


def target_claims(accounts: Iterable[Account], parties: Parties) -> list[Told]:
    """Against what, or where, in neutral names."""
    return [
        _told(account, words, parties, key=frozenset(_target_key(account.event)))
        for account in accounts
        if account.asserts and (words := target_words(account.event))
    ]


def effect_claims(accounts: Iterable[Account], parties: Parties) -> list[Told]:
    """With what result, in numbers, each kind of harm a claim of its own."""
    return [
        _told(account, effect_text(found), parties, ranges=_ranges(found))
        for account in accounts
        if account.asserts
        for found in _by_kind(account.event)
    ]


def _by_kind(event: Event) -> Iterator[tuple[Magnitude, ...]]:
    """Magnitudes that tell an effect, kind by kind."""
    told: dict[str, list[Magnitude]] = {}
    for one in told_magnitudes(event):
        if one.kind in effect_words():
            told.setdefault(one.kind, []).append(one)
    yield from (tuple(found) for found in told.values())


def told_magnitudes(event: Event) -> Iterator[Magnitude]:
    """Numbers of an event, less those that count who acts: "two vessels collided"."""
    acting = [each.span for each in event.actors if each.span]
    for one in event.magnitudes:
        counts_actor = one.kind == "vehicles" and any(s.overlaps(one.span) for s in acting)
        if not counts_actor:
            yield one


def hearsay(account: Account, blamed: str, key: frozenset[str]) -> Told:
    """That others, not read, blame somebody else, as a speaker says."""
    voucher = account.witness
    claim = Claim(
        statement=voucher.statement,
        event=account.event.id,
        speaker=None,
        speaker_name=f"unnamed accusers, as told by {voucher.name}",
        value=blamed,
        stake=Stake.UNKNOWN,
        access=Access.SECOND_HAND,
        origin=voucher.origin,
    )
    return Told(claim, None, account, key=key)


def _told(
    account: Account,
    value: str,
    parties: Parties,
    *,
    key: frozenset[str] = frozenset(),
    ranges: tuple[tuple[str, float, float], ...] = (),
) -> Told:
    voucher = account.witness
    claim = Claim(
        statement=voucher.statement,
        event=account.event.id,
        speaker=voucher.actor,
        speaker_name=voucher.name,
        value=value,
        asserts=account.asserts,
        stake=parties.stake(voucher.camp),
        camp=voucher.camp,
        access=voucher.access,
        origin=voucher.origin,
    )
    return Told(claim, voucher, account, key, ranges)


def actors(participants: Iterable[Participant]) -> tuple[Actor, ...]:
    """The actors known, each once, in order."""
    return tuple({p.actor.id: p.actor for p in participants if p.actor}.values())


def camps(participants: Iterable[Participant]) -> tuple[str, ...]:
    """The camps of the actors known, each once, in order."""
    known = (camp_of(actor) for actor in actors(participants))
    return tuple(dict.fromkeys(camp for camp in known if camp))


def names(known: Sequence[Actor]) -> str:
    """Names in one phrase: "A", "A and B", "A, B and C"."""
    return listed([actor.name for actor in known])


def listed(words: Sequence[str]) -> str:
    """Words in one phrase: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def target_words(event: Event) -> str:
    """Against what, or where, in neutral names; "" when nothing is named."""
    hit = names(actors(event.recipients))
    where = event.place.name if event.place else ""
    return f"{hit}, {where}" if hit and where and where != hit else hit or where


def effect_text(magnitudes: Iterable[Magnitude]) -> str:
    """Numbers of the effect as written, with the word that goes with each; "" if none."""
    words = effect_words()
    told = (m for m in magnitudes if m.kind in words)
    phrases = (
        m.text if words[m.kind] in m.text else f"{m.text} {words[m.kind]}".strip() for m in told
    )
    return ", ".join(dict.fromkeys(phrases))


def _words(participants: Sequence[Participant]) -> str:
    return f"“{participants[0].text}”" if participants else ""


def _target_key(event: Event) -> tuple[str, ...]:
    where = (event.place.name, event.place.country) if event.place else ()
    return tuple(part for part in (*where, *camps(event.recipients)) if part)


def _ranges(magnitudes: Iterable[Magnitude]) -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (m.kind, *_range(m.value, m.bound))
        for m in magnitudes
        if m.kind in effect_words() and m.value is not None
    )


def _range(value: float, bound: str) -> tuple[float, float]:
    least = {"at most": 0.0, "about": value * (1 - _ABOUT)}.get(bound, value)
    most = {"at least": float("inf"), "about": value * (1 + _ABOUT)}.get(bound, value)
    return least, most
