"""Commands of a room: see it, open and close sessions, raise and reach items, pass the chair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from detente.cli.channel_dialogue import decision_line, iso, say
from detente.cli.channel_options import clock, party_options, view_options
from detente.cli.channel_view import one_line, open_talk, show, span
from detente.model.errors import InputError
from detente.model.serialise import to_plain

if TYPE_CHECKING:
    from detente.channel.chairs import Seat
    from detente.channel.decisions import Dialogue
    from detente.channel.rooms import Item, Session

Line = tuple[dict[str, Any], str]


class RoomOrVerb(click.Group):
    """A first word that is no verb is the room."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand everything but the verbs to ``show``."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


def room_commands() -> tuple[click.Command, ...]:
    """All commands of this module."""
    return (room,)


@click.group(cls=RoomOrVerb)
def room() -> None:
    """A room: its agenda, chair and sessions, the items raised there, and its proposals.

    \b
    Examples:
      detente channel room main -d brv                     the room, from the mirror alone
      detente channel room raise main "Mines" -d brv       any party raises an item
      detente channel room chair main ALD -d brv           pass the chair on, by the rule
      detente channel room open main -d ald                the chair opens a session,
      detente channel room reach DIGEST -d ald             reaches an item,
      detente channel room close main -d ald               and closes the session
    """


@room.command("show")
@click.argument("name", metavar="ROOM")
@view_options
def show_room(
    *, name: str, as_of: int, agreeing: int | None, as_json: bool, folder: str,
    passphrase: str,
) -> None:  # fmt: skip
    """Show ROOM from the mirror alone."""
    with open_talk(folder, passphrase, as_of, agreeing) as talk:
        if name not in talk.seats:
            known = ", ".join(sorted(talk.seats)) or "none"
            raise InputError(f"there is no room {name!r} in the mirror; the rooms are: {known}")
        for plain, words in _lines(talk, name):
            show(plain, words, as_json=as_json)


@room.command("open")
@click.argument("name", metavar="ROOM")
@party_options
def open_room(*, name: str, folder: str, passphrase: str) -> None:
    """Open a session of ROOM; it counts from its chair."""
    say("session", {"room": name}, folder, passphrase)


@room.command("close")
@click.argument("name", metavar="ROOM")
@party_options
def close_room(*, name: str, folder: str, passphrase: str) -> None:
    """Close the session of ROOM that is open in the mirror; it counts from its chair."""
    from detente.channel.rooms import sessions  # noqa: PLC0415

    with open_talk(folder, passphrase, int(clock()), None) as talk:
        held = sessions(talk.record, name, talk.seats[name]) if name in talk.seats else ()
    if not held or held[-1].closed is not None:
        raise InputError(f"no session of {name!r} is open in the mirror; mirror first")
    assert held[-1].opened.signed is not None
    say("session-close", {}, folder, passphrase, about=held[-1].opened.signed.digest)


@room.command("agenda")
@click.argument("name", metavar="ROOM")
@click.argument("items", nargs=-1, required=True)
@party_options
def set_agenda(*, name: str, items: tuple[str, ...], folder: str, passphrase: str) -> None:
    """Set the agenda of ROOM to ITEMS, as its chair, or anybody where there is none."""
    say("agenda", {"room": name, "items": list(items)}, folder, passphrase)


@room.command("raise")
@click.argument("name", metavar="ROOM")
@click.argument("text")
@party_options
def raise_item(*, name: str, text: str, folder: str, passphrase: str) -> None:
    """Raise the item TEXT in ROOM; any party may."""
    say("item", {"room": name, "text": text}, folder, passphrase)


@room.command("reach")
@click.argument("item")
@party_options
def reach_item(*, item: str, folder: str, passphrase: str) -> None:
    """Reach ITEM, by its digest, as the chair, or as another party where there is none."""
    say("item-reached", {}, folder, passphrase, about=item)


@room.command("chair")
@click.argument("name", metavar="ROOM")
@click.argument("party")
@click.option("--by", "proposal", default="", help="Adopted proposal that names PARTY.")
@party_options
def pass_chair(*, name: str, party: str, proposal: str, folder: str, passphrase: str) -> None:
    """Pass the chair of ROOM to PARTY: by rotation if it is its turn, or by an adopted proposal.

    Any party may log it; what does not follow the rule has no effect, and `room ROOM` says why.
    """
    say("chair", {"room": name, "party": party}, folder, passphrase, about=proposal)


@room.command("rules")
@click.argument("name", metavar="ROOM")
@click.argument("proposal")
@party_options
def put_rules(*, name: str, proposal: str, folder: str, passphrase: str) -> None:
    """Put the rules in force that PROPOSAL holds, once it is adopted in ROOM."""
    say("room-rules", {"room": name}, folder, passphrase, about=proposal)


def _lines(talk: Dialogue, name: str) -> Iterator[Line]:
    from detente.channel.rooms import agenda, items, sessions  # noqa: PLC0415
    from detente.channel.texts import amendments  # noqa: PLC0415

    seat = talk.seats[name]
    yield _head(talk, name, seat)
    by, listed = agenda(talk.record, name, seat)
    if by:
        yield {"agenda": list(listed), "by": by}, f"  agenda by {by}: {one_line('; '.join(listed))}"
    for one in sessions(talk.record, name, seat):
        yield _session(talk, one)
    for item in items(talk.record, name, seat):
        yield _item(item, talk.now)
    for decision in talk.decisions:
        if decision.room == name:
            words = f"  {decision_line(decision)}\n    {decision.party}: {one_line(decision.text)}  {decision.proposal}"
            tree = amendments(talk.record, decision.proposal)
            below = [f"\n    {'  ' * depth}amended by {party}: {one_line(text)}  {digest}"
                     for depth, digest, party, text in tree]  # fmt: skip
            yield (
                {**to_plain(decision), "amendments": [list(row) for row in tree]},
                (words + "".join(below)),
            )
    for digest, reason in talk.unread.items():
        signed = talk.record.ledger.message(digest)
        if signed is not None and str(signed.message.body["room"]) == name:
            words = f"  cannot be read: {digest[:16]}, {one_line(reason)}"
            yield {"unread": digest, "reason": reason}, words
    for digest, reason in seat.void.items():
        yield (
            {"void": digest, "reason": reason},
            f"  without effect: {digest[:16]}, {one_line(reason)}",
        )


def _head(talk: Dialogue, name: str, seat: Seat) -> Line:
    from detente.channel.chairs import chair_at  # noqa: PLC0415

    size = talk.record.ledger.size
    chair, rules = chair_at(talk.record, seat.turns, size), seat.rules(size)
    since = seat.turns[-1].since if chair else None
    plain = {"room": name, "chair": chair, "since": since, "sessions": rules.sessions,
             "rotation_days": rules.days or None}  # fmt: skip
    told = f"chair {chair} since {iso(since)}" if chair else "no chair"
    asked = ", silence needs a session" if rules.sessions else ""
    turns = f", the chair rotates every {rules.days} days" if rules.days else ""
    return plain, f"room {one_line(name)}: {told}{turns}{asked}"


def _session(talk: Dialogue, one: Session) -> Line:
    assert one.opened.signed is not None
    opened = talk.record.when(one.opened).before
    closed = None if one.closed is None else talk.record.when(one.closed).before
    by = one.opened.signed.message.sender
    plain = {"session": one.number, "opened_by": by, "opened": opened, "closed": closed,
             "open": one.closed is None}  # fmt: skip
    end = "still open" if one.closed is None else f"closed {iso(closed)}"
    return plain, f"  session {one.number} opened by {by} {iso(opened)}, {end}"


def _item(one: Item, now: int) -> Line:
    if one.withdrawn:
        told = "taken back"
    elif one.reached is not None:
        told = f"reached by {one.reached_by} after {span(one.wait)}"
    else:
        raised = one.raised.before
        told = f"waits, {span(None if raised is None else now - raised)} so far"
    plain = {**to_plain(one), "wait": one.wait}
    return plain, f"  item {one.digest} {one.party}: {one_line(one.text)} ({told})"
