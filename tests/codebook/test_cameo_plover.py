"""The mapping is whole, and says the same as the published one."""

import json

from detente.codebook.cameo_plover import cameo_plover


def test_every_code_once_with_a_label():
    rows = cameo_plover()
    assert len({row.code for row in rows}) == len(rows) == 256
    assert all(row.label for row in rows)


def test_as_published(shared):
    path = shared / "data/ontology/cameo2plover_2021.json"
    published = json.loads(path.read_text(encoding="utf-8"))
    for row in cameo_plover():
        entry = published[row.code]
        assert (row.event, row.mode) == (entry["event"], entry["mode"] or "")
        assert list(row.contexts) == entry["contexts"]
        assert row.label != entry["text"]
