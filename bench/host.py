"""Serve a site, compressed as web hosts do, and count the bytes sent."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ZIPPED = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")
"""How media types begin that hosts compress by themselves; all else, Pagefind's files too, goes as it is."""
QUIET = 0.4
"""Seconds without a request after which a page is taken to have all that it wants."""


class Host(ThreadingHTTPServer):
    """A host of one folder, which mustn't change, on a free port of loopback."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.packed = cache(_packed)
        self._change = threading.Lock()
        self._sent: list[tuple[str, int]] = []
        self._answering = 0
        self._last = time.monotonic()

    def taken(self) -> list[tuple[str, int]]:
        """Path below the site and bytes of each body sent since the last call, once no more is asked for."""
        while self._answering or time.monotonic() - self._last < QUIET:
            time.sleep(QUIET / 10)
        with self._change:
            sent, self._sent = self._sent, []
        return sent

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Holds `taken` back until the block ends."""
        with self._change:
            self._answering += 1
        try:
            yield
        finally:
            with self._change:
                self._answering -= 1
                self._last = time.monotonic()

    def count(self, path: str, length: int) -> None:
        """Adds one body to what was sent."""
        with self._change:
            self._sent.append((path, length))


class _Handler(SimpleHTTPRequestHandler):
    """Answers with files, which the browser may keep for a while."""

    protocol_version = "HTTP/1.1"
    # The body follows the head at once, without waiting for its acknowledgement.
    disable_nagle_algorithm = True
    server: Host

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        with self.server.answering():
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            media = self.guess_type(path)
            try:
                body, zipped = self.server.packed(path, media)
            except OSError:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            if zipped:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)
            self.server.count(self.path.partition("?")[0].lstrip("/"), len(body))


def _packed(path: Path, media: str) -> tuple[bytes, bool]:
    """The bytes sent for a file, and whether they are compressed."""
    content = path.read_bytes()
    zipped = media.startswith(ZIPPED)
    return (gzip.compress(content, 6) if zipped else content), zipped
