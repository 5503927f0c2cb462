"""What the routes of a channel's host take and give, as an OpenAPI description."""

from __future__ import annotations

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
        },
    }  # fmt: skip


_TEXT: Final = {"text/plain": {"schema": {"type": "string"}}}
_BYTES: Final = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_JSON: Final[dict[str, Any]] = {"application/json": {"schema": {}}}
_PARAMETERS: Final = {
    "path": {"type": "string", "minLength": 1},
    "index": {"type": "integer", "minimum": 0, "maximum": 10**14},
}


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
