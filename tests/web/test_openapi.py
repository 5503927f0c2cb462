"""The host against its own OpenAPI description: Schemathesis tries every route that stands in it.

A route that is added to the description is tried without a line here.
"""

from __future__ import annotations

import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route
from tests.channel.crisis import CHANNEL, notice, ring
from tests.conftest import LONG
from tests.web.wire import NOW, serving

from detente.channel.requests import authorise
from detente.web.channel_openapi import describe

EACH = 150 if LONG else 12
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance,
          response_schema_conformance, response_headers_conformance]  # fmt: skip
SCHEMA = schemathesis.openapi.from_dict(describe())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}


class Signed(requests.auth.AuthBase):
    """Signs each request as a party does."""

    def __call__(self, request):
        target = request.path_url
        header = authorise(ring("BRV").signer, CHANNEL, target, time=NOW, method=request.method)
        request.headers["Authorization"] = header
        return request


@pytest.fixture(scope="module")
def url(wire):
    with serving(wire.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def sessions():
    with requests.Session() as stranger, requests.Session() as party:
        party.auth = Signed()
        yield {"stranger": stranger, "party": party}


def test_every_route_stands_in_the_description(wire) -> None:
    described = {path.replace("{path}", "{path:path}") for path in describe()["paths"]}
    routes = {route.path for route in wire.app.routes if isinstance(route, Route)}
    assert routes - {"/taxii2/{path:path}"} == described, "all else under /taxii2/ is refused"


def can_be_wrong(label: str) -> bool:
    """Whether something can be sent that the description forbids: a number that is none."""
    path, method = label.split(" ")[1], label.split(" ", maxsplit=1)[0].lower()
    parameters = describe()["paths"][path][method]["parameters"]
    return any(one["schema"]["type"] == "integer" for one in parameters)


MODES = [
    (label, mode)
    for label in sorted(OPERATIONS)
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or can_be_wrong(label)
]


@pytest.mark.parametrize("who", ["stranger", "party"])
@pytest.mark.parametrize(("label", "mode"), MODES)
@settings(max_examples=EACH)
@given(data=st.data())
def test_what_comes_back_is_what_the_description_says(
    wire, url, sessions, label, mode, who, data
) -> None:
    case = data.draw(OPERATIONS[label].as_strategy(generation_mode=mode))
    before = wire.host.ledger.size
    case.call_and_validate(base_url=url, session=sessions[who], checks=CHECKS)
    assert wire.host.ledger.size == before, "what was made up is not in the log"


def test_a_true_message_and_its_proof_are_as_the_description_says(wire, url, sessions) -> None:
    signed = notice(wire.authors["BRV"], 7)
    wire.authors["BRV"].sent(signed)
    handed = OPERATIONS["POST /messages"].Case(
        body=signed.raw, media_type="application/octet-stream"
    )
    answer = handed.call_and_validate(base_url=url, session=sessions["stranger"], checks=CHECKS)
    assert answer.status_code == 200
    index = wire.host.ledger.size - 1
    proof = OPERATIONS["GET /proof/{index}"].Case(path_parameters={"index": index})
    assert proof.call_and_validate(base_url=url, checks=CHECKS).status_code == 200
    mine = OPERATIONS["GET /sealed"].Case()
    found = mine.call_and_validate(base_url=url, session=sessions["party"], checks=CHECKS)
    assert found.status_code == 200


def test_after_all_of_this_the_log_is_whole(wire) -> None:
    wire.sound()
