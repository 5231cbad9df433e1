"""`serve`: show the site, drafts included, on this computer, and build it again on every change."""

import errno
import socket
import threading
from pathlib import Path

import click
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from newsarchive.commands.build import attempt, sentence
from newsarchive.commands.language import say
from newsarchive.commands.localized import CodedUsageError, Command
from newsarchive.commands.options import LANG, ROOT, Host, Whole, option
from newsarchive.commands.preview_server import Preview, PreviewServer, errors, free_port, network_address
from newsarchive.pipeline import PREVIEW
from newsarchive.today import today

WATCHED = ("articles", "vocab", "docs", "overrides")
SETTINGS = "mkdocs.yml"
QUIET = 0.3
"""Seconds without a further change before building, since editors write in bursts."""
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
"""Hosts that stand for all of the machine's addresses."""


class Changes(FileSystemEventHandler):
    """Remembers that something changed; directly in the root, only content counts."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.seen = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in ("created", "modified", "moved", "deleted"):
            return
        # Only what was moved has a destination.
        for changed in filter(None, (event.src_path, event.dest_path)):
            path = Path(str(changed))
            if path.parent != self._root or path.name in (*WATCHED, SETTINGS):
                self.seen.set()


@click.command(cls=Command)
@ROOT
@option("--port", type=Whole(0, 65535), default=8000, show_default=True)
@option("--host", type=Host(), default="127.0.0.1", show_default=True)
@LANG
def serve(root: Path, port: int, host: str) -> None:
    """Show the site with its drafts, and build it again on every change."""
    preview = Preview(root / PREVIEW / "site")
    server = _bound(host, port, preview)
    url = _url("127.0.0.1" if host in EVERYWHERE else host, server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    changes = Changes(root)
    observer = Observer()
    observer.start()
    try:
        click.echo(say("serve.address", url=url))
        if host in EVERYWHERE and (address := network_address()):
            click.echo(say("serve.network_address", url=_url(address, server.server_port)))
        while True:
            _watch(observer, changes, root)
            changes.seen.clear()
            _build(root, preview, url)
            changes.seen.wait()
            while changes.seen.is_set():
                changes.seen.clear()
                changes.seen.wait(QUIET)
    except (KeyboardInterrupt, click.Abort):
        observer.stop()
        server.server_close()


def _bound(host: str, port: int, preview: Preview) -> PreviewServer:
    """The server at its port; wrong use where that is taken or the host is not this machine."""
    try:
        return PreviewServer(host, port, preview)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            free = free_port(host, port)
            raise CodedUsageError("port-taken", port=port, free=free or 8001) from error
        if error.errno in (errno.EACCES, errno.EPERM):
            raise CodedUsageError("port-refused", port=port) from error
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise CodedUsageError("not-our-host", host=host) from error
        raise


def _watch(observer: BaseObserver, changes: Changes, root: Path) -> None:
    """Watch the folders that exist now: one may come later, or replace another."""
    observer.unschedule_all()
    observer.schedule(changes, str(root))
    for name in WATCHED:
        if (root / name).is_dir():
            observer.schedule(changes, str(root / name), recursive=True)


def _build(root: Path, preview: Preview, url: str) -> None:
    """Bring the preview up to date; the terminal and its pages say what prevents that."""
    outcome = attempt(root, preview.site, today(), drafts=True)
    report = outcome.report
    preview.problems = errors(report.problems) if report and not report.published else ()
    preview.failure = outcome.failure
    if report and report.published:
        click.echo(sentence(report, preview.site))
        for draft in report.drafts:
            click.echo(say("serve.draft", url=url + draft))


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
