"""Headless Chromium, and servers on loopback, to look at a site as a reader does."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Path of Chromium or Chrome: what CHROMIUM names, else what PATH holds.

    Raises FileNotFoundError with a message for whoever asked for it.
    """
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else NAMES:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError(f"{named or 'Chromium'} not found; install it, or name it in CHROMIUM")


@contextmanager
def launched_chromium() -> Iterator[Browser]:
    """Chromium, running until the block ends; raises FileNotFoundError where there is none."""
    executable = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def running(server: HTTPServer) -> Iterator[str]:
    """Let a server answer until the block ends; gives its URL with a closing slash."""
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
