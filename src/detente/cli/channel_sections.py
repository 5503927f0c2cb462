"""The commands of a channel as its help lists them: by what one comes for, in a line each."""

from __future__ import annotations

from typing import Final

import click

SECTIONS: Final = {
    "Found a channel and follow it": {
        "init": "Make the keys of a party; they never leave its folder.",
        "charter": "Draft a charter from the founders' party.json.",
        "join": "Sign a charter or an enrolment, or follow a log.",
        "serve": "Host the log: in a SQLite file, or in PostgreSQL by URL.",
        "mirror": "Fetch what is new, check all of it, keep what is right.",
        "verify": "Check the mirror alone; the host is not asked.",
        "status": "Say who owes what and where it stands.",
        "inbox": "List the mirrored messages of others.",
    },
    "Parties, keys and witnesses": {
        "parties": "List parties, fingerprints of their keys, acts that wait.",
        "enrol": "Propose a newcomer.",
        "rotate": "Propose new keys of one's own.",
        "expel": "Propose to expel a party.",
        "approve": "Approve an enrolment, a change of keys or an expulsion.",
        "hosting": "Say who hosts the log from now on.",
        "witness": "Serve as a witness: cosign what continues, give receipts.",
        "keep": "Serve as a mirror: hold a copy of the log for good.",
        "cosign": "Take the checkpoint to the witnesses and mirrors.",
        "policy": "Draft a policy: who must have seen a checkpoint.",
    },
    "Notify and answer": {
        "notice": "Send a notice, reply or report as numbered text.",
        "send": "Send a message of any kind, with a JSON body.",
        "ack": "Acknowledge a message.",
        "show": "Show a message as numbered text.",
        "rules": "List the rules, and between whom they are in force.",
        "calendar": "Say what is due when, and what was used of quotas.",
        "questions": "List what notices leave open, as questions.",
        "receipt": "Sign that one was handed a message: it stops the clock.",
        "observe": "Put on the log every deadline that passed.",
    },
    "Hotline": {
        "call": "Call other parties.",
        "escalate": "Take one's own call a level up.",
        "hotline": "List calls, answers after how long, and the median.",
    },
    "Consult and decide": {
        "room": "A room: its agenda, chair, sessions, items, proposals.",
        "propose": "Propose a text: by silence, consensus or a vote.",
        "object": "Object to a proposal: silence is broken.",
        "consent": "Consent to a proposal decided by explicit consensus.",
        "vote": "Vote on a proposal.",
        "withdraw": "Take back one's own proposal, objection or item.",
        "extend": "Extend the time for a proposal.",
        "remark": "Put a statement or reservation beside a text.",
        "ask-time": "Ask for more time to reply.",
        "grant-time": "Grant the time that was asked for.",
        "texts": "Show the agreed texts in versions.",
        "terms": "Show the terms of each party side by side.",
        "grievance": "Raise a grievance, answer it, resolve it.",
        "grievances": "Show grievances with their timeline and age.",
        "contact": "Plan a contact and say what became of it.",
        "contacts": "Show contacts, visits, seminars and exchanges.",
    },
    "Declare and inspect": {
        "declare": "Commit to a complete list without showing it.",
        "reveal": "Open items of a declaration, or show a place empty.",
        "declared": "Say what was declared and whether it holds.",
        "draw": "Call for a draw of inspections.",
        "seed": "Take part in a draw: commit to a seed, then reveal it.",
        "escrow": "Hand in one's share of an escrow.",
    },
    "Share and act together": {
        "group": "Name a group of readers of one's own.",
        "share": "Share STIX 2.1 objects or a text under a TLP label.",
        "shared": "List what was shared with one.",
        "taxii": "Serve what was shared with one to one's own tools.",
        "incident": "Give notice of an incident.",
        "assist": "Ask for assistance.",
        "offer": "Offer assistance.",
        "accept": "Accept an offer, or the terms of a joint inquiry.",
        "decline": "Decline a request, an offer or the terms.",
        "deconflict": "Say where one will be, so that nobody gets in the way.",
        "conflict": "Raise a conflict with a deconfliction notice.",
        "inquiry": "Propose the terms of a joint inquiry.",
        "findings": "Sign the findings of an inquiry.",
        "dispute": "Dispute the label that a message bears.",
        "joint": "List incidents, requests and inquiries as they stand.",
    },
    "Into the picture": {
        "events": "Print what stands on the channel as a reading.",
    },
}
"""Every command under what one comes for."""


class Sections(click.Group):
    """A group whose help lists its commands by what one comes for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands in sections of one column width."""
        width = max(map(len, self.commands))
        for title, lines in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), line) for name, line in lines.items()])
