"""What one party can check alone, offline: the log against itself, its witnesses and others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.channel.checkpoints import Checkpoint, SignedCheckpoint, open_checkpoint
from detente.channel.cosignatures import Cosignature, cosignatures
from detente.channel.ledger import Ledger, take
from detente.channel.messages import leaf_of, sealed_digest
from detente.channel.notes import VerifierKey
from detente.channel.proofs import LogProof, verify_proof
from detente.channel.tenures import witness_keys
from detente.model.channel import Fault, Finding, SignedMessage
from detente.model.errors import ChannelError, InputError, NoteError, ProofError


@dataclass(frozen=True, slots=True)
class Copy:
    """A party's copy of a log, as it came from wherever it came.

    Attributes:
        leaves: Entries, first to last.
        sealed: Bytes of the sealed messages that are held, by digest.
        checkpoints: Signed checkpoints, with what cosignatures they carry: from the host, from
            witnesses, from other parties. The more places, the less can be hidden.
        receipts: Own messages with the proof the host gave for each.
        known: Size and root of the largest checkpoint checked before; None the first time.
    """

    leaves: Sequence[bytes]
    checkpoints: Sequence[str]
    sealed: Mapping[str, bytes] | None = None
    receipts: Sequence[tuple[SignedMessage, LogProof]] = ()
    known: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a check.

    Attributes:
        findings: Everything that is wrong; empty if nothing is.
        ledger: The log as far as it could be believed.
        cosigned: All cosignatures of parties that fit the log.
    """

    findings: tuple[Finding, ...]
    ledger: Ledger
    cosigned: tuple[Cosignature, ...]


def verify_copy(channel: str, log: Sequence[VerifierKey], copy: Copy) -> Verdict:
    """Replay a copy by the rules of the log and hold it against every signed statement.

    Args:
        channel: Origin of the log.
        log: Keys of the log.
        copy: What is checked.
    """
    ledger, findings = _replay(channel, copy)
    given = [proof.checkpoint for _, proof in copy.receipts]
    signed, forged = _opened([*copy.checkpoints, *given], log)
    findings += forged
    findings += _against_checkpoints(ledger, len(copy.leaves), signed)
    findings += _against_memory(ledger, len(copy.leaves), copy.known)
    findings += _own_messages(ledger, copy, log)
    cosigned, wrong = _cosigned(ledger, signed)
    return Verdict((*findings, *wrong), ledger, cosigned)


def _replay(channel: str, copy: Copy) -> tuple[Ledger, list[Finding]]:
    ledger, sealed = Ledger(channel), copy.sealed or {}
    for index, leaf in enumerate(copy.leaves):
        try:
            take(ledger, leaf, _held(leaf, sealed))
        except (ChannelError, InputError) as error:
            fault = Fault.FORGE if isinstance(error, NoteError | InputError) else Fault.ORDER
            text = f"entry {index} breaks the rules of the log: {error}"
            return ledger, [Finding(fault, index, text, (leaf.decode(errors="replace"),))]
    return ledger, []


def _held(leaf: bytes, sealed: Mapping[str, bytes]) -> bytes | None:
    digest = sealed_digest(leaf)
    return sealed.get(digest) if digest else None


def _opened(
    notes: Iterable[str], log: Sequence[VerifierKey]
) -> tuple[list[SignedCheckpoint], list[Finding]]:
    opened, findings = [], []
    for note in notes:
        try:
            opened.append(open_checkpoint(note, log))
        except NoteError as error:
            text = f"a checkpoint is not signed by the log: {error}"
            findings.append(Finding(Fault.FORGE, None, text, (note,)))
    return opened, findings


def _against_checkpoints(
    ledger: Ledger, held: int, signed: Sequence[SignedCheckpoint]
) -> list[Finding]:
    findings, roots = [], dict[int, SignedCheckpoint]()
    for one in sorted(signed, key=lambda s: s.checkpoint.size):
        now = one.checkpoint
        other = roots.setdefault(now.size, one)
        if other.checkpoint.root != now.root:
            text = f"the log signed two roots for size {now.size}: it shows two logs"
            findings.append(Finding(Fault.FORK, None, text, (str(other.note), str(one.note))))
        elif now.size > held:
            text = f"the log signed {now.size} entries and hands out {held}"
            findings.append(Finding(Fault.DROP, None, text, (str(one.note),)))
        elif now.size <= ledger.size and ledger.tree.root(now.size) != now.root:
            text = f"the entries do not have the root the log signed for size {now.size}"
            findings.append(Finding(Fault.EDIT, None, text, (str(one.note),)))
    largest = max((s.checkpoint.size for s in signed), default=0)
    if held > largest:
        text = f"{held - largest} entries stand in no checkpoint that the log signed"
        findings.append(Finding(Fault.FORGE, largest, text))
    return findings


def _against_memory(ledger: Ledger, held: int, known: tuple[int, bytes] | None) -> list[Finding]:
    if known is None:
        return []
    size, root = known
    if size > held:
        text = f"{size} entries were checked before, now there are {held}: the log was rewound"
        return [Finding(Fault.REWIND, None, text)]
    if size <= ledger.size and ledger.tree.root(size) != root:
        text = f"the first {size} entries are not those that were checked before"
        return [Finding(Fault.FORK, None, text)]
    return []


def _own_messages(ledger: Ledger, copy: Copy, log: Sequence[VerifierKey]) -> list[Finding]:
    findings = []
    for signed, proof in copy.receipts:
        text = check_receipt(signed, proof, log)
        if text:
            findings.append(Finding(Fault.FORGE, proof.index, text, (str(proof),)))
        elif ledger.places.get(signed.digest) != proof.index:
            text = (
                f"the log proved own message {signed.digest[:12]} at {proof.index}; it is not there"
            )
            findings.append(Finding(Fault.DROP, proof.index, text, (str(proof),)))
    return findings


def check_receipt(signed: SignedMessage, proof: LogProof, log: Sequence[VerifierKey]) -> str:
    """Why a proof does not hold for a message; "" if it does."""
    try:
        verify_proof(leaf_of(signed), proof, log)
    except (NoteError, ProofError) as error:
        return f"the proof the host gave does not hold: {error}"
    return ""


def _cosigned(
    ledger: Ledger, signed: Sequence[SignedCheckpoint]
) -> tuple[tuple[Cosignature, ...], list[Finding]]:
    """Cosignatures on checkpoints of this log, by witnesses of its parties at that size."""
    found: list[Cosignature] = []
    findings = []
    for one in signed:
        try:
            if _fits(ledger, one.checkpoint):
                keys = witness_keys(ledger.tenures, one.checkpoint.size)
                found += cosignatures(one.note, keys)
        except NoteError as error:
            findings.append(Finding(Fault.FORGE, None, str(error), (str(one.note),)))
    return tuple(found), findings


def _fits(ledger: Ledger, checkpoint: Checkpoint) -> bool:
    size = checkpoint.size
    return size <= ledger.size and ledger.tree.root(size) == checkpoint.root
