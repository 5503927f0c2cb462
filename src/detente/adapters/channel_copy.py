"""A party's folder checked offline, with no key and no host."""

from __future__ import annotations

from pathlib import Path

from detente.adapters.channel_mirror import PartyFolder
from detente.channel.checkpoints import open_checkpoint
from detente.channel.verify import Copy, Verdict, verify_copy
from detente.model.errors import ChannelError


def checked_copy(path: str | Path) -> Verdict:
    """Check the mirror in a party's folder.

    Raises:
        InputError: If the folder follows no log.
        ChannelError: If something in it is wrong: what cannot be believed is not read.
    """
    folder = PartyFolder(path)
    trust = folder.trust()
    leaves = folder.leaves()

    def fits(note: str) -> bool:
        return open_checkpoint(note, [trust.log]).checkpoint.size <= len(leaves)

    proved = [(s, p) for s, p in folder.sent() if p is not None and fits(p.checkpoint)]
    notes = [note for note in folder.checkpoints() if fits(note)]
    copy = Copy(leaves, notes, folder.sealed(), proved, folder.known())
    verdict = verify_copy(trust.channel, [trust.log], copy)
    if verdict.findings:
        raise ChannelError(
            f"{folder.path}: {verdict.findings[0].text}; "
            f"see `detente channel verify -d {folder.path}`"
        )
    return verdict
