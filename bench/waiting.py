"""Measure how long a reader waits on a slow line: nginx with HTTP/2 and gzip, Chromium with a cold cache."""

import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error

from bench.browser import launched_chromium
from bench.results import Waiting
from bench.search import NoAnswerError

LINES = {"4G": (150, 1_600_000), "3G": (400, 400_000)}
"""Lines by name: milliseconds of a round trip, bits a second downwards."""
VISITS = 3
PATIENCE = 90_000
QUIET = 2_500
"""Milliseconds after which a page is taken to have all that it wants."""
WORDS = "razia+narkoba"
CONFIGURATION = """\
daemon off; pid {work}/pid; error_log {work}/error; worker_processes 1; {user}
events {{}}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {work}/1; proxy_temp_path {work}/2; fastcgi_temp_path {work}/3;
  uwsgi_temp_path {work}/4; scgi_temp_path {work}/5;
  gzip on; gzip_min_length 256;
  gzip_types text/css text/javascript application/javascript application/json image/svg+xml application/xml;
  server {{
    listen 127.0.0.1:{port} ssl http2; ssl_certificate {work}/cert; ssl_certificate_key {work}/key;
    root "{site}"; index index.html;
  }}
}}
"""


def measure_waiting(site: Path, result: str) -> dict[str, Waiting]:
    """By "article 4G", "search 3G" and so on, the medians of three visits.

    `result` is the CSS selector of a result on `/cari/`. Raises NoAnswerError where something is missing.
    """
    for program in ("nginx", "openssl"):
        if not shutil.which(program):
            raise NoAnswerError(f"was left out: {program} is not installed")
    articles = sorted(site.glob("berita/*/*/*/index.html"))
    article = articles[len(articles) // 2].parent.relative_to(site).as_posix()
    pages = {"article": (f"{article}/", ""), "search": (f"cari/?q={WORDS}", result)}
    try:
        with served(site) as url, launched_chromium() as browser:
            return {
                f"{kind} {line}": _median([_visit(browser, url + path, line, wanted) for _ in range(VISITS)])
                for line in LINES
                for kind, (path, wanted) in pages.items()
            }
    except FileNotFoundError as error:
        raise NoAnswerError(f"was left out: {error}") from error
    except Error as error:
        raise NoAnswerError(f"failed: {error.message.partition(chr(10))[0]}") from error


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Has nginx serve a site until the block ends; gives its URL with a closing slash."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        work = Path(folder)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        subprocess.run(
            "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key -out cert".split(),
            cwd=work,
            check=True,
            capture_output=True,
        )
        user = "user root;" if site.owner() == "root" else ""
        text = CONFIGURATION.format(work=work, port=port, site=site.resolve(), user=user)
        (work / "conf").write_text(text, "utf-8")
        server = subprocess.Popen(["nginx", "-c", work / "conf", "-p", work], stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"https://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise NoAnswerError("failed: nginx doesn't answer")


def _visit(browser: Browser, url: str, line: str, wanted: str) -> Waiting:
    """One visit with nothing in the cache: until the page has loaded, or the element `wanted` stands."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, ignore_https_errors=True)
    try:
        tab = context.new_page()
        loaded: list[float] = []
        network = context.new_cdp_session(tab)
        network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        network.send("Network.enable")
        latency, bits = LINES[line]
        speeds = {"downloadThroughput": bits / 8, "uploadThroughput": bits / 16}
        network.send("Network.emulateNetworkConditions", {"offline": False, "latency": latency, **speeds})
        start = time.perf_counter()
        tab.goto(url, wait_until="commit" if wanted else "load", timeout=PATIENCE)
        if wanted:
            tab.wait_for_selector(wanted, timeout=PATIENCE)
        seconds = time.perf_counter() - start
        tab.wait_for_timeout(QUIET)
        return Waiting(len(loaded), sum(loaded), round(seconds, 2))
    finally:
        context.close()


def _median(visits: list[Waiting]) -> Waiting:
    return Waiting(
        *(statistics.median(getattr(v, name) for v in visits) for name in ("requests", "bytes", "seconds"))
    )
