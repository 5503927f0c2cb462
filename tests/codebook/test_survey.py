"""Every row of every table carries its source, and says how it is backed."""

import pytest

from detente.codebook import survey as module
from detente.codebook.survey import survey, table_names
from detente.model.errors import CodebookError


@pytest.mark.parametrize("name", table_names())
def test_every_row_names_its_source(name: str):
    assert survey(name).rows > 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"name": "a", "source": "", "verified": "file"}, "line 2: no source"),
        ({"name": "a", "source": "atlas", "verified": "surely"}, "must be file, quoted"),
        ({"name": "a", "source": "atlas", "verified": None}, "number of cells"),
    ],
)
def test_a_row_without_backing_is_refused(monkeypatch, row, said):
    monkeypatch.setattr(module, "open_table", lambda _: iter([(2, row)]))
    with pytest.raises(CodebookError, match=said):
        survey("pretend")
