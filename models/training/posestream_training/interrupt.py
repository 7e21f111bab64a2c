"""Keeps Ctrl-C and a polite kill from cutting a training step in two."""

import signal
import threading
from contextlib import contextmanager


@contextmanager
def uninterrupted():
    """Holds both back until the block is done, so that a checkpoint made then is of a whole step."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = []
    former = {number: signal.signal(number, lambda number, _: held.append(number))
              for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    if held:
        signal.raise_signal(held[0])
