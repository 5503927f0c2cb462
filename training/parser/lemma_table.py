"""Make the lemma table: irregular forms, what the rules get wrong, and the words that exist.

Usage: ``python training/parser/lemma_table.py --treebank DIR``
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from treebank import Word, paragraphs, plain, words_of

from detente.reading import lemmas

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/detente/reading/parser/lemmas.tsv"
PLAIN = re.compile(r"[a-z'.-]+")
OPEN = frozenset({"VERB", "NOUN", "ADJ"})
SKIPPED = frozenset({"PROPN", "X", "PUNCT", "SYM", "NUM"})
Row = tuple[str, str, str]


def irregular() -> Iterator[Row]:
    """Yield the irregular forms of our own list."""
    for line in (HERE / "irregular.tsv").read_text(encoding="utf-8").splitlines():
        pos, base, forms = line.split("\t")
        yield from ((form, pos, base) for form in forms.split())


def vocabulary(words: list[Word]) -> Iterator[Row]:
    """Yield the dictionary forms that exist: in the treebank, or in our own list of verbs."""
    seen = {(w.pos, w.lemma) for w in words if w.pos in OPEN and w.lemma.isalpha()}
    yield from (("", pos, lemma) for pos, lemma in seen if lemma.islower())
    own = (HERE / "verbs.txt").read_text(encoding="utf-8").split()
    yield from (("", "VERB", verb) for verb in own)


def exceptions(words: list[Word]) -> Iterator[Row]:
    """Yield the forms whose usual lemma in the treebank is not what the rules make of them."""
    votes: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for word in words:
        if word.pos not in SKIPPED and word.lemma != "_" and "Typo" not in word.morph:
            votes[word.form.lower(), word.pos][word.lemma, word.tag] += 1
    for (form, pos), found in votes.items():
        (lemma, tag), _ = found.most_common(1)[0]
        if PLAIN.fullmatch(form) and lemma.islower() and lemmas.lemma(form, pos, tag) != lemma:
            yield form, pos, lemma


def write(rows: set[Row]) -> None:
    """Write the table, sorted; the lemmatizer reads it afresh."""
    lines = ["form\tpos\tlemma", *("\t".join(row) for row in sorted(rows))]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lemmas._listed.cache_clear()  # noqa: SLF001
    lemmas._known.cache_clear()  # noqa: SLF001


def accuracy(words: list[Word], poses: frozenset[str]) -> float:
    """Return the share of words of these classes whose lemma is right, given the gold tags."""
    of = [w for w in words if w.pos in poses and w.lemma != "_"]
    right = sum(lemmas.lemma(w.form, w.pos, w.tag) == w.lemma for w in of)
    return right / len(of)


def main() -> None:
    """Write the table and print how good it is."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--treebank", type=Path, required=True)
    chosen = options.parse_args()
    train, test = (
        list(words_of(map(plain, paragraphs(chosen.treebank / f"ewt-{part}.conllu.gz"))))
        for part in ("train", "test")
    )
    known = set(vocabulary(train))
    own = set(irregular())
    write(known | own)
    seen = {(form, pos): lemma for form, pos, lemma in exceptions(train)}
    seen |= {(form, pos): lemma for form, pos, lemma in own}
    write(known | {(form, pos, lemma) for (form, pos), lemma in seen.items()})
    for poses in (OPEN, frozenset({"VERB"}), frozenset({"NOUN"})):
        print("lemma accuracy on test,", "+".join(sorted(poses)), round(accuracy(test, poses), 4))


if __name__ == "__main__":
    main()
