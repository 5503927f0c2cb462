"""What the routes of a channel's host take and give, as an OpenAPI description."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

_ERROR: Final = {
    "description": "Refused; the field error says why",
    "content": {"application/json": {"schema": {
        "type": "object", "required": ["error"], "properties": {"error": {"type": "string"}},
    }}},
}  # fmt: skip


def describe() -> dict[str, Any]:
    """The description, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Détente channel", "version": "1"},
        "paths": {
            "/messages": {"post": _post("Hand in a signed message", _TEXT, 403, 404, 409, 413, 422, 507)},
            "/checkpoint": {"get": _get("The signed checkpoint", _TEXT)},
            "/tile/{path}": {"get": _get("A tile or a bundle of entries", _BYTES, 404, path="path")},
            "/proof/{index}": {"get": _get("Proof of an entry", _TEXT, 400, 404, index="index")},
            "/consistency/{old}/{new}": {
                "get": _get("Consistency proof", _TEXT, 400, 404, old="index", new="index")
            },
            "/evidence": {"get": _get("Cosigned checkpoints", _JSON)},
            "/cosignatures/{size}": {
                "post": _post("Hand in cosignatures", _JSON, 403, 404, 413, 507, size="index")
            },
            "/sealed": {"get": _get("Sealed messages for the reader", _JSON, 400, 401)},
            "/openapi.json": {"get": _get("This description", _JSON)},
            **_taxii(),
        },
    }  # fmt: skip


_TEXT: Final = {"text/plain": {"schema": {"type": "string"}}}
_BYTES: Final = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_JSON: Final[dict[str, Any]] = {"application/json": {"schema": {}}}
_PARAMETERS: Final = {
    "path": {"type": "string", "minLength": 1},
    "text": {"type": "string", "minLength": 1},
    "index": {"type": "integer", "minimum": 0, "maximum": 10**14},
}


def _taxii() -> dict[str, Any]:
    """Routes of TAXII 2.1; all need a signed request, and nothing is written."""
    place = "/taxii2/channel/collections/{collection}/"
    named = {"collection": "text"}
    thing = {**named, "object": "text"}
    return {
        "/taxii2/": {"get": _taxii_get("Discovery")},
        "/taxii2/channel/": {"get": _taxii_get("API root")},
        "/taxii2/channel/status/{status}/": {"get": _taxii_get("Status", 404, named={"status": "text"})},
        "/taxii2/channel/collections/": {"get": _taxii_get("Collections of the reader")},
        place: {"get": _taxii_get("One collection", 404, named=named)},
        f"{place}manifest/": {
            "get": _taxii_get("Manifest", 400, 404, filters=_FILTERS, named=named)
        },
        f"{place}objects/": {
            "get": _taxii_get("Objects", 400, 404, filters=_FILTERS, named=named),
            "post": _taxii_get("Refused: the host cannot sign for a party", 403, 404, named=named),
        },
        f"{place}objects/{{object}}/": {
            "get": _taxii_get("Versions of one object", 400, 404, filters=_ONE, named=thing)
        },
        f"{place}objects/{{object}}/versions/": {
            "get": _taxii_get("Times of versions", 400, 404, filters=_PAGED, named=thing)
        },
    }  # fmt: skip


_PAGED: Final = ("added_after", "limit", "next", "match[spec_version]")
_ONE: Final = (*_PAGED, "match[version]")
_FILTERS: Final = (*_ONE, "match[id]", "match[type]")


def _taxii_get(
    summary: str,
    *refusals: int,
    filters: tuple[str, ...] = (),
    named: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """A route of TAXII; 401, 406 and 501 (the host has no library of STIX) can come from each."""
    content = {"application/taxii+json;version=2.1": {"schema": {"type": "object"}}}
    found = _get(summary, content, *refusals, **named)
    found["parameters"] += [
        {"name": name, "in": "query", "schema": {"type": "string"}} for name in filters
    ]
    error = {"description": "Refused; the title says why", "content": content}
    found["responses"] = {
        **({} if 403 in refusals else {"200": found["responses"]["200"]}),
        **{str(code): error for code in sorted({401, 406, 501, *refusals})},
    }
    return found


def _get(
    summary: str, content: dict[str, Any], *refusals: int, **parameters: str
) -> dict[str, Any]:
    named = [
        {"name": name, "in": "path", "required": True, "schema": _PARAMETERS[kind]}
        for name, kind in parameters.items()
    ]
    answers: dict[str, Any] = {"200": {"description": summary, "content": content}}
    answers |= {str(code): _ERROR for code in refusals}
    return {"summary": summary, "parameters": named, "responses": answers}


def _post(
    summary: str, content: dict[str, Any], *refusals: int, **parameters: str
) -> dict[str, Any]:
    body = {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string"}}},
    }
    return {**_get(summary, content, 400, *refusals, **parameters), "requestBody": body}
