"""What the coder makes of sentences: acts, speech acts and what they carry."""

from __future__ import annotations

import pytest
from tests.reading import coded

from detente.codebook.verbs import verbs
from detente.model.events import Mark

FIRST = [
    ("Belmar attacked Avaria.", ("ASSAULT", "asserted", ["BEL"], ["AVA"])),
    ("Avaria was attacked by Belmar.", ("ASSAULT", "asserted", ["BEL"], ["AVA"])),
    ("Belmar has imposed sanctions on Avaria.", ("COERCE", "asserted", ["BEL"], ["AVA"])),
    ("Belmar launched strikes against Avaria.", ("ASSAULT", "asserted", ["BEL"], ["AVA"])),
    ("Belmar withdrew its troops from Avaria.", ("RETREAT", "asserted", ["BEL"], ["AVA"])),
    ("Belmar expelled the ambassador of Avaria.", ("SANCTION", "asserted", ["BEL"], ["AVA"])),
    ("Belmar accused Avaria of a plot.", ("ACCUSE", "asserted", ["BEL"], ["AVA"])),
    ("Belmar threatened to attack Avaria.", ("THREATEN", "asserted", ["BEL"], ["AVA"])),
    ("Belmar refused to negotiate with Avaria.", ("REJECT", "asserted", ["BEL"], ["AVA"])),
    ("Belmar agreed to meet Avaria.", ("AGREE", "asserted", ["BEL"], ["AVA"])),
    ("Belmar will send aid to Avaria.", ("AGREE", "asserted", ["BEL"], ["AVA"])),
    ("Belmar sent weapons to Avaria.", ("AID", "asserted", ["BEL"], ["AVA"])),
    ("Belmar praised Avaria.", ("SUPPORT", "asserted", ["BEL"], ["AVA"])),
]


@pytest.mark.parametrize(("text", "expected"), FIRST)
def test_the_first_event_of_a_sentence(text, expected):
    assert coded.short(coded.code(text)[0]) == expected


CARRIED = [
    ("Belmar threatened to attack Avaria.", "ASSAULT", Mark.THREATENED),
    ("Belmar denied attacking Avaria.", "ASSAULT", Mark.DENIED),
    ("Belmar accused Avaria of bombing a hospital.", "ASSAULT", Mark.ACCUSED),
    ("Belmar demanded that Avaria withdraw its troops.", "RETREAT", Mark.DEMANDED),
    ("Belmar said Avaria must withdraw its troops.", "RETREAT", Mark.DEMANDED),
    ("Belmar offered to send aid to Avaria.", "AID", Mark.OFFERED),
    ("Belmar announced the withdrawal of its troops from Avaria.", "RETREAT", Mark.ANNOUNCED),
]


@pytest.mark.parametrize(("text", "kind", "mark"), CARRIED)
def test_what_a_speech_act_carries_is_no_fact(text, kind, mark):
    act, *carried = coded.code(text)
    assert act.speech_act
    assert [(e.type.value, e.mark, e.within) for e in carried] == [(kind, mark, act.id)]


UNREAL = [
    ("Belmar may attack Avaria.", Mark.PREDICTED),
    ("If Belmar attacked Avaria, Corvia would suffer.", Mark.CONDITIONAL),
    ("Belmar did not attack Avaria.", Mark.DENIED),
    ("Belmar and Avaria should hold talks.", Mark.RECOMMENDED),
]


@pytest.mark.parametrize(("text", "mark"), UNREAL)
def test_what_did_not_happen_is_marked(text, mark):
    found = coded.code(text)
    assert found
    assert {event.mark for event in found} == {mark}


def test_announced_and_observed_withdrawal_differ():
    (announced, _), (observed,) = (
        coded.code("Belmar announced the withdrawal of its troops from Avaria."),
        coded.code("Belmar withdrew its troops from Avaria."),
    )
    assert (announced.type, observed.type) == ("CONCEDE", "RETREAT")


def test_both_sides_of_a_meeting_stand_on_both_sides():
    (event,) = coded.code("Belmar and Avaria held talks.")
    assert coded.ids(event.actors) == ["BEL", "AVA"]
    assert coded.ids(event.recipients) == ["AVA", "BEL"]


def test_a_headline_without_a_full_verb_is_read():
    assert coded.short(coded.code("Belmar to hold talks with Avaria")[0])[0] == "AGREE"


def test_every_event_names_its_rule_and_its_words():
    text = "Belmar attacked Avaria with drones."
    (event,) = coded.code(text)
    assert event.trail.rule == "verbs:attack"
    assert event.predicate_span.of(text) == "attacked"
    assert event.mode == "drone"


def test_a_comment_makes_no_event():
    assert coded.code("The weather in the mountains was fine.") == ()


def _swapped(text: str) -> str:
    return text.replace("Belmar", "\0").replace("Avaria", "Belmar").replace("\0", "Avaria")


_SENTENCES = [
    "Belmar {verb} Avaria.",
    "Avaria said Belmar will {verb} the army of Avaria.",
]


def test_swapping_two_actors_swaps_the_result_for_every_verb_of_the_codebook():
    """Neutrality: names of one class change places, and nothing else changes."""
    known = sorted({row.lemma for row in verbs()})
    texts = [s.format(verb=verb) for verb in known for s in _SENTENCES]
    swap = {"BEL": "AVA", "AVA": "BEL"}
    swapped = coded.code_all([_swapped(text) for text in texts])
    for text, there, back in zip(texts, coded.code_all(texts), swapped, strict=True):
        turned = [
            (t, m, [swap.get(i, i) for i in a], [swap.get(i, i) for i in r])
            for t, m, a, r in map(coded.short, back)
        ]
        assert [coded.short(event) for event in there] == turned, text


def test_the_same_text_gives_the_same_events():
    text = "Belmar accused Avaria of attacks on Corvia and demanded reparations."
    assert coded.code(text) == coded.code(text)


AVERTED = [
    "Belmar prevents a full scale war with Avaria.",
    "Belmar averted an attack on Avaria.",
    "To avoid a war with Avaria, Belmar kept its ships at home.",
    "Belmar headed off a blockade by Avaria.",
]


@pytest.mark.parametrize("text", AVERTED)
def test_what_is_prevented_neither_happened_nor_will(text):
    assert [e for e in coded.code(text) if e.type in ("ASSAULT", "MOBILIZE")] == []


def test_what_could_not_be_prevented_happened():
    (event,) = coded.code("Belmar could not prevent the attack by Corvia on Avaria.")
    assert (event.type, event.mark) == ("ASSAULT", Mark.ASSERTED)


@pytest.mark.parametrize(
    "text", ["Belmar refused to attack Avaria.", "Belmar ruled out an attack on Avaria."]
)
def test_not_attacking_rejects_nothing(text):
    (event,) = coded.code(text)
    assert (event.type, event.mark, event.negated) == ("ASSAULT", Mark.DENIED, True)


def test_a_state_of_mind_told_by_others_is_an_opinion():
    (stated, *_) = coded.code("Belmar is unwilling to negotiate with Avaria.")
    assert coded.short(stated) == ("REJECT", "asserted", ["BEL"], ["AVA"])
    for text in (
        "Avaria said Belmar was unwilling to negotiate with Avaria.",
        "The strait stays closed because Belmar is unwilling to negotiate with Avaria.",
    ):
        assert {event.mark for event in coded.code(text)} <= {Mark.OPINION, Mark.PREDICTED}


def test_only_the_subject_refuses_what_two_would_do_together():
    (act, *_) = coded.code("Belmar does not trade with Avaria.")
    assert coded.short(act) == ("REJECT", "asserted", ["BEL"], ["AVA"])
