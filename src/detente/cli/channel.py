"""The command `detente channel`: host a channel, or be a party of one."""

from __future__ import annotations

import click

from detente.cli.channel_declare import declaration_commands
from detente.cli.channel_dialogue import dialogue_commands
from detente.cli.channel_found import founding_commands
from detente.cli.channel_hotline import hotline_commands
from detente.cli.channel_joint import joint_commands
from detente.cli.channel_log import log_commands
from detente.cli.channel_members import member_commands
from detente.cli.channel_picture import picture_commands
from detente.cli.channel_registers import register_commands
from detente.cli.channel_room import room_commands
from detente.cli.channel_rules import rule_commands
from detente.cli.channel_sections import Sections
from detente.cli.channel_share import sharing_commands
from detente.cli.channel_text import text_commands
from detente.cli.channel_witness import witness_commands


@click.group(cls=Sections)
def channel() -> None:
    """Host a channel, or be a party of one: notices, hotline, consultations.

    \b
    Examples:
      detente channel init ALD -d ald --name Aldmark       keys and ald/party.json
      detente channel charter ald/party.json brv/party.json -o charter.json
      detente channel join charter.json -d ald             add one's signature
      detente channel serve log.db --name channel.example/north
      detente channel join -d ald --url http://127.0.0.1:8440 --log VKEY
      detente channel send notice notice.json -d ald --to BRV
      detente channel mirror -d brv --cosign               fetch, check, cosign
      detente channel verify -d brv                        check alone, host gone
      detente channel status -d brv                        who owes what

    Each command shows examples of its own. A DIGEST may be given by its first eight characters or
    more. The passphrase of the keys is asked for, or taken from DETENTE_CHANNEL_PASSPHRASE.
    """


for command in (
    *founding_commands(),
    *log_commands(),
    *declaration_commands(),
    *dialogue_commands(),
    *hotline_commands(),
    *joint_commands(),
    *member_commands(),
    *picture_commands(),
    *register_commands(),
    *room_commands(),
    *rule_commands(),
    *sharing_commands(),
    *text_commands(),
    *witness_commands(),
):
    channel.add_command(command)
