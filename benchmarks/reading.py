"""How fast the reading is: every sentence of examples/, parsing included, on one core.

The plain version, measured in the same run, parses one report at a time without batches and reads
nothing else: it says what share of the time is grammar.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

REPEATS = 3
COPIES = 4
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "crisis"


def measure() -> dict[str, float | int | None]:
    """Sentences per second of the default and of the fallback reader, and of the parser alone."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = time.perf_counter()
    from detente.adapters import inputs
    from detente.app import pipeline
    from detente.reading import gazetteer, lexicon, syntax

    reports, _ = inputs.load([str(EXAMPLES)])
    known = lexicon.load(EXAMPLES / "actors.csv")
    pipeline.assemble(list(pipeline.read_reports(reports[:1], known)), known)
    first_run = time.perf_counter() - began

    def masked(report):
        return gazetteer.masks(gazetteer.find(report.text, known, report.published), known)

    sentences = sum(len(syntax.parse(r.text, masked(r)).sentences) for r in reports)

    def whole(scorer: str) -> None:
        for _ in range(COPIES):
            engines = pipeline.Engines(scorer=scorer)
            done = list(pipeline.read_reports(reports, known, engines=engines))
            pipeline.assemble(done, known)

    def plain() -> None:
        for _ in range(COPIES):
            for report in reports:
                syntax.parse(report.text, masked(report))

    whole_seconds = _median(lambda: whole(""))
    fallback_seconds = _median(lambda: whole("ngrams"))
    rules_seconds = _median(lambda: whole("rules"))
    plain_seconds = _median(plain)
    return {
        "reports": len(reports),
        "sentences": sentences,
        "copies": COPIES,
        "repeats": REPEATS,
        "sentences_per_s": round(COPIES * sentences / whole_seconds, 1),
        "fallback_sentences_per_s": round(COPIES * sentences / fallback_seconds, 1),
        "rules_alone_sentences_per_s": round(COPIES * sentences / rules_seconds, 1),
        "parser_alone_sentences_per_s": round(COPIES * sentences / plain_seconds, 1),
        "ratio_over_parser_alone": round(plain_seconds / whole_seconds, 3),
        "first_report_s": round(first_run, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _median(work: Callable[[], None]) -> float:
    seconds = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)
