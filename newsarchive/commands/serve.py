"""`serve`: show the site on this computer, and build it again whenever its content changes."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from newsarchive.commands.build import run_or_exit, sentence
from newsarchive.commands.language import say
from newsarchive.commands.localized import Command
from newsarchive.commands.options import LANG, ROOT, Whole, option
from newsarchive.today import today

WATCHED = ("articles", "vocab", "docs", "overrides")
QUIET = 0.3
"""Seconds without a further change before building, since editors write in bursts."""


class _Pages(SimpleHTTPRequestHandler):
    """Serves the site, its own 404 page included, without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page as the hosted site would."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Changes(FileSystemEventHandler):
    """Remembers that something changed."""

    def __init__(self) -> None:
        self.seen = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "moved", "deleted"):
            self.seen.set()


@click.command(cls=Command)
@ROOT
@option("--port", type=Whole(0, 65535), default=8000, show_default=True)
@LANG
def serve(root: Path, port: int) -> None:
    """Show the site on this computer, and build it again on every change."""
    site = root / "site"
    _build(root, site)
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Pages, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    changes = _Changes()
    observer = Observer()
    for name in WATCHED:
        if (root / name).exists():
            observer.schedule(changes, str(root / name), recursive=True)
    observer.start()
    click.echo(say("serve.address", url=f"http://127.0.0.1:{server.server_port}/"))
    try:
        while True:
            changes.seen.wait()
            while changes.seen.is_set():
                changes.seen.clear()
                changes.seen.wait(QUIET)
            _build(root, site)
    except KeyboardInterrupt:
        observer.stop()
        server.shutdown()


def _build(root: Path, site: Path) -> None:
    try:
        report = run_or_exit(root, site, today())
    except SystemExit:
        return
    if report.published:
        click.echo(sentence(report, site))
