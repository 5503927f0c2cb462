"""Originals come whole, go on after a break, and are held against the first download."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from click.testing import CliRunner

from detente.adapters.outlook_downloads import CHECKSUMS, fetch, unpack
from detente.cli.main import cli
from detente.codebook.dyad_tables import outlook_sources
from detente.model.errors import DownloadError

SOURCE = next(source for source in outlook_sources() if source.table == "states")
BODY = bytes(range(256)) * 2000


class Publisher(ThreadingHTTPServer):
    """Serves one body under any name; can break off, ignore ranges or change."""

    daemon_threads = True
    body, break_after, ranges, tag, status = BODY, None, True, '"1"', 200

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_port}/mirror"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append((self.path, self.headers.get("Range")))
        wanted = self.headers.get("Range") if server.ranges else None
        if wanted and self.headers.get("If-Range", server.tag) != server.tag:
            wanted = None
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        part = server.body[start:]
        self.send_response(server.status if server.status != 200 else 206 if wanted else 200)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("ETag", server.tag)
        self.end_headers()
        self.wfile.write(part[: server.break_after])

    def log_message(self, *_):
        pass


@pytest.fixture
def publisher():
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client():
    with httpx.Client(timeout=5) as one:
        yield one


def test_a_first_download_is_trusted_and_written_down(publisher, client, tmp_path):
    found = fetch(SOURCE, tmp_path, client=client, base=publisher.base)
    assert found.path.read_bytes() == BODY and found.first and found.fetched
    known = json.loads((tmp_path / CHECKSUMS).read_text())
    assert known == {"states2016.csv": hashlib.sha256(BODY).hexdigest()}
    again = fetch(SOURCE, tmp_path, client=client, base=publisher.base)
    assert not again.fetched and not again.first and len(publisher.asked) == 1


def test_a_download_that_broke_off_goes_on(publisher, client, tmp_path):
    publisher.break_after = 100_000
    with pytest.raises(DownloadError, match="bytes are kept"):
        fetch(SOURCE, tmp_path, client=client, base=publisher.base)
    kept = (tmp_path / "states2016.csv.part").stat().st_size
    assert 0 < kept <= 100_000
    publisher.break_after = None
    assert fetch(SOURCE, tmp_path, client=client, base=publisher.base).path.read_bytes() == BODY
    assert publisher.asked[1][1] == f"bytes={kept}-"
    assert sorted(path.name for path in tmp_path.iterdir()) == [CHECKSUMS, "states2016.csv"]


@pytest.mark.parametrize("change", [{"ranges": False}, {"tag": '"2"'}])
def test_it_starts_anew_where_it_cannot_go_on(publisher, client, tmp_path, change):
    publisher.break_after = 50_000
    with pytest.raises(DownloadError):
        fetch(SOURCE, tmp_path, client=client, base=publisher.base)
    publisher.break_after = None
    for name, value in change.items():
        setattr(publisher, name, value)
    assert fetch(SOURCE, tmp_path, client=client, base=publisher.base).path.read_bytes() == BODY


def test_a_changed_file_is_set_aside_and_never_used(publisher, client, tmp_path):
    first = fetch(SOURCE, tmp_path, client=client, base=publisher.base)
    publisher.body = b"something else"
    with pytest.raises(DownloadError, match="not the file of the first download"):
        fetch(SOURCE, tmp_path, client=client, base=publisher.base, again=True)
    assert first.path.read_bytes() == BODY
    assert (tmp_path / "states2016.csv.changed").read_bytes() == b"something else"


def test_a_file_altered_on_disk_is_found_out(publisher, client, tmp_path):
    fetch(SOURCE, tmp_path, client=client, base=publisher.base).path.write_bytes(b"tampered")
    with pytest.raises(DownloadError, match="SHA-256"):
        fetch(SOURCE, tmp_path, client=client, base=publisher.base)


def test_a_refusal_and_no_network_say_what_to_do(publisher, client, tmp_path):
    publisher.status = 404
    with pytest.raises(DownloadError, match="the server says 404"):
        fetch(SOURCE, tmp_path, client=client, base=publisher.base)
    with pytest.raises(DownloadError, match=r"are you offline\?.*work without any download"):
        fetch(SOURCE, tmp_path, client=client, base="http://127.0.0.1:9")
    assert not (tmp_path / "states2016.csv").exists()


def test_an_archive_cannot_write_outside_the_cache(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside.csv", "a,b\n")
        archive.writestr("codebook.pdf", "no table")
    cache = tmp_path / "deep" / "cache"
    cache.mkdir(parents=True)
    (cache / "x.zip").write_bytes(packed.getvalue())
    assert [path.name for path in unpack(cache / "x.zip")] == ["outside.csv"]
    assert not list(tmp_path.glob("*.csv"))
    (cache / "y.zip").write_bytes(b"no archive")
    with pytest.raises(DownloadError, match="no zip archive"):
        list(unpack(cache / "y.zip"))


def test_the_command_shows_licence_citation_and_trust(publisher, tmp_path):
    words = ["outlook", "data", "states", "distance", "--cache", str(tmp_path)]
    done = CliRunner().invoke(cli, [*words, "--base", publisher.base])
    assert done.exit_code == 1  # one of the two has no single file at its publisher
    assert "trusted on first use" in done.output and "licence: free for academic" in done.output
    assert "cite: Correlates of War Project" in done.output and "by hand" in done.output
    again = CliRunner().invoke(cli, [*words, "--base", publisher.base])
    assert "in the cache" in again.output and "as at first" in again.output


def test_an_unknown_table_is_named(tmp_path):
    done = CliRunner().invoke(cli, ["outlook", "data", "nonsense", "--cache", str(tmp_path)])
    assert done.exit_code == 1 and "no table is called 'nonsense'" in done.output
