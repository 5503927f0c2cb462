"""The default scorer: a small language encoder of our own fine-tuning, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.model.errors import ModelFileError
from detente.reading.relations.encoding import Token, encode
from detente.reading.relations.labels import ROOTS, SENTENCE_LABELS
from detente.reading.relations.pairs import Pair
from detente.reading.relations.verdict import Verdict, Word

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

NAME: Final = "encoder-1"
GRAPH: Final = "encoder.onnx"
VOCABULARY: Final = "tokenizer.json"

_SHOWN_WORDS: Final = 3
_COMMONEST: Final = 2120
"""The vocabulary begins with punctuation and function words; they explain nothing."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """One of the two answers of the graph.

    Attributes:
        answer: Name of the output with the log odds, shape (texts, labels).
        shares: Name of the output with what each token added, shape (texts, tokens, labels).
        labels: What it tells apart.
    """

    answer: str
    shares: str
    labels: tuple[str, ...]


PAIR: Final = Head("pair", "pair_shares", ROOTS)
SENTENCE: Final = Head("sentence", "sentence_shares", SENTENCE_LABELS)


@dataclass(frozen=True, slots=True)
class EncoderScorer:
    """The encoder with its two heads: one for pairs, one for whole sentences."""

    session: InferenceSession = field(repr=False)
    tokenizer: Tokenizer = field(repr=False)
    name: str = NAME

    def pairs(self, pairs: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """Type each pair."""
        return self._verdicts(pairs, PAIR, explain=explain)

    def sentences(self, texts: Sequence[Pair], *, explain: bool = False) -> tuple[Verdict, ...]:
        """Type each text as a whole."""
        bare = [Pair(text.text, names=text.names) for text in texts]
        return self._verdicts(bare, SENTENCE, explain=explain)

    def _verdicts(self, texts: Sequence[Pair], head: Head, *, explain: bool) -> tuple[Verdict, ...]:
        return tuple(self._verdict(text, head, explain=explain) for text in texts)

    def _verdict(self, text: Pair, head: Head, *, explain: bool) -> Verdict:
        # One text at a time: in eight bits the scale of a batch would make the answer for one
        # text hang on its neighbours.
        tokens = encode(text, self.tokenizer)
        ids = np.array([[token.id for token in tokens]], dtype=np.int64)
        wanted = [head.answer, head.shares] if explain else [head.answer]
        told: list[Any] = self.session.run(wanted, {"ids": ids, "mask": np.ones_like(ids)})
        odds = told[0][0]
        why = _strongest(text.text, tokens, odds, told[1][0]) if explain else ()
        return Verdict(_probabilities(odds, head.labels), self.name, why)


def _probabilities(odds: Array, labels: tuple[str, ...]) -> dict[str, float]:
    likely = np.exp((odds - odds.max()).astype(np.float64))
    return dict(zip(labels, (likely / likely.sum()).tolist(), strict=True))


def _strongest(text: str, tokens: Sequence[Token], odds: Array, shares: Array) -> tuple[Word, ...]:
    """The words whose states added most to the likeliest label, against the mean label."""
    best = int(odds.argmax())
    added: dict[str, float] = {}
    for token, share in zip(tokens, shares, strict=True):
        if token.span is not None and not token.inside and token.id > _COMMONEST:
            word = _whole_word(text, token)
            added[word] = added.get(word, 0.0) + float(share[best] - share.mean())
    ranked = sorted(added.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Word(word, round(by, 3)) for word, by in ranked[:_SHOWN_WORDS] if by > 0)


def _whole_word(text: str, token: Token) -> str:
    assert token.span is not None
    start, end = token.span.start, token.span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return text[start:end].lower()


@cache
def shipped() -> EncoderScorer:
    """The encoder that comes with the package, on one thread.

    Raises:
        ModelFileError: If its files are missing or damaged, or cannot be run here.
    """
    try:
        import onnxruntime  # noqa: PLC0415 (slow to import)
        from tokenizers import Tokenizer  # noqa: PLC0415
    except ImportError as problem:
        raise ModelFileError(f"the encoder cannot be run here: {problem}") from problem
    weights = files("detente.reading.relations").joinpath("weights")
    plan = onnxruntime.SessionOptions()
    plan.intra_op_num_threads = plan.inter_op_num_threads = 1
    plan.log_severity_level = 3
    try:
        with as_file(weights) as folder:
            session = onnxruntime.InferenceSession(
                str(folder / GRAPH), plan, providers=["CPUExecutionProvider"]
            )
            tokenizer = Tokenizer.from_file(str(folder / VOCABULARY))
    except Exception as problem:  # both libraries raise bare exceptions of their own
        raise ModelFileError(
            f"the encoder ({GRAPH}, {VOCABULARY}) cannot be read ({problem}); "
            "install Détente again, or take the n-gram scorer: --scorer ngrams"
        ) from problem
    return EncoderScorer(session, tokenizer)
