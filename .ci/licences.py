"""Fail when a run-time dependency has a licence that is not on the list."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Unlicense|0BSD|Zlib|CC0|Public Domain",
    re.IGNORECASE,
)
REFUSED = re.compile(r"\bA?GPL|(?<!L)GPL|LGPL|Lesser General|General Public", re.IGNORECASE)
# Multi-licensed or oddly declared packages, read by hand: package -> what its licence file says.
READ_BY_HAND: dict[str, str] = {
    "scipy": "BSD-3-Clause; wheels bundle the GCC runtime under its library exception",
    "numpy": "BSD-3-Clause; wheels bundle the GCC runtime under its library exception",
    "tld": "MPL-1.1 or GPL-2.0 or LGPL-2.1: taken under MPL-1.1, unmodified",
    "psycopg": "LGPL-3.0: an optional extra, unmodified, here for the tests of the PostgreSQL store",
    "psycopg-binary": "LGPL-3.0: as psycopg",
    "docutils": "public domain and BSD-2-Clause, one optional editor file under GPL is not used",
}


def main() -> int:
    """Print each package that may not be used; 0 when there is none."""
    listing = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    wrong = [row for row in json.loads(listing) if not _fits(row["Name"], row["License"])]
    for row in wrong:
        print(f"{row['Name']} {row['Version']}: licence {row['License']!r} is not on the list")
    print(f"licences: {len(json.loads(listing))} packages, {len(wrong)} not on the list")
    return 1 if wrong else 0


def _fits(name: str, licence: str) -> bool:
    if name.lower() in READ_BY_HAND or name.lower() == "detente":
        return True
    return bool(ALLOWED.search(licence)) and not REFUSED.search(licence)


if __name__ == "__main__":
    raise SystemExit(main())
