"""Whatever stops a build, readers keep a whole site, people are told why, and the next one makes it good."""

import ctypes
import errno
import multiprocessing
import os
import random
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest

from newsarchive.commands.cli import main
from newsarchive.output import build_pages, build_stamp
from newsarchive.output.build_pages import render_share
from newsarchive.output.remote import Bundle
from newsarchive.pipeline import build
from newsarchive.search import build_index
from tests.archive_machine import Sources, quick, refusal, write_sources
from tests.browser import served
from tests.builders import article_text, write_every_kind
from tests.conftest import AS_OF
from tests.trees import DISK_CALLS, difference, failing, tree

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs signals and limits"),
]
FAILED = 3
CONTEXT: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
CONTEXT.set_forkserver_preload(["newsarchive.output.render", "tests.archive_machine"])


def commit(root: Path, sources: Sources, before: Sources | None = None) -> None:
    """Write a version that drops an article of the one before, and forget that this was ever published."""
    (root / "build" / build_stamp.PUBLISHED).unlink(missing_ok=True)
    write_sources(root, sources, before)


class World:
    """A root whose content goes back and forth between two versions, and what their sites are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root"
        old = tree(write_every_kind(folder / "base"))
        new = dict(old)
        del new["articles/2024/05/kegiatan-1.md"]
        new["articles/2025/03/baru.md"] = article_text(title="Kabar baru", date="2025-03-27").encode()
        name = "vocab/facilities.yml"
        new[name] = old[name].replace(b"Rutan Kelas IIB Serang", b"Rutan Kelas IIA Serang")
        new["docs/assets/archive.css"] += b"/* new */\n"
        for key in list(new):
            new[key] = new[key].replace(b'facility": "Rutan Kelas IIB', b'facility": "Rutan Kelas IIA')
        self.versions: tuple[Sources, Sources] = (old, new)
        self.sites = tuple(self._built(one, folder / f"clean-{i}") for i, one in enumerate(self.versions))
        self._written: Sources | None = None

    def _built(self, sources: Sources, root: Path) -> Sources:
        write_sources(root, sources)
        with quick():
            assert refusal(root) == []
        return tree(root / "site")

    def write(self, version: int) -> None:
        """Have the editors commit a version."""
        commit(self.root, self.versions[version], self._written)
        self._written = self.versions[version]

    def site(self) -> Sources:
        return tree(self.root / "site")

    def assert_whole(self) -> None:
        """The site is one of the two, in every byte."""
        site = self.site()
        assert site in self.sites, [difference(site, one)[:9] for one in self.sites]

    def assert_repaired(self, version: int) -> None:
        """The next build gives this version's site, twin and all."""
        with quick():
            assert refusal(self.root) == []
        for folder in (self.root / "site", self.root / ".site.next" / "site"):
            assert tree(folder) == self.sites[version], difference(tree(folder), self.sites[version])
        left = {path.name for path in (self.root / ".site.next").iterdir() if path.suffix != ".json"}
        assert left == {"lock", "site"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("world"))
    world.write(0)
    world.assert_repaired(0)
    return world


def told(*arguments: str | Path) -> tuple[int, str]:
    """Run the command line here; its exit code and what it said. A traceback is an error of the test."""
    said = StringIO()
    argv = ["build_site.py", *map(str, arguments)]
    with patch.object(sys, "argv", argv), redirect_stderr(said), redirect_stdout(said):
        return main(), said.getvalue()


def build_told(root: Path) -> tuple[int, str]:
    with quick():
        return told("build", "--root", root, "--as-of", str(AS_OF))


def in_child(job: Callable[[], object]) -> BaseProcess:
    """Start a job in a process that has everything imported."""
    process: BaseProcess = CONTEXT.Process(target=job)
    process.start()
    return process


# ---- Killed


def build_inline(root: Path, clean: bool) -> None:
    with quick():
        build(root, root / "site", AS_OF, clean=clean)


def build_with_workers(root: Path, clean: bool) -> None:
    with patch.object(build_pages, "SERIAL_LIMIT", 10), patch.object(build_index, "INLINE_RECORDS", 3):
        build(root, root / "site", AS_OF, clean=clean, workers=2)


def kill_at(world: World, job: Callable[[], object], delay: float) -> None:
    process = in_child(job)
    process.join(delay)
    children = descendants(process)
    process.kill()
    process.join()
    deadline = time.monotonic() + 20
    world.assert_whole()
    while any(map(alive, children)):
        assert time.monotonic() < deadline, "workers outlive the build"
        time.sleep(0.05)


def descendants(process: BaseProcess) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in children.read_text("ascii").split()] if children.exists() else []


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("job", "clean", "times"),
    [(build_inline, False, 22), (build_inline, True, 22), (build_with_workers, True, 6)],
    ids=["incremental", "clean", "workers"],
)
def test_a_build_killed_at_any_moment(
    world: World, job: Callable[[Path, bool], None], clean: bool, times: int
) -> None:
    chance = random.Random(times + clean)
    in_child(int).join()
    start = time.monotonic()
    world.write(1)
    in_child(partial(job, world.root, clean)).join()
    duration = time.monotonic() - start
    world.assert_repaired(1)
    for number in range(times):
        world.write(number % 2)
        # One moment in each part of the build's time, so that the whole of it is covered.
        kill_at(world, partial(job, world.root, clean), duration * (number + chance.random()) / times)
        if number % 3 == 2:  # what was being built is no longer wanted
            world.write(1 - number % 2)
            world.assert_repaired(1 - number % 2)
            world.write(number % 2)
        world.assert_repaired(number % 2)


def dying_share(settings: Path, pages: Sequence[str], made: Path, version: str) -> Bundle:
    """A worker that the system ends when it has done half."""
    if "index.md" in pages:
        render_share(settings, pages[: len(pages) // 2], made, version)
        os.kill(os.getpid(), signal.SIGKILL)
    return render_share(settings, pages, made, version)


def test_a_worker_that_the_system_ends(world: World) -> None:
    world.write(1)
    with (
        patch.object(build_pages, "SERIAL_LIMIT", 10),
        patch.object(build_pages, "render_share", dying_share),
    ):
        code, said = told("build", "--root", world.root, "--as-of", str(AS_OF), "--workers", "2", "--clean")
    assert code == FAILED
    assert "proses pembantu dihentikan" in said
    world.assert_whole()
    world.assert_repaired(1)


# ---- No room, no rights


def test_a_disk_that_refuses_at_any_moment(world: World) -> None:
    def full() -> OSError:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    chance = random.Random(3)
    world.write(0)
    world.assert_repaired(0)
    world.write(1)
    at, version = 1, 1
    while True:
        # To remove a folder takes no room.
        with failing(at, full, [name for name in DISK_CALLS if name != "rmdir"]) as reached:
            code, said = build_told(world.root)
        if not reached():
            break
        world.assert_whole()
        if code == FAILED:
            assert "Situs gagal dibangun; situs lama tidak diubah." in said
            assert world.site() == world.sites[1 - version]
        else:  # the cache, or the twin, which come back by themselves
            assert code == 0
            assert world.site() == world.sites[version]
        world.assert_repaired(version)
        version = 1 - version
        world.write(version)
        at += chance.randrange(1, 100)
    assert at > 100


def mounted(folder: Path, size: str) -> bool:
    return os.system(f"mount -t tmpfs -o size={size} tmpfs '{folder}' 2>/dev/null") == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted(folder, "24m"):
        pytest.skip("may not mount a disk")
    yield folder
    os.system(f"umount -l '{folder}'")


def test_a_full_disk(world: World, small_disk: Path) -> None:
    root = small_disk / "root"
    write_sources(root, world.versions[0])
    assert build_told(root)[0] == 0
    commit(root, world.versions[1], world.versions[0])
    filler = small_disk / "filler"
    codes = set()
    for room in (0, 20_000, 100_000, 200_000, 300_000, 500_000, 800_000):
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        filler.write_bytes(bytes(max(0, free - room)))
        code, said = build_told(root)
        codes.add(code)
        assert code in (0, FAILED), said
        assert tree(root / "site") in world.sites
        if code == FAILED:
            assert "No space left" in said
            assert tree(root / "site") == world.sites[0]
        filler.unlink()
    assert FAILED in codes
    assert build_told(root)[0] == 0
    assert tree(root / "site") == world.sites[1]


def say_to(output: Path) -> None:
    """Have everything that this process says, and its children say, go to a file or pipe."""
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    # The streams remember what kind of file they were opened for.
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def limited(root: Path, output: Path, limit: Callable[[], None]) -> None:
    """Build under a limit, with everything that is said going to a pipe."""
    say_to(output)
    limit()
    sys.argv = ["build_site.py", "build", "--root", str(root), "--as-of", str(AS_OF), "--clean"]
    with quick():
        sys.exit(main())


def limit_file_size(size: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def limit_memory(more: int) -> None:
    import resource

    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + more, used + more))


LIMITS: list[Callable[[], None]] = [
    *(partial(limit_file_size, size) for size in (0, 500, 5_000, 20_000, 100_000)),
    *(partial(limit_memory, more) for more in (100_000, 1_000_000, 3_000_000, 8_000_000, 20_000_000)),
]


@pytest.mark.skipif(sys.platform != "linux", reason="limits are Linux's")
def test_limits_on_files_and_memory(world: World, tmp_path: Path) -> None:
    codes = []
    for number, limit in enumerate(LIMITS):
        version = number % 2
        world.write(version)
        # A pipe, to which no limit on files applies.
        output = tmp_path / str(number)
        os.mkfifo(output)
        process = in_child(partial(limited, world.root, output, limit))
        said = output.read_text(encoding="utf-8")
        process.join()
        assert "Traceback" not in said, said
        # Libraries that aren't Python's may know no other way out of a lack of memory than to abort.
        aborted = process.exitcode == -signal.SIGABRT and "memory" in said
        assert process.exitcode in (0, FAILED) or aborted, (limit, process.exitcode, said)
        if process.exitcode == FAILED:
            assert "Situs gagal dibangun; situs lama tidak diubah. Sebabnya: " in said
        codes.append(process.exitcode)
        world.assert_whole()
        world.assert_repaired(version)
    assert codes.count(FAILED) >= 4, codes


def bound_by_rights() -> None:
    """Give up root's privilege to write what its mode forbids."""
    if os.getuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # linux/capability.h, version 3
        sets = (ctypes.c_uint32 * 6)()
        assert libc.capget(header, sets) == 0
        sets[0] &= ~0b110  # effective: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        assert libc.capset(header, sets) == 0


def run_bound_by_rights(output: Path, *arguments: str) -> None:
    say_to(output)
    bound_by_rights()
    sys.argv = ["build_site.py", *arguments, "--as-of", str(AS_OF)]
    with quick():
        sys.exit(main())


def set_mode(folder: Path, mode: int) -> None:
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(mode)


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its privilege as Linux has it")
@pytest.mark.parametrize("closed", ["", "build", "build/docs", ".site.next", "site"])
def test_folders_that_may_not_be_written(world: World, tmp_path: Path, closed: str) -> None:
    root = tmp_path / "root"
    write_sources(root, world.versions[0])
    assert build_told(root)[0] == 0
    commit(root, world.versions[1], world.versions[0])
    set_mode(root / closed, 0o555)
    results = []
    for command in ("build", "check"):
        output = tmp_path / f"{command}.txt"
        process = in_child(partial(run_bound_by_rights, output, command, "--root", str(root)))
        process.join()
        results.append((process.exitcode, output.read_text(encoding="utf-8")))
    set_mode(root / closed, 0o755)
    (code, said), (checked, found) = results
    assert code in (0, FAILED), said
    assert tree(root / "site") == world.sites[code == 0]
    if code:
        assert "Situs gagal dibangun; situs lama tidak diubah." in said
        assert "Permission denied" in said
    assert checked == 0, found
    assert build_told(root)[0] == 0
    assert tree(root / "site") == world.sites[1]


# ---- Read while it changes

LINK = re.compile(rb'(?:href|src)="([^"]+)"')


class Reader(threading.Thread):
    """Fetches pages, and everything that they name, until told to stop."""

    def __init__(self, site: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.site = site
        self.chance = random.Random(seed)
        self.enough = threading.Event()
        self.wrong: list[str] = []
        self.fetched = 0

    def run(self) -> None:
        page = self.site
        while not self.enough.is_set() and not self.wrong:
            inside = self.links(page)
            for link in self.chance.sample(inside, min(len(inside), 25)):
                # A stylesheet has a new name when it is changed: who asks for the page again is told it.
                if not self.fetch(link) and not link.endswith("/") and link not in self.links(page):
                    self.wrong.clear()
            pages = [link for link in inside if link.endswith("/")]
            page = self.chance.choice(pages) if pages else self.site

    def links(self, page: str) -> list[str]:
        """Everything of this site that a page names."""
        links = [urldefrag(urljoin(page, link.decode()))[0] for link in LINK.findall(self.fetch(page))]
        return sorted({link for link in links if link.startswith(self.site)})

    def fetch(self, url: str) -> bytes:
        try:
            with urlopen(url, timeout=30) as answer:
                data: bytes = answer.read()
                length = answer.headers["Content-Length"]
        except (HTTPError, OSError) as error:
            self.wrong.append(f"{url}: {error}")
            return b""
        self.fetched += 1
        if len(data) != int(length) or (url.endswith("/") and not data.rstrip().endswith(b"</html>")):
            self.wrong.append(f"{url}: half a page")
        return data


def test_readers_find_every_page_while_builds_publish(world: World, tmp_path: Path) -> None:
    root = tmp_path / "root"
    sources = dict(world.versions[0])
    write_sources(root, sources)
    with quick(), served(root / "site") as site:
        assert refusal(root) == []
        readers = [Reader(site, seed) for seed in range(3)]
        for reader in readers:
            reader.start()
        for number in range(10):
            old = dict(sources)
            text = article_text(title=f"Kabar ke-{number}", date=f"2025-04-{number + 1:02}")
            sources[f"articles/2025/04/kabar-{number}.md"] = text.encode()
            moved = sources.pop(f"articles/2025/03/kegiatan-{number}.md", b"")
            if moved:
                alias = f'---\n"aliases": ["2025/03/kegiatan-{number}"]\n'.encode()
                sources[f"articles/2025/04/pindah-{number}.md"] = moved.replace(b"---\n", alias, 1)
            sources["docs/assets/archive.css"] += b"/* more */\n"
            write_sources(root, sources, old)
            refused = refusal(root)
            assert refused == []
            time.sleep(0.2)
        for reader in readers:
            reader.enough.set()
            reader.join()
    assert [wrong for reader in readers for wrong in reader.wrong] == []
    assert sum(reader.fetched for reader in readers) > 200
