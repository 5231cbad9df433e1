"""Run a command, and measure its time and the memory of all its processes."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
MEMORY = "proportional set size (PSS) of all processes of the command together, sampled 20 times a second"
SPARE_MEMORY = 0.04
"""The share of memory that a command must leave free, so that the machine doesn't stall."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a command: seconds, peak memory in bytes if measured, reason of failure or ""."""

    seconds: float
    peak: int | None
    failed: str


class Watch(threading.Thread):
    """Stops a command that takes too long or more memory than there is; takes its peak if asked."""

    def __init__(self, process: subprocess.Popen[bytes], timeout: float, sample: bool) -> None:
        super().__init__(daemon=True)
        self.process, self.timeout = process, timeout
        self.peak: int | None = 0 if sample and (PROC / "self/smaps_rollup").exists() else None
        self.stopped = ""
        self.done = threading.Event()

    def run(self) -> None:
        deadline = time.monotonic() + self.timeout
        pause = 0.2 if self.peak is None else 0.05
        while not self.done.wait(pause):
            if self.peak is not None:
                start = time.monotonic()
                self.peak = max(self.peak, memory(self.process.pid))
                # Reading a large process's memory map holds it up: never for more than a tenth of the time.
                pause = max(0.05, 10 * (time.monotonic() - start))
            if time.monotonic() > deadline:
                self.stop(f"stopped after {self.timeout:.0f} s")
            elif _memory_is_used_up():
                self.stop("stopped: it used up the machine's memory")

    def stop(self, reason: str) -> None:
        """End the command and whatever it started."""
        self.stopped = self.stopped or reason
        kill(self.process)


def run(
    command: Sequence[str | Path], folder: Path, log: Path, *, timeout: float, sample: bool = False
) -> Outcome:
    """Runs the command in the folder; what it prints goes to `log`."""
    with log.open("ab") as output:
        output.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        output.flush()
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watch = Watch(process, timeout, sample)
        watch.start()
        try:
            # Without a time limit, as waiting with one looks only every 50 ms.
            code = process.wait()
        finally:
            seconds = time.perf_counter() - start
            watch.done.set()
            kill(process)
            watch.join()
    failed = watch.stopped or (f"ended with exit code {code}" if code else "")
    return Outcome(round(seconds, 3), watch.peak, failed)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the command and whatever it started, if it still runs."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()


def memory(session: int) -> int:
    """Bytes of memory that the processes of a session hold now, shared pages counted once."""
    total = 0
    for folder in _processes(session):
        with contextlib.suppress(OSError):
            for line in (folder / "smaps_rollup").read_text("ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def _processes(session: int) -> Iterator[Path]:
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                # After the name, which is in brackets and may hold anything: state, parent, group, session.
                fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if int(fields[3]) == session:
                    yield folder


def _memory_is_used_up() -> bool:
    try:
        lines = (PROC / "meminfo").read_text("ascii").splitlines()
    except OSError:
        return False
    sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return sizes["MemAvailable"] < SPARE_MEMORY * sizes["MemTotal"]
