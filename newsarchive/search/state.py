"""Remember what the last run indexed, so that the next one writes only what changed."""

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
    """For each word, how many articles contain it."""


_DECODE = msgspec.msgpack.Decoder(IndexState).decode


def load(folder: Path, version: str, shape: tuple[int, int]) -> tuple[IndexState, str]:
    """What the last run indexed, and a notice if the file is damaged.

    An empty state if there is none, or if another version or shape wrote it.
    """
    nothing = IndexState(version, shape)
    packed, notice = files.read_sealed(folder / STATE)
    if packed is None:
        return nothing, notice
    try:
        state = _DECODE(packed)
    except msgspec.DecodeError:
        # Another version wrote it in another form.
        return nothing, ""
    return (state if (state.version, state.shape) == (version, shape) else nothing), ""


def save(folder: Path, state: IndexState) -> None:
    """Save the state, and remove the terms of blocks that are gone; a failure costs only time."""
    packed = msgspec.msgpack.encode(state)
    with suppress(OSError):
        files.write(folder / STATE, files.sealed(packed))
        for path in folder.glob(f"*{TERMS_SUFFIX}"):
            if path.stem not in state.blocks:
                path.unlink()
