"""One party of the exercise: a process that runs the commands it is told, with keys of its own.

Reads one JSON list of words a line, such as ["send", "notice", "notice.json"], runs
`detente channel WORDS -d FOLDER` and answers with one JSON object a line.
"""

from __future__ import annotations

import json
import sys

from click.testing import CliRunner

from detente.cli.main import cli


def play(folder: str) -> None:
    """Run commands until standard input ends."""
    for line in sys.stdin:
        words = json.loads(line)
        result = CliRunner().invoke(cli, ["channel", *words, "-d", folder])
        answer = {"code": result.exit_code, "out": result.stdout, "err": result.stderr}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    play(sys.argv[1])
