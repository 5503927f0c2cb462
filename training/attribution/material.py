"""PolNeAR articles -> features and labels per word, kept in a folder outside the repository."""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from pathlib import Path

from detente.reading.attribution_features import features
from detente.reading.quotes import find_quotes
from detente.reading.syntax import Parsed, parse_many

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def labels(parsed: Parsed, attributions: list) -> list[int]:
    """One label per word; where attributions share words, the role seen first stays."""
    found = [0] * len(parsed.tokens)
    spans = sorted(
        {
            (role, part[0], part[1])
            for one in attributions
            for role in ("content", "source", "cue")
            for part in one[role]
        },
        key=lambda span: span[1],
    )
    for role, start, end in spans:
        inside = [t.index for t in parsed.tokens if t.start < end and t.end > start]
        for number, at in enumerate(inside):
            found[at] = LABELS.index(("B-" if number == 0 else "I-") + role)
    return found


def main() -> None:
    """Read the articles, parse them, write one pickle."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("articles", type=Path)
    command.add_argument("out", type=Path)
    options = command.parse_args()
    rows = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").splitlines()]
    documents = []
    for number, parsed in enumerate(
        parse_many((row["text"], masks_of(row["text"])) for row in rows)
    ):
        seen = features(parsed, find_quotes(parsed.text))
        breaks = [
            "\n" in parsed.text[before.end : after.start]
            for before, after in zip(parsed.tokens, parsed.tokens[1:], strict=False)
        ]
        gold = labels(parsed, rows[number]["attributions"])
        documents.append(
            (
                rows[number]["id"],
                seen.words,
                seen.codes,
                seen.heads,
                [True, *breaks][: len(gold)],
                gold,
            )
        )
        if number % 100 == 0:
            sys.stderr.write(f"{number} articles\n")
    options.out.write_bytes(pickle.dumps(documents))


def masks_of(text: str) -> tuple:
    """The names the gazetteer knows, as the reader masks them at run time."""
    from detente.reading.gazetteer import find, masks
    from detente.reading.lexicon import load

    lexicon = load()
    return masks(find(text, lexicon), lexicon)


if __name__ == "__main__":
    main()
