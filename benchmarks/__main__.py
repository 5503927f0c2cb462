"""``python -m benchmarks STAGE --json``: one flat object, name: value."""

from __future__ import annotations

import importlib
import json
import sys

STAGES = ("reading", "outlook", "measures", "settlement", "channel")


def main(arguments: list[str]) -> int:
    """Run one stage's benchmark and print its figures."""
    names = [word for word in arguments if word != "--json"]
    if len(names) != 1 or names[0] not in STAGES:
        print(f"usage: python -m benchmarks STAGE [--json]; STAGE is one of {', '.join(STAGES)}")
        return 2
    figures = importlib.import_module(f"benchmarks.{names[0]}").measure()
    if "--json" in arguments:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:40} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
