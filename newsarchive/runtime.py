"""Put off garbage collection while much is made that stays: to look through it often costs a tenth."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused(sweep: bool = False) -> Iterator[None]:
    """No collection of cyclic garbage within; with `sweep`, one afterwards, for processes that live on.

    Within another `gc_paused` it does nothing: that one covers it.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        if sweep:
            gc.collect()
