"""Text in columns."""

from __future__ import annotations

import io

from rich.text import Text

from detente.render.columns import hanging
from detente.render.terminal import plain_console


def test_a_number_of_two_digits_keeps_its_full_stop() -> None:
    buffer = io.StringIO()
    plain_console(buffer, 40).print(hanging("10.", Text("It is contested.")))
    assert buffer.getvalue() == "10.  It is contested.\n"
