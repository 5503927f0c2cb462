"""A party's own folder, damaged: every file in it is named in words, and nothing ends in a crash."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import httpx
import pytest
from tests.adapters.test_channel_hostile import NOW, Cheat
from tests.channel.crisis import CHANNEL, ring

from detente.adapters.channel_client import ChannelClient
from detente.adapters.channel_copy import checked_copy
from detente.adapters.channel_mirror import PartyFolder, Trust
from detente.model.errors import DetenteError, InputError

PASS = "correct horse"


class Remembering(Cheat):
    """Keeps the last message of each party."""

    def post(self, signed) -> None:
        super().post(signed)
        self.__dict__.setdefault("posted", {})[signed.message.sender] = signed


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = PartyFolder(tmp_path_factory.mktemp("folder") / "BRV")
    cheat = Remembering()
    folder.set_trust(Trust(CHANNEL, "http://host", cheat.host.key))
    folder.keep_keys(ring("BRV").sealed(PASS, salt=b"s" * 16, nonce=b"n" * 12))
    client = ChannelClient(
        folder, ring("BRV"), clock=lambda: NOW, transport=httpx.MockTransport(cheat)
    )
    folder.draft(cheat.posted["BRV"])
    client.mirror()
    client.close()
    return folder.path


def files(folder: Path) -> list[Path]:
    return sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())


def use(folder: Path) -> None:
    """What a party does with its folder alone."""
    place = PartyFolder(folder)
    client = ChannelClient(place, place.keys(PASS), clock=lambda: NOW)
    with contextlib.closing(client):
        client.verify()
        place.state()


BENT = {
    "missing": lambda _: None,
    "empty": lambda _: b"",
    "cut": lambda raw: raw[: len(raw) // 2],
    "garbled": lambda raw: b"\xff\xfe" + raw[2:],
    "of another kind": lambda _: b"[]\n",
}


@pytest.mark.parametrize("bent", BENT)
def test_damage_is_told_and_never_a_crash(whole: Path, tmp_path: Path, bent: str) -> None:
    for name in files(whole):
        folder = tmp_path / str(name).replace("/", "_")
        shutil.copytree(whole, folder)
        raw = BENT[bent]((folder / name).read_bytes())
        (folder / name).unlink()
        if raw is not None:
            (folder / name).write_bytes(raw)
        for look in (use, checked_copy):
            with contextlib.suppress(DetenteError):
                look(folder)
        shutil.rmtree(folder)


def test_a_missing_file_is_named_with_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"keys\.json is missing; `detente channel init` makes it"):
        PartyFolder(tmp_path).keys(PASS)
    with pytest.raises(InputError, match="`detente channel join` makes it"):
        PartyFolder(tmp_path).trust()


def test_a_lost_bundle_is_named_with_what_mends_it(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "BRV")
    (tmp_path / "BRV/mirror/tile/entries/000.p/5").unlink()
    with pytest.raises(InputError, match=r"tile/entries/000\.p/5 is missing.*channel mirror"):
        PartyFolder(tmp_path / "BRV").leaves()


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe"])
def test_what_a_party_says_of_itself_is_named_if_it_is_damaged(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "party.json").write_bytes(raw)
    with pytest.raises(InputError, match=r"party\.json is missing or damaged"):
        PartyFolder(tmp_path).json("party.json")
