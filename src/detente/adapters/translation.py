"""Reports in other languages, through any engine that speaks the LibreTranslate protocol.

The original is kept beside the translation, segment by segment, so that every statement leads
back to the words that were really said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import httpx

from detente.model.errors import DetenteError
from detente.model.reports import Aligned, Report, Translation
from detente.model.spans import Span
from detente.ports.translator import Translator

_SEGMENT = re.compile(r"\S[^\n]*")


class TranslationError(DetenteError):
    """The engine refused, did not answer, or answered what cannot be used."""


@dataclass(frozen=True)
class HttpTranslator:
    """Translator over ``POST {endpoint}/translate`` (LibreTranslate protocol).

    Attributes:
        endpoint: Base address of the engine, such as ``http://127.0.0.1:5000``.
        name: How the engine is named in readings.
        key: API key, "" for none; never shown.
        timeout: Seconds for one call.
    """

    endpoint: str
    name: str = "LibreTranslate"
    key: str = field(default="", repr=False)
    timeout: float = 60.0

    @property
    def engine(self) -> str:
        """The engine's name as shown beside translated words."""
        return self.name

    def translate(self, segments: Sequence[str], *, source: str) -> tuple[str, ...]:
        """English for each segment.

        Raises:
            TranslationError: If the engine cannot be reached, refuses, or answers with another
                number of segments.
        """
        if not segments:
            return ()
        body = {"q": list(segments), "source": source, "target": "en", "format": "text"}
        answer = self._call(body | ({"api_key": self.key} if self.key else {}))
        if len(answer) != len(segments):
            raise TranslationError(
                f"{self.endpoint}: {len(answer)} answers for {len(segments)} segments"
            )
        return tuple(answer)

    def _call(self, body: Mapping[str, object]) -> list[str]:
        address = self.endpoint.rstrip("/") + "/translate"
        try:
            response = httpx.post(address, json=body, timeout=self.timeout).raise_for_status()
            translated = response.json()["translatedText"]
        except httpx.HTTPStatusError as error:
            code = error.response.status_code
            raise TranslationError(f"{address}: refused with status {code}") from error
        except httpx.TransportError as error:
            raise TranslationError(f"{address}: no answer; is the engine running?") from error
        except (ValueError, KeyError, TypeError) as error:
            raise TranslationError(f"{address}: an answer without 'translatedText'") from error
        return [str(one) for one in translated] if isinstance(translated, list) else []


def translated(report: Report, translator: Translator) -> Report:
    """The report in English, with its original kept segment by segment.

    Paragraphs are translated one by one; their order and number stay. The title, when it is not
    part of the text, is translated too.

    Args:
        report: A report in another language.
        translator: The engine.

    Raises:
        TranslationError: As the engine does.
    """
    found = list(_SEGMENT.finditer(report.text))
    titles = [report.title] if report.title else []
    answers = translator.translate([*titles, *(m.group() for m in found)], source=report.language)
    pieces: list[str] = []
    pairs: list[Aligned] = []
    length = 0
    for match, answer in zip(found, answers[len(titles) :], strict=True):
        pieces.append(" ".join(answer.split()))
        pairs.append(Aligned(Span(*match.span()), Span(length, length + len(pieces[-1]))))
        length += len(pieces[-1]) + 1
    return replace(
        report,
        text="\n".join(pieces),
        title=answers[0] if titles else "",
        language="en",
        furniture=_carried(report.furniture, pairs),
        headlines=_carried(report.headlines, pairs),
        translation=Translation(report.language, translator.engine, report.text, tuple(pairs)),
    )


def _carried(spans: tuple[Span, ...], pairs: Sequence[Aligned]) -> tuple[Span, ...]:
    return tuple(
        pair.translated for pair in pairs if any(span.covers(pair.original) for span in spans)
    )
