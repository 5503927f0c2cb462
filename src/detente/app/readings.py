"""Getting a reading: from reports, or from a READING.json made earlier."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

from detente.app.reading_request import NO_ENGINES, Engines, Paths, listed
from detente.model.errors import EmptyInput, InputError
from detente.model.reading import Reading
from detente.ports.reports import Progress
from detente.render.reading_json import is_reading_file, load_reading_json


def obtain(
    paths: Paths,
    *,
    as_of: dt.date | None = None,
    actors: str | os.PathLike[str] | None = None,
    only_actors: bool = False,
    progress: Progress | None = None,
    engines: Engines | None = None,
    channels: Sequence[str] = (),
) -> Reading:
    """Read reports, or take up a reading made earlier.

    Args:
        paths: Files and folders with reports, or one READING.json.
        as_of: Day the windows end; the latest report date when None.
        actors: A table of the user's own actors.
        only_actors: Whether that table replaces the built-in one.
        progress: Told how far the work is.
        engines: Outside engines: a language model, a translator.
        channels: Folders of parties of a channel, read beside the reports.

    Raises:
        EmptyInput: If nothing could be read at all.
        InputError: If a table or a READING.json cannot be used.
        ReadingInterrupted: On Ctrl-C, with what was done.
    """
    given = listed(paths)
    if len(given) == 1 and is_reading_file(Path(given[0])):
        if channels:
            raise InputError(f"{given[0]} is a finished reading; give its reports, and --channel")
        return load_reading_json(Path(given[0]))
    from detente.app import pipeline  # noqa: PLC0415 - the parser takes a second to load

    reading = pipeline.read(
        given,
        as_of=as_of,
        actors=actors,
        only_actors=only_actors,
        engines=engines or NO_ENGINES,
        progress=progress,
        channels=channels,
    )
    if not reading.reports:
        raise EmptyInput(_nothing(reading))
    return reading


def of_channel(
    folder: str | os.PathLike[str],
    *,
    as_of: dt.date | None = None,
    actors: str | os.PathLike[str] | None = None,
) -> Reading:
    """What stands on a channel, by the copy in a party's folder, and nothing else.

    Raises:
        InputError: If the folder follows no log.
        ChannelError: If the copy cannot be believed.
    """
    from detente.app import pipeline  # noqa: PLC0415 - the parser takes a second to load

    return pipeline.read([], as_of=as_of, actors=actors, channels=[os.fspath(folder)])


def _nothing(reading: Reading) -> str:
    reasons = [f"  {item.place}: {item.reason}" for item in reading.set_aside]
    return "\n".join(["nothing usable was read", *reasons])
