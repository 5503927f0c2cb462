"""Cues for a new article, and the table that weighs them."""

from __future__ import annotations

from detente.codebook import load_table
from detente.codebook.article_cues import ArticleCue
from detente.reading.article_cues import Story, candidates, cues_at, read_blocks

PAGE = """The harbour master of Port Ellin said that Holm and Brook had left the bay.
Holm told the Harbour Gazette that Brook was well ...
Flood damages bridge
Evening Post Updated on 2031-05-04
Engineers of the Northern Railway Authority (NRA) began repairs near Velden and Hochfurt.
Related Pages"""


def test_every_cue_has_a_weight_and_every_weight_a_cue() -> None:
    blocks = read_blocks(PAGE)
    story = Story().grown(blocks.items[0])
    rows = {row.cue for row in load_table("article_cues", ArticleCue)}
    assert rows == set(cues_at(blocks, story, 1))


def test_an_article_can_begin_at_its_title_or_its_first_paragraph() -> None:
    assert list(candidates(read_blocks(PAGE))) == [1, 2]


def test_cues_say_what_speaks_for_a_new_article() -> None:
    blocks = read_blocks(PAGE)
    story = Story().grown(blocks.items[0]).grown(blocks.items[1])
    cues = cues_at(blocks, story, 2)
    on = {cue for cue, value in cues.items() if value == 1}
    assert on == {
        "always",
        "new words",
        "no name in common",
        "acronym explained",
        "title",
        "title with byline",
        "cut off",
        "one paragraph left",
    }
