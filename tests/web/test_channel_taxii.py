"""TAXII 2.1 on the wire: who sees what, cell by cell, and what a client of others' making gets."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from tests.channel.crisis import CHANNEL, HOST, authors, charter, ring
from tests.conftest import missing

from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_mirror import PartyFolder, Trust
from detente.adapters.channel_sqlite import SqliteStore
from detente.app.channel_host import Host
from detente.app.channel_share import own_groups, stix_body
from detente.app.channel_taxii import PartyDesk
from detente.channel.notes import parse_note
from detente.channel.requests import authorise
from detente.channel.sharing import addressed
from detente.channel.taxii import OPEN, collection_id
from detente.codebook.channel_tlp import tlp_labels
from detente.model.errors import MissingExtra
from detente.web.channel import channel_app
from detente.web.channel_taxii import TAXII, taxii_app

NOW = 1_930_000_000
MADE = "2031-05-01T00:00:00+00:00"
ROOT = "/taxii2/channel/"
SECRET = collection_id(CHANNEL, ("ALD", "friends"))
ALL = collection_id(CHANNEL, OPEN)
NOWHERE = collection_id(CHANNEL, ("ALD", "none"))


def tool(number: int, version: int = 1, **extra) -> dict:
    return {"type": "tool", "spec_version": "2.1", "name": f"tool {number}",
            "id": f"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3{number:04}",
            "created": "2031-05-01T00:00:00.000Z",
            "modified": f"2031-05-{version:02}T00:00:00.000Z", **extra}  # fmt: skip


class Wire:
    """A host with three parties, asked without sockets."""

    def __init__(self, folder) -> None:
        self.store = SqliteStore(folder / "log.db")
        self.host, self.authors = Host(CHANNEL, HOST, self.store), authors()
        self.app = channel_app(self.host, clock=lambda: NOW)
        self.put(charter(self.authors["ALD"]))

    def put(self, signed) -> None:
        self.host.submit(signed.raw)
        self.authors[signed.message.sender].sent(signed)

    def share(self, party: str, objects: list, *, group: str = "", to: list | None = None) -> None:
        label = "GREEN" if to is None else "AMBER"
        body = {**stix_body(objects, label), **({"group": group} if group else {})}
        salt = "" if to is None else "s" * 64
        extra = {"audience": to, "salt": salt, "made": MADE}
        self.put(self.authors[party].draft("share", body, **extra))

    def cosign(self, time: int = NOW, parties=("ALD", "BRV")) -> None:
        note = parse_note(self.host.checkpoint())
        for party in parties:
            self.host.cosign(ring(party).cosign(note.text, time=time), self.host.ledger.size)

    def ask(self, party: str | None, path: str, *, method: str = "GET", headers=None, **query):
        target = path + (f"?{urlencode(query)}" if query else "")
        signed = {"Accept": TAXII}
        if party:
            signer = ring(party).signer
            line = authorise(signer, CHANNEL, target, time=NOW, method=method)
            signed["Authorization"] = line
        return asyncio.run(self._ask(method, target, {**signed, **(headers or {})}))

    async def _ask(self, method, target, headers):
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://host") as client:
            return await client.request(method, target, headers=headers)


@pytest.fixture
def wire(tmp_path) -> Iterator[Wire]:
    made = Wire(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def full(wire) -> Wire:
    """ALD shared three tools with all and two with its friends, BRV alone."""
    wire.share("ALD", [tool(1), tool(2)])
    wire.share("ALD", [tool(7), tool(8)], group="friends", to=["BRV"])
    wire.share("ALD", [tool(1, 2)])
    wire.cosign()
    return wire


INSIDE = [
    f"{ROOT}collections/{SECRET}/", f"{ROOT}collections/{SECRET}/manifest/",
    f"{ROOT}collections/{SECRET}/objects/", f"{ROOT}collections/{SECRET}/objects/{tool(7)['id']}/",
    f"{ROOT}collections/{SECRET}/objects/{tool(7)['id']}/versions/",
]  # fmt: skip


@pytest.mark.parametrize("path", INSIDE)
@pytest.mark.parametrize(("party", "status"), [("ALD", 200), ("BRV", 200), ("CTL", 404)])
def test_who_sees_a_collection_cell_by_cell(full, party, status, path) -> None:
    found = full.ask(party, path)
    assert found.status_code == status
    never = full.ask(party, path.replace(SECRET, NOWHERE))
    assert never.status_code == 404
    if status == 404:
        assert (found.content, found.headers) == (never.content, never.headers)


@pytest.mark.parametrize("path", [*INSIDE, "/taxii2/", ROOT, f"{ROOT}collections/", f"{ROOT}x/"])
@pytest.mark.parametrize("party", [None, "XXX"])
def test_a_stranger_learns_nothing(full, party, path) -> None:
    found = full.ask(party, path)
    assert found.status_code == 401
    assert found.headers["www-authenticate"] == "Detente"
    assert SECRET not in found.text


def everything(wire: Wire, party: str) -> list:
    paths = ["/taxii2/", ROOT, f"{ROOT}collections/", f"{ROOT}collections/{ALL}/",
             f"{ROOT}collections/{ALL}/manifest/", f"{ROOT}collections/{ALL}/objects/"]  # fmt: skip
    return [(a.content, a.headers) for a in (wire.ask(party, path) for path in paths)]


def test_what_one_may_not_read_changes_nothing_one_can_ask(full) -> None:
    blind, reader = everything(full, "CTL"), everything(full, "BRV")
    full.share("ALD", [tool(9)], group="friends", to=["BRV"])
    full.share("BRV", [tool(3)], group="others", to=[])
    full.cosign()
    assert everything(full, "CTL") == blind
    assert everything(full, "BRV") != reader


def test_an_expelled_party_reads_nothing_more(full) -> None:
    assert full.ask("CTL", ROOT).status_code == 200
    full.put(full.authors["ALD"].draft("expel", {"party": "CTL", "reason": "x"}))
    act = full.host.ledger.entries[-1].signed.digest
    full.put(full.authors["BRV"].draft("approve", {}, about=act))
    assert full.ask("CTL", ROOT).status_code == 401
    assert full.ask("BRV", ROOT).status_code == 200


def test_a_party_added_later_does_not_see_what_was_sent_before(full) -> None:
    full.share("ALD", [tool(9)], group="friends", to=["BRV", "CTL"])
    full.cosign()
    rows = full.ask("CTL", f"{ROOT}collections/{SECRET}/objects/").json()["objects"]
    assert {o["id"] for o in rows if o["type"] == "tool"} == {tool(9)["id"]}


def ids(answer) -> list[str]:
    return [o["name"] for o in answer.json().get("objects", []) if o["type"] == "tool"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["tool 2", "tool 1"]), ({"match[version]": "all"}, ["tool 1", "tool 2", "tool 1"]),
        ({"match[version]": "first", "match[type]": "tool"}, ["tool 1", "tool 2"]),
        ({"match[id]": tool(2)["id"]}, ["tool 2"]), ({"match[type]": "malware"}, []),
        ({"match[spec_version]": "2.0"}, []), ({"match[spec_version]": "2.0,2.1"}, ["tool 2", "tool 1"]),
        ({"match[version]": "2031-05-02T00:00:00Z"}, ["tool 1"]),
        ({"limit": 1, "match[type]": "tool"}, ["tool 2"]),
        ({"added_after": "2099-01-01T00:00:00Z"}, []),
        ({"added_after": "2000-01-01T00:00:00.5Z"}, ["tool 2", "tool 1"]),
    ],
)  # fmt: skip
def test_filters(full, query, names) -> None:
    answer = full.ask("CTL", f"{ROOT}collections/{ALL}/objects/", **query)
    assert (answer.status_code, ids(answer)) == (200, names)
    assert ("x-taxii-date-added-first" in answer.headers) is bool(names)


@pytest.mark.parametrize(
    "query",
    [{"limit": "0"}, {"limit": "-1"}, {"limit": "x"}, {"limit": "9" * 20}, {"next": "x"},
     {"added_after": "yesterday"}, {"match[version]": "newest"}, {"limit": "٣"}],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(full, query) -> None:
    for name in ("objects", "manifest"):
        answer = full.ask("CTL", f"{ROOT}collections/{ALL}/{name}/", **query)
        assert answer.status_code == 400
        assert answer.json()["http_status"] == "400"


@pytest.mark.parametrize(
    ("accept", "status"),
    [("application/taxii+json", 200), (TAXII, 200), ("application/taxii+json; version=2.1", 200),
     ("*/*", 200), ("text/html, application/*;q=0.5", 200), ("application/json", 406),
     ("application/taxii+json;version=2.0", 406), ("application/vnd.oasis.taxii+json", 406), ("", 406)],
)  # fmt: skip
def test_what_is_answered_as(full, accept, status) -> None:
    answer = full.ask("CTL", "/taxii2/", headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == TAXII


@pytest.mark.parametrize(
    ("method", "path", "party", "status"),
    [
        ("GET", f"{ROOT}status/1/", "CTL", 404), ("GET", f"{ROOT}nothing/", "CTL", 404),
        ("GET", f"{ROOT}collections", "CTL", 404), ("DELETE", INSIDE[3], "BRV", 405),
        ("POST", f"{ROOT}collections/{ALL}/objects/", "CTL", 403),
        ("POST", f"{ROOT}collections/{SECRET}/objects/", "BRV", 403),
        ("POST", f"{ROOT}collections/{SECRET}/objects/", "CTL", 404),
        ("POST", f"{ROOT}collections/{ALL}/objects/", None, 401), ("PUT", ROOT, "CTL", 405),
    ],
)  # fmt: skip
def test_nothing_is_written_on_the_host(full, method, path, party, status) -> None:
    size = full.host.ledger.size
    assert full.ask(party, path, method=method).status_code == status
    assert full.host.ledger.size == size


def test_a_signature_for_reading_does_not_write(full) -> None:
    path = f"{ROOT}collections/{ALL}/objects/"
    header = authorise(ring("CTL").signer, CHANNEL, path, time=NOW)
    answer = full.ask(None, path, method="POST", headers={"Authorization": header})
    assert answer.status_code == 401


def test_dates_are_those_of_the_witnesses(wire) -> None:
    wire.share("ALD", [tool(1)])
    path = f"{ROOT}collections/{ALL}/manifest/"
    wire.cosign(NOW + 9, parties=["CTL"])
    assert wire.ask("BRV", path).json() == {}, "one clock of three is not enough"
    wire.cosign(NOW + 5, parties=["BRV"])
    rows = wire.ask("BRV", path).json()["objects"]
    assert {row["date_added"][:19] for row in rows} == {"2031-02-27T23:06:49"}
    assert rows[-1] == {
        "id": tool(1)["id"], "date_added": rows[-1]["date_added"],
        "version": tool(1)["modified"], "media_type": "application/stix+json;version=2.1",
    }  # fmt: skip


def test_what_is_shared_keeps_its_label_and_what_others_would_not_send_is_left_out(wire) -> None:
    red = {"object_marking_refs": [tlp_labels()["RED"].stix_id]}
    wire.share("ALD", [tool(1)])
    wire.share("ALD", [tool(2, **red)])
    wire.share("BRV", [{"type": "identity", "identity_class": "individual"}])
    wire.share("BRV", [{"type": "tool"}, 7])
    wire.cosign()
    rows = wire.ask("CTL", f"{ROOT}collections/{ALL}/objects/").json()["objects"]
    marked = {o["name"]: o.get("object_marking_refs") for o in rows}
    assert marked == {"TLP:GREEN": None, "tool 1": [tlp_labels()["GREEN"].stix_id]}


def test_a_host_without_the_library_of_stix_says_so(full, monkeypatch) -> None:
    def gone():
        raise MissingExtra("reading and writing STIX", "stix")

    monkeypatch.setattr("detente.adapters.channel_stix._library", gone)
    answer = full.ask("CTL", ROOT)
    assert (answer.status_code, "detente[stix]" in answer.json()["title"]) == (501, True)


# A party's own server, which signs what is posted


@contextmanager
def served(app):
    """An application on a port of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([found])))
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{found.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def ald(wire, tmp_path):
    """ALD's own server, with a group of its own, one that is empty, and BRV's mirror beside it."""
    with served(wire.app) as url:
        made = {}
        for party in ("ALD", "BRV", "CTL"):
            folder = PartyFolder(tmp_path / party)
            folder.set_trust(Trust(CHANNEL, url, wire.host.key))
            made[party] = ChannelClient(folder, ring(party), clock=lambda: NOW)
        first = charter(authors()["ALD"])
        made["ALD"].folder.draft(first)
        made["ALD"].resend()
        for name, members in (("friends", ["BRV"]), ("empty", [])):
            body = {"group": name, "members": members}
            made["ALD"].send("group", body, to=members, audience=())
        made["ALD"].mirror()
        clock = dt.datetime(2031, 5, 1, tzinfo=dt.UTC)
        desk = PartyDesk(made["ALD"], clock=lambda: clock, label="GREEN")
        with served(taxii_app(desk, party="ALD", token="secret")) as own:
            yield SimpleNamespace(url=own, clients=made, desk=desk)
        for client in made.values():
            client.close()


def basic(user: str = "ALD", token: str = "secret") -> dict[str, str]:
    line = b64encode(f"{user}:{token}".encode()).decode()
    return {"Authorization": f"Basic {line}", "Accept": TAXII, "Content-Type": TAXII}


def posted(ald, collection: str, objects: list, **extra):
    path = f"{ald.url}{ROOT}collections/{collection}/objects/"
    raw = json.dumps({"objects": objects}).encode()
    return httpx.post(path, headers={**basic(), **extra}, content=raw)


def settled(ald, *parties: str) -> None:
    for party in parties:
        ald.clients[party].mirror()
        ald.clients[party].cosign()
    for party in parties:
        ald.clients[party].mirror()


def test_what_is_posted_becomes_a_signed_message_to_that_group(ald) -> None:
    answer = posted(ald, SECRET, [tool(1), {"type": "tool"}, tool(2)])
    assert answer.status_code == 202
    status = answer.json()
    assert (status["success_count"], status["failure_count"]) == (2, 1)
    assert "spec_version" in status["failures"][0]["message"]
    path = f"{ald.url}{ROOT}status/{status['id']}/"
    assert httpx.get(path, headers=basic()).json() == status
    settled(ald, "ALD", "BRV", "CTL")
    kept = ald.clients["BRV"].verify().ledger.entries[-1].signed.message
    assert (kept.sender, kept.kind, kept.audience) == ("ALD", "share", ("BRV",))
    assert ald.clients["CTL"].verify().ledger.entries[-1].signed is None
    rows = httpx.get(f"{ald.url}{ROOT}collections/{SECRET}/objects/", headers=basic()).json()
    assert [o["name"] for o in rows["objects"]] == ["TLP:GREEN", "tool 1", "tool 2"]
    size = ald.clients["ALD"].verify().ledger.size
    assert posted(ald, SECRET, [tool(1)]).json()["success_count"] == 1
    assert ald.clients["ALD"].mirror().ledger.size == size, "what is there is not sent again"


AMBER = {"object_marking_refs": [tlp_labels()["AMBER"].stix_id]}
PERSON = {"type": "identity", "spec_version": "2.1", "name": "x", "identity_class": "individual",
          "id": "identity--8e2e2d2b-17d4-4cbf-938f-98ee46b30001",
          "created": "2031-05-01T00:00:00.000Z", "modified": "2031-05-01T00:00:00.000Z"}  # fmt: skip


@pytest.mark.parametrize(
    ("objects", "reason"),
    [([tool(1, **AMBER)], "named groups"), ([PERSON], "personal data"), ([7], "no object"),
     ([tool(1, description="x" * 70_000)], "a message takes")],
)  # fmt: skip
def test_what_is_not_shared_with_all(ald, objects, reason) -> None:
    status = posted(ald, ALL, objects).json()
    assert (status["success_count"], status["failure_count"]) == (0, 1)
    assert reason in status["failures"][0]["message"]


def test_a_group_narrowed_a_moment_ago_is_narrow(ald) -> None:
    client = ald.clients["ALD"]
    client.send("group", {"group": "friends", "members": []}, audience=())
    assert own_groups(client) == {"friends": frozenset(), "empty": frozenset()}
    assert posted(ald, SECRET, [tool(1, **AMBER)]).status_code == 202
    settled(ald, "ALD", "BRV")
    assert ald.clients["BRV"].verify().ledger.entries[-1].signed is None
    assert posted(ald, SECRET, [tool(3)]).status_code == 403


@pytest.mark.parametrize(
    ("collection", "headers", "raw", "status"),
    [
        (SECRET, {"Content-Type": "application/json"}, b"{}", 415), (SECRET, {}, b"{}", 400),
        (SECRET, {}, b"\xff", 400), (SECRET, {}, b'{"objects": []}', 400), (SECRET, {}, b"[", 400),
        (SECRET, {}, b"[" * 90_000, 400), (SECRET, {}, b"x" * (1 << 20) + b"x", 413),
        (NOWHERE, {}, b"{}", 404), (SECRET, {"Accept": "text/html"}, b"{}", 406),
        (SECRET, basic(token="else"), b"{}", 401), (SECRET, basic(user="BRV"), b"{}", 401),
        (SECRET, {"Authorization": "Basic é"}, b"{}", 401),
        (SECRET, {"Authorization": ""}, b"{}", 401),
        (collection_id(CHANNEL, ("ALD", "empty")), {}, b'{"objects": [1]}', 403),
    ],
)  # fmt: skip
def test_what_the_own_server_does_not_take(ald, collection, headers, raw, status) -> None:
    path = f"{ald.url}{ROOT}collections/{collection}/objects/"
    lines = {k: v.encode() for k, v in {**basic(), **headers}.items()}
    answer = httpx.post(path, headers=lines, content=raw)
    assert answer.status_code == status
    assert ("www-authenticate" in answer.headers) is (status == 401)


def test_without_a_label_the_own_server_takes_nothing(ald) -> None:
    desk = PartyDesk(ald.clients["ALD"], clock=lambda: dt.datetime.now(dt.UTC))
    assert not any(c.writable for c in desk.shelf("ALD").collections.values())


@pytest.mark.parametrize("whole", [True, False])
def test_a_mirror_that_does_not_hold_is_not_served(ald, whole) -> None:
    folder = ald.clients["ALD"].folder
    known = {**folder.json("known.json"), "root": "00" * 32}
    folder.write("known.json", json.dumps({**known, "size": known["size"] if whole else 1}))
    answer = httpx.get(f"{ald.url}/taxii2/", headers=basic())
    assert (answer.status_code, "mirror" in answer.json()["title"]) == (503, True)


def test_several_groups_get_messages_of_their_own() -> None:
    groups = {"a": frozenset({"BRV"}), "b": frozenset({"CTL"})}
    assert addressed("RED", ["a", "b", "a"], groups) == [("a", ("BRV",)), ("b", ("CTL",))]
    assert addressed("RED", [], groups) == [("", ())]
    assert addressed("CLEAR", [], groups) == [("", None)]


# A client that others made


@pytest.fixture
def client21():
    try:
        from taxii2client import v21
    except ImportError:
        missing("taxii2-client is not installed")
    return v21


def signing(party: str):
    from requests.auth import AuthBase

    class Signing(AuthBase):
        def __call__(self, request):
            line = authorise(ring(party).signer, CHANNEL, request.path_url, time=NOW)
            request.headers["Authorization"] = line
            return request

    return Signing()


def test_a_client_of_others_reads_the_hosts_collections(full, client21) -> None:
    with served(full.app) as url, client21.Server(f"{url}/taxii2/", auth=signing("BRV")) as server:
        (root,) = server.api_roots
        assert root.versions == [TAXII]
        titles = {c.title: c for c in root.collections}
        assert set(titles) == {"Open to all parties", "ALD: friends"}
        one = titles["ALD: friends"]
        pages = list(client21.as_pages(one.get_objects, per_request=1))
        names = [o["name"] for p in pages for o in p["objects"]]
        assert names == ["TLP:AMBER", "tool 7", "tool 8"]
        both = titles["Open to all parties"]
        found = both.get_object(tool(1)["id"], version=["all"])["objects"]
        assert [o["modified"][:10] for o in found] == ["2031-05-01", "2031-05-02"]
        assert len(both.object_versions(tool(1)["id"])["versions"]) == 2
        dates = [row["date_added"] for row in both.get_manifest()["objects"]]
        assert both.get_objects(added_after=dates[-1]) == {}
        assert len(both.get_objects(added_after=dates[0])["objects"]) == len(dates) - 1
        root.close()
        for collection in titles.values():
            collection.close()


def test_a_client_of_others_writes_through_the_own_server(ald, client21) -> None:
    url = f"{ald.url}{ROOT}collections/{SECRET}/"
    with client21.Collection(url, user="ALD", password="secret") as one:
        assert (one.can_read, one.can_write) == (True, True)
        status = one.add_objects({"objects": [tool(1), tool(2)]})
        assert (status.status, status.success_count) == ("complete", 2)
        settled(ald, "ALD", "BRV")
        assert len(one.get_objects(type=["tool"])["objects"]) == 2
        status.close()


def test_every_route_of_the_host_is_described(full) -> None:
    described = full.ask(None, "/openapi.json").json()["paths"]
    routes = {route.path for route in full.app.routes} - {"/taxii2/{path:path}"}
    assert {path.replace(":path}", "}") for path in routes} == set(described)
    for path, methods in described.items():
        if not path.startswith("/taxii2/"):
            continue
        filled = path.format(collection=ALL, object=tool(1)["id"], status="1")
        for method, said in methods.items():
            for party in ("CTL", None):
                answer = full.ask(party, filled, method=method.upper())
                assert str(answer.status_code) in said["responses"], (method, path)
