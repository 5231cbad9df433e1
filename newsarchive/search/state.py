"""Keep what the last run indexed, so that the next one writes only what changed."""

from contextlib import suppress
from pathlib import Path

import msgspec

from newsarchive.output import files

STATE = "state.bin"
TERMS_SUFFIX = ".terms"
"""Ending of the files that keep the terms of one block each."""


class IndexState(msgspec.Struct):
    """What a run indexed."""

    version: str
    shape: tuple[int, int]
    """Slots and buckets of the layout."""
    blocks: dict[str, str] = {}
    """The fingerprint of each block."""
    postings: list[str] = []
    """The key of each bucket."""
    positions: list[str] = []
    """The key of each file of positions."""
    counts: dict[str, int] = {}
    """In how many articles each word occurs."""


_DECODE = msgspec.msgpack.Decoder(IndexState).decode


def load(folder: Path, version: str, shape: tuple[int, int]) -> tuple[IndexState, str]:
    """What the last run indexed, and a notice if the file is damaged.

    An empty state where that can't be told, or was done by another version or in another shape.
    """
    nothing = IndexState(version, shape)
    packed, notice = files.read_sealed(folder / STATE)
    if packed is None:
        return nothing, notice
    try:
        state = _DECODE(packed)
    except msgspec.DecodeError:
        # Of a version whose file had another form.
        return nothing, ""
    return (state if (state.version, state.shape) == (version, shape) else nothing), ""


def save(folder: Path, state: IndexState) -> None:
    """Keep the state, and the terms of no block that is gone; a disk that refuses costs only time."""
    packed = msgspec.msgpack.encode(state)
    with suppress(OSError):
        files.write(folder / STATE, files.sealed(packed))
        for path in folder.glob(f"*{TERMS_SUFFIX}"):
            if path.stem not in state.blocks:
                path.unlink()
