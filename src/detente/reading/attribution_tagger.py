"""The trained tagger: words -> stretches that are source, cue or content.

A small recurrent network with a conditional random field, trained by ``training/attribution``;
it sees word forms, grammar and quotation marks, and of names only that they are names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.model.errors import ModelFileError
from detente.reading.attribution_features import Features, features
from detente.reading.attribution_linking import Part
from detente.reading.page import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_ROLES: Final = ("source", "cue", "content")
_LONGEST: Final = 320
"""How many words are tagged at once: whole lines, as many as fit."""


@dataclass(frozen=True, slots=True)
class _Model:
    """The network and its tables.

    Attributes:
        session: The network, run by onnxruntime.
        rows: Word -> row of ``vectors``.
        vectors: One vector per word; the first is for words it does not know.
        numbers: Word -> its number for the network.
        steps: Score of each label after each other, (labels, labels).
        start: Score of each label at the beginning.
    """

    session: Any
    rows: dict[str, int]
    vectors: Floats
    numbers: dict[str, int]
    steps: Floats
    start: Floats


def tag(page: Page) -> tuple[Part, ...]:
    """The stretches of a text that are source, cue or content, in order, none overlapping.

    Raises:
        ModelFileError: If the shipped tagger is missing or damaged.
    """
    if not page.parsed.tokens:
        return ()
    seen = features(page.parsed, page.quotes)
    parts: list[Part] = []
    for chunk in _chunks(page):
        path = _viterbi(_emitted(seen, chunk), _model())
        parts.extend(_parts(path, chunk.start))
    return tuple(parts)


def _chunks(page: Page) -> Iterator[range]:
    """Whole lines, as many as fit; a line that is too long is cut."""
    tokens = page.parsed.tokens
    edges = [0]
    lines = [at for at in range(1, len(tokens)) if _breaks(page, at)] + [len(tokens)]
    for here, after in pairwise(lines):
        if after - edges[-1] > _LONGEST:
            edges.append(here)
    edges.append(len(tokens))
    for start, end in pairwise(edges):
        for first in range(start, end, 2 * _LONGEST):
            yield range(first, min(end, first + 2 * _LONGEST))


def _breaks(page: Page, at: int) -> bool:
    before, here = page.parsed.tokens[at - 1], page.parsed.tokens[at]
    return "\n" in page.parsed.text[before.end : here.start]


def _emitted(seen: Features, chunk: range) -> Floats:
    """Score of each label for each word, (words, labels)."""
    model = _model()
    words = [seen.words[at] for at in chunk]
    heads = [seen.heads[at] if seen.heads[at] in chunk else at for at in chunk]
    feed = {
        "vectors": model.vectors[[model.rows.get(word, 0) for word in words]][None],
        "words": np.array([[model.numbers.get(word, 1) for word in words]]),
        "codes": np.array([[seen.codes[at] for at in chunk]]),
        "heads": np.array([[head - chunk.start for head in heads]]),
    }
    emitted: Floats = model.session.run(["emitted"], feed)[0][0]
    return emitted


def _viterbi(emitted: Floats, model: _Model) -> list[int]:
    """The best sequence of labels."""
    score, pointers = model.start + emitted[0], []
    for row in emitted[1:]:
        ways = score[:, None] + model.steps
        pointers.append(ways.argmax(0))
        score = ways.max(0) + row
    path = [int(score.argmax())]
    for back in reversed(pointers):
        path.append(int(back[path[-1]]))
    return path[::-1]


def _parts(path: Sequence[int], offset: int) -> Iterator[Part]:
    """Labels are 0 for none, then per role one for its first word and one for the others."""
    start: int | None = None
    for at, label in enumerate([*path, 0]):
        if start is not None and (label == 0 or label % 2 == 1):
            yield Part(_ROLES[(path[start] - 1) // 2], start + offset, at + offset)
            start = None
        if label % 2 == 1:
            start = at


@cache
def _model() -> _Model:
    """Load the shipped tagger once, on first use."""
    import onnxruntime  # noqa: PLC0415 - a tenth of a second that importing must not cost

    folder = files("detente.reading") / "attribution_model"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        graph = (folder / "tagger.onnx").read_bytes()
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        with (folder / "tables.npz").open("rb") as stream, np.load(stream) as stored:
            return _tables(session, {name: stored[name] for name in stored.files})
    except (OSError, ValueError, KeyError, RuntimeError) as problem:
        raise ModelFileError(
            f"the tagger shipped in detente/reading/attribution_model cannot be loaded ({problem}); "
            "install Détente again"
        ) from problem


def _tables(session: Any, stored: dict[str, Any]) -> _Model:
    names, known = (str(stored[name]).split("\n") for name in ("names", "known"))
    full = (stored["vectors"] * stored["scale"]).astype(np.float32)
    return _Model(
        session=session,
        rows={name: at for at, name in enumerate(names, 1)},
        vectors=np.concatenate([np.zeros((1, full.shape[1]), np.float32), full]),
        numbers={name: at for at, name in enumerate(known, 2)},
        steps=stored["steps"],
        start=stored["start"],
    )
