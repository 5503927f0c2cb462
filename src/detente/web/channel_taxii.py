"""TAXII 2.1 over HTTP: the same routes on a channel's host and on a party's own server."""

from __future__ import annotations

import asyncio
import hmac
import json
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.app.channel_taxii import MAX_POST, Desk, Shelf
from detente.channel.taxii import (
    Collection,
    Page,
    Query,
    SharedObject,
    page,
    read_time,
    write_time,
)
from detente.model.errors import ChannelError, InputError, MissingExtra, Refusal, StoreError

TAXII: Final = "application/taxii+json;version=2.1"
STIX: Final = "application/stix+json;version=2.1"
ROOT: Final = "/taxii2/channel/"
_LONGEST: Final = 1000
Who = Callable[[Request], str]
Asked = Callable[[Request, Shelf, str], Awaitable[Response]]


def taxii_app(desk: Desk, *, party: str, token: str) -> Starlette:
    """A party's own server: its collections for its own tools, by HTTP Basic.

    Args:
        desk: What answers.
        party: Name of the user.
        token: Its password.
    """
    said = f"{party}:{token}".encode()

    def who(request: Request) -> str:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        try:
            plain = b64decode(given, validate=True)
        except ValueError:
            plain = b""
        if kind.lower() != "basic" or not hmac.compare_digest(plain, said):
            raise Refusal(401, "this needs the user and the token that the server was started with")
        return party

    return Starlette(routes=taxii_routes(desk, who, scheme='Basic realm="detente"'))


def taxii_routes(desk: Desk, who: Who, *, scheme: str) -> list[Route]:
    """Routes under ``/taxii2/``.

    Args:
        desk: What answers.
        who: The party that asks; a Refusal of 401 if it cannot be told.
        scheme: What a 401 says it wants.
    """

    async def discovery(_: Request, __: Shelf, reader: str) -> Response:
        title = f"Détente channel, as {reader} reads it"
        return _json({"title": title, "default": ROOT, "api_roots": [ROOT]})

    async def root(_: Request, shelf: Shelf, __: str) -> Response:
        title = f"What was shared on {shelf.record.ledger.channel}"
        return _json({"title": title, "versions": [TAXII], "max_content_length": MAX_POST})

    async def status(request: Request, _: Shelf, reader: str) -> Response:
        found = desk.status(reader, request.path_params["status"])
        if found is None:
            raise Refusal(404, "there is no such status")
        return _json(found)

    async def listing(_: Request, shelf: Shelf, __: str) -> Response:
        return _json({"collections": [_described(one) for one in shelf.collections.values()]})

    async def one(request: Request, shelf: Shelf, _: str) -> Response:
        return _json(_described(_collection(request, shelf)))

    async def manifest(request: Request, shelf: Shelf, _: str) -> Response:
        found = page(_collection(request, shelf).objects, _query(request), shelf.record.cosigned)
        rows = [{"id": o.id, "date_added": write_time(o.stamp), "version": o.version,
                 "media_type": STIX} for o in found.objects]  # fmt: skip
        return _paged(found, "objects", rows)

    async def objects(request: Request, shelf: Shelf, reader: str) -> Response:
        if request.method == "POST":
            return await post(request, shelf, reader)
        found = page(_collection(request, shelf).objects, _query(request), shelf.record.cosigned)
        return _paged(found, "objects", [dict(o.content) for o in found.objects])

    async def post(request: Request, shelf: Shelf, reader: str) -> Response:
        target = _collection(request, shelf)
        if not target.writable:
            await asyncio.to_thread(desk.post, reader, target.id, "")
        if not _is_taxii(request.headers.get("content-type", "")):
            raise Refusal(415, f"an envelope is {TAXII}")
        raw = await _body(request)
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            raise Refusal(400, "an envelope is JSON in UTF-8") from error
        return _json(await asyncio.to_thread(desk.post, reader, target.id, text), code=202)

    async def by_id(request: Request, shelf: Shelf, _: str) -> Response:
        found = page(_object(request, shelf), _query(request, only=True), shelf.record.cosigned)
        return _paged(found, "objects", [dict(o.content) for o in found.objects])

    async def versions(request: Request, shelf: Shelf, _: str) -> Response:
        query = _query(request, only=True, every=True)
        found = page(_object(request, shelf), query, shelf.record.cosigned)
        return _paged(found, "versions", [o.version for o in found.objects])

    async def nothing(_: Request, __: Shelf, ___: str) -> Response:
        raise Refusal(404, "there is nothing here")

    place = f"{ROOT}collections/{{collection}}/"
    paths: list[tuple[str, Asked, list[str]]] = [
        ("/taxii2/", discovery, ["GET"]),
        (ROOT, root, ["GET"]),
        (f"{ROOT}status/{{status}}/", status, ["GET"]),
        (f"{ROOT}collections/", listing, ["GET"]),
        (place, one, ["GET"]),
        (f"{place}manifest/", manifest, ["GET"]),
        (f"{place}objects/", objects, ["GET", "POST"]),
        (f"{place}objects/{{object}}/", by_id, ["GET"]),
        (f"{place}objects/{{object}}/versions/", versions, ["GET"]),
        ("/taxii2/{path:path}", nothing, ["GET"]),
    ]
    return [
        Route(path, _answered(asked, desk, who, scheme), methods=methods)
        for path, asked, methods in paths
    ]


def _answered(
    asked: Asked, desk: Desk, who: Who, scheme: str
) -> Callable[[Request], Awaitable[Response]]:
    """Who asks first, then what is accepted, then what is there: strangers learn nothing."""

    async def run(request: Request) -> Response:
        try:
            reader = who(request)
            if not _accepts(request.headers.get("accept", "*/*")):
                raise Refusal(406, f"this answers as {TAXII}")
            shelf = await asyncio.to_thread(desk.shelf, reader)
            return await asked(request, shelf, reader)
        except (ChannelError, InputError, MissingExtra) as error:
            code = _status_of(error)
            headers = {"WWW-Authenticate": scheme} if code == 401 else {}
            plain = {"title": str(error), "http_status": str(code)}
            return _json(plain, code=code, headers=headers)

    return run


def _status_of(error: Exception) -> int:
    if isinstance(error, Refusal):
        return error.status
    kinds = {StoreError: 503, MissingExtra: 501}
    return next((code for kind, code in kinds.items() if isinstance(error, kind)), 400)


def _collection(request: Request, shelf: Shelf) -> Collection:
    """What the reader does not see and what is not there is the same 404, by the same look-up."""
    found = shelf.collections.get(request.path_params["collection"])
    if found is None:
        raise Refusal(404, "there is no such collection")
    return found


def _object(request: Request, shelf: Shelf) -> list[SharedObject]:
    wanted = request.path_params["object"]
    found = [o for o in _collection(request, shelf).objects if o.id == wanted]
    if not found:
        raise Refusal(404, "there is no such object")
    return found


def _query(request: Request, *, only: bool = False, every: bool = False) -> Query:
    """The filters of a request.

    Args:
        request: What was asked.
        only: One object is asked for: ids and types are not looked at.
        every: All versions are asked for.

    Raises:
        Refusal: 400, if one cannot be read.
    """
    asked = request.query_params
    after, limit, mark = asked.get("added_after"), asked.get("limit"), asked.get("next")
    versions = _split(asked, "match[version]") or ("last",)
    for text in versions:
        if text not in ("first", "last", "all"):
            read_time(text)
    size = _number("limit", limit)
    if size == 0:
        raise Refusal(400, "a limit is at least 1")
    return Query(
        after=None if after is None else read_time(after), past=_number("next", mark),
        limit=min(size or _LONGEST, _LONGEST), ids=() if only else _split(asked, "match[id]"),
        types=() if only else _split(asked, "match[type]"),
        versions=("all",) if every else versions, specs=_split(asked, "match[spec_version]"),
    )  # fmt: skip


def _split(asked: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part for part in asked.get(name, "").split(",") if part)


def _number(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Refusal(400, f"{name} is a number, not {text[:30]!r}")
    return int(text)


def _paged(found: Page, name: str, rows: Sequence[Any]) -> Response:
    """A page with the dates of its first and last object in the headers."""
    more = {} if found.more is None else {"more": True, "next": found.more}
    plain = {**more, name: rows} if rows else {}
    headers = {}
    if found.objects:
        headers = {
            "X-TAXII-Date-Added-First": write_time(found.objects[0].stamp),
            "X-TAXII-Date-Added-Last": write_time(found.objects[-1].stamp),
        }
    return _json(plain, headers=headers)


def _described(one: Collection) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "can_read": True, "can_write": one.writable,
            "media_types": [STIX]}  # fmt: skip


def _accepts(header: str) -> bool:
    return any(_is_taxii(part, wild=True) for part in header.split(","))


def _is_taxii(text: str, *, wild: bool = False) -> bool:
    kind, *rest = [part.strip().lower() for part in text.split(";")]
    if wild and kind in ("*/*", "application/*"):
        return True
    asked = dict(part.partition("=")[::2] for part in rest)
    return kind == "application/taxii+json" and asked.get("version", "2.1").strip('"') == "2.1"


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_POST:
            raise Refusal(413, f"at most {MAX_POST} bytes are taken")
        parts.append(part)
    return b"".join(parts)


def _json(plain: Any, *, code: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    raw = json.dumps(plain, ensure_ascii=False).encode()
    return Response(raw, code, {**(headers or {}), "Cache-Control": "no-store"}, TAXII)
