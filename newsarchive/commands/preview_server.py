"""Serve a preview over HTTP, with a notice on each page while the pages are out of date."""

import os
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from newsarchive.commands.language import language, say
from newsarchive.problems import Problem, hint, is_error, message

SHOWN = 20
"""How many problems a notice spells out; the terminal has them all."""
_BODY = re.compile(rb"<body\b[^>]*>")
_BOX = (
    "all:initial;display:block;box-sizing:border-box;padding:12px 16px;font:16px/1.5 system-ui,sans-serif;"
    "color:#3b0d0c;background:#fde8e6;border-bottom:3px solid #b3261e"
)
_PAGE = (
    '<!doctype html>\n<html lang="{lang}" dir="ltr"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    '<meta http-equiv="refresh" content="2"><title>{title}</title>\n'
    '<body style="margin:0">{notice}</body></html>\n'
)


@dataclass
class Preview:
    """What is served, and what is wrong with it at the moment; the build sets it, requests read it."""

    site: Path
    problems: Sequence[Problem] = field(default_factory=tuple)
    """Errors that keep the pages from being brought up to date."""
    failure: str = ""
    """Why the last build failed though the content is sound."""

    @property
    def has_site(self) -> bool:
        """Whether there is a site to show."""
        return (self.site / "index.html").is_file()

    def notice(self) -> str:
        """The notice as HTML; '' where the site shows what was written."""
        if not self.problems and not self.failure:
            return "" if self.has_site else _box(say("serve.building"), "")
        items = "".join(map(_item, self.problems[:SHOWN]))
        more = len(self.problems) - SHOWN
        items += f"<li>{escape(say('serve.more', count=more))}</li>" if more > 0 else ""
        items += f"<li>{escape(self.failure)}</li>" if self.failure else ""
        return _box(say("serve.outdated" if self.has_site else "serve.nothing_yet"), items)


def _box(head: str, items: str) -> str:
    listed = f'<ul style="margin:8px 0 0;padding:0 0 0 20px">{items}</ul>' if items else ""
    return f'<div id="pratinjau" role="alert" style="{_BOX}"><strong>{escape(head)}</strong>{listed}</div>'


def _item(found: Problem) -> str:
    place = f"{found.path}:{found.line}" if found.line else found.path
    what, how = message(found, language()), hint(found, language())
    return f"<li><code>{escape(place)}</code>: {escape(what)}<br>{escape(how)}</li>"


class _Pages(SimpleHTTPRequestHandler):
    """Answers as the hosted site would, its own 404 page included, and without a line for each request."""

    def __init__(self, *arguments: object, preview: Preview) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.site))  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """A preview changes under the same address, so browsers may not cache it."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        """Send a page with the notice, or any other file as it is."""
        self._answer()

    def do_HEAD(self) -> None:
        """Send what a GET would send, but for the body."""
        self._answer()

    def _answer(self) -> None:
        if not self.preview.has_site:
            page = _PAGE.format(
                lang=language(), title=escape(say("serve.title")), notice=self.preview.notice()
            )
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, page.encode())
            return
        path = Path(self.translate_path(self.path))
        folder = self.path.partition("?")[0].partition("#")[0].endswith("/")
        page_path = path / "index.html" if folder else path
        try:
            if page_path.suffix == ".html" and page_path.is_file():
                self._send(HTTPStatus.OK, self._with_notice(page_path.read_bytes()))
            elif path.is_file() or (path / "index.html").is_file():
                # A file, or the redirect to a folder's address.
                SimpleHTTPRequestHandler.do_GET(self) if self.command == "GET" else super().do_HEAD()
            else:
                missing = (self.preview.site / "404.html").read_bytes()
                self._send(HTTPStatus.NOT_FOUND, self._with_notice(missing))
        except (OSError, ValueError):
            # The site has just changed places with its twin, or no file can have such a name.
            self._send(HTTPStatus.NOT_FOUND, b"")

    def _with_notice(self, page: bytes) -> bytes:
        notice = self.preview.notice().encode()
        return _BODY.sub(lambda start: start[0] + notice, page, count=1) if notice else page

    def _send(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class PreviewServer(ThreadingHTTPServer):
    """Takes its port at once, so that a port that is taken is told before anything is built."""

    daemon_threads = True
    # On Windows two servers could share a port, and one would never get a request.
    allow_reuse_address = os.name != "nt"

    def __init__(self, host: str, port: int, preview: Preview) -> None:
        """Raises OSError where the port is taken, and where the host is none of this machine's."""
        super().__init__((host, port), partial(_Pages, preview=preview))

    def server_bind(self) -> None:
        # HTTPServer asks the network for the host's full name here, which can take half a minute.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up early is no event."""


def free_port(host: str, after: int) -> int:
    """The next port above `after` that nobody uses; 0 where none of the next hundred is free."""
    for port in range(after + 1, min(after + 101, 65536)):
        with socket.socket() as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return 0


def network_address() -> str:
    """This machine's address in its local network, for a phone there; '' where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks the system for the route.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Those that keep a build from being published."""
    return [found for found in problems if is_error(found)]
