"""Compress the index's files to the same bytes everywhere: needs the standard library alone."""

import zlib
from functools import cache
from hashlib import blake2b

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""A gzip header without time, name or system: `gzip.compress` writes another system from Python 3.13 on."""
_LEVEL = 6
"""A higher level takes twice the time and saves nothing."""


def compressed(data: bytes) -> bytes:
    """The data as a gzip file, whose bytes depend on the data and on `compressor` alone."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    size = len(data) & 0xFFFFFFFF
    return _HEADER + body + zlib.crc32(data).to_bytes(4, "little") + size.to_bytes(4, "little")


@cache
def compressor() -> str:
    """What this machine's zlib makes of a sample: equal for builds of zlib that write the same bytes.

    Most do, whatever their version; zlib-ng and some processors' own ones don't. A key that holds this is
    new where the bytes would be, and only there.
    """
    return blake2b(compressed(_sample()), digest_size=8).hexdigest()


def _sample() -> bytes:
    """Some 100 kB that neither repeat themselves nor are all new, as an index chunk is."""
    words = [blake2b(bytes([n]), digest_size=2 + n % 7).digest() for n in range(256)]
    parts: list[bytes] = []
    numbers = b""
    for _ in range(300):
        numbers = blake2b(numbers).digest()
        parts += (words[number * number % 256 if number < 128 else number] for number in numbers)
        parts.append(numbers[:9])
    return b"".join(parts)
