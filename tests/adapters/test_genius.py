"""Genius domains are read as written, and what cannot be used is named."""

from __future__ import annotations

import numpy as np
import pytest

from detente.adapters.genius import read_genius
from detente.model.errors import TableError
from detente.settlement.problem import utilities

TEMPLATE = """<negotiation_template><utility_space><objective index="0" name="root">
<issue index="1" name="Ceasefire" vtype="discrete">
 <item index="1" value="now"/><item index="2" value="later"/></issue>
<issue index="2" name="Monitors" vtype="integer" lowerbound="1" upperbound="3"/>
</objective></utility_space></negotiation_template>"""

PROFILE = """<utility_space><objective index="0">
<weight index="1" value="0.5"/><weight index="2" value="2"/>
<issue index="1" name="Ceasefire"><item index="2" value="later" evaluation="4"/>
 <item index="1" value="now" evaluation="10"/>
 <similarity_function weight="1"><criteria_function>
 <item index="1" value="now" evaluation="0"/></criteria_function></similarity_function></issue>
<issue index="2" name="Monitors"><evaluator ftype="linear" slope="0.5" offset="1"/></issue>
</objective><reservation value="2.5"/></utility_space>"""

RECTANGLES = """<utility_space type="nonlinear"><objective index="0">
<utility maxutility="10"><ufun type="PlainUfun" weight="1" aggregation="sum">
<hyperRectangle utility="5"><INCLUDES index="2" min="2" max="3"/></hyperRectangle>
<hyperRectangle utility="1"><EXCLUDES index="2" min="1" max="1"/></hyperRectangle>
</ufun></utility></objective></utility_space>"""


def folder(tmp_path, **files):
    for name, text in files.items():
        (tmp_path / f"{name}.xml").write_text(text)
    return tmp_path


def test_weights_options_by_name_and_lines(tmp_path):
    domain = read_genius(folder(tmp_path, domain=TEMPLATE, a=PROFILE, b=RECTANGLES))
    assert domain.issues == ("Ceasefire", "Monitors")
    assert domain.options == (("now", "later"), ("1", "2", "3"))
    assert domain.parties == ("a.xml", "b.xml")
    assert domain.problem.floors.tolist() == [2.5, 0.0]
    points = utilities(domain.problem, np.array([[0, 0], [1, 2]], np.int32))
    assert points.tolist() == [[7.0, 0.1], [6.0, 0.6]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('<weight index="2" value="2"/>', ""), "no weight for issue 'Monitors'"),
        (('evaluation="4"', 'evaluation="x"'), "'x' is no number"),
        (('<item index="2" value="later" evaluation="4"/>', ""), "nothing about 'later'"),
        (('ftype="linear"', 'ftype="cubic"'), "'cubic' is not read"),
        (('slope="0.5" ', ""), "has no slope"),
        (("</utility_space>", ""), "line"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, change, words):
    place = folder(tmp_path, domain=TEMPLATE, a=PROFILE.replace(*change), b=RECTANGLES)
    with pytest.raises(TableError, match=words) as raised:
        read_genius(place)
    assert "a.xml, line" in str(raised.value)


def test_one_profile_is_too_few(tmp_path):
    with pytest.raises(TableError, match="two parties"):
        read_genius(folder(tmp_path, domain=TEMPLATE, a=PROFILE))


def test_a_folder_without_domain_file(tmp_path):
    with pytest.raises(TableError, match="no domain file"):
        read_genius(folder(tmp_path, a=PROFILE, b=PROFILE))


def test_a_list_of_points_beside_the_profiles_is_no_profile(tmp_path):
    domain = folder(tmp_path, domain=TEMPLATE, a=PROFILE, b=RECTANGLES, pareto="0.5, 1.0\n")
    assert len(read_genius(domain).parties) == 2
