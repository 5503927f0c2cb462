"""Whether a checkpoint has the witnesses that a written policy asks for."""

from __future__ import annotations

from dataclasses import dataclass

from detente.channel.checkpoints import SignedCheckpoint
from detente.channel.cosignatures import cosigners
from detente.channel.notes import VerifierKey
from detente.channel.policy import Policy
from detente.model.errors import ChannelError


@dataclass(frozen=True, slots=True)
class Quorum:
    """What a policy makes of a checkpoint.

    Attributes:
        size: Size of the tree.
        enough: Whether the quorum is there.
        seen: Witnesses of the policy that cosigned it, by their name in the policy.
        missing: Witnesses the quorum counts that did not.
    """

    size: int
    enough: bool
    seen: tuple[str, ...]
    missing: tuple[str, ...]


def quorum_of(policy: Policy, log: VerifierKey, signed: SignedCheckpoint) -> Quorum:
    """Hold a checkpoint of a log against a policy.

    Raises:
        ChannelError: If the policy names logs, and not this one.
        NoteError: If a cosignature of a witness of the policy does not verify.
    """
    if policy.logs and str(log) not in map(str, policy.logs):
        raise ChannelError(f"the policy does not name the log {log.name} with the key that is used")
    keys = cosigners(signed.note, policy.witnesses.values())
    seen = tuple(name for name, key in policy.witnesses.items() if key in keys)
    missing = tuple(name for name in policy.asked() if name not in seen)
    return Quorum(signed.checkpoint.size, policy.satisfied(keys), seen, missing)


def demand_quorum(policy: Policy, log: VerifierKey, signed: SignedCheckpoint) -> Quorum:
    """The same, where less than the quorum is an error.

    Raises:
        ChannelError: If the quorum is not there, with the witnesses that are missing.
    """
    found = quorum_of(policy, log, signed)
    if not found.enough:
        seen = ", ".join(found.seen) or "nobody"
        text = f"the checkpoint of {found.size} entries lacks the quorum of the policy"
        raise ChannelError(f"{text}: seen by {seen}; missing {', '.join(found.missing)}")
    return found
