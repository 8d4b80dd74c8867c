"""Libraries that write on the process's stderr and have no switch for that, where stderr may be JSON."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def stderr_silenced() -> Iterator[None]:
    """What C libraries write on stderr goes nowhere for the block; the errors that Python raises stay."""
    with suppress(OSError, ValueError):  # whoever read it may be gone
        sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
