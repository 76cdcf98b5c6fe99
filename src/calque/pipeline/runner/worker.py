"""The worker: a process that carries out parcels until nobody sends any more.

`python -P -m calque.pipeline.runner.worker` reads parcels from standard input and writes results to standard output,
each after its length in eight bytes. Whoever started it may be killed: then its input ends, and so does it.
"""

import os
import signal
from contextlib import suppress
from typing import IO

from calque.pipeline.runner.collector import collect_seldom
from calque.pipeline.runner.parcels import carry_out

__all__ = ["LENGTH", "main", "read_frame", "write_frame"]

LENGTH = 8
"""Bytes in which the length of what follows is written."""


def main() -> None:
    """Carry out what comes in. What a step prints goes to standard error, so that it is no result."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; who started this one ends it
    collect_seldom()
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(BrokenPipeError), incoming, outgoing:
        while (parcel := read_frame(incoming)) is not None:
            write_frame(outgoing, carry_out(parcel))


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return what stands behind the next length; None where the stream ends, in its midst too."""
    head = stream.read(LENGTH)
    size = int.from_bytes(head, "big")
    body = stream.read(size) if len(head) == LENGTH else b""
    return body if len(head) == LENGTH and len(body) == size else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Write a length and what it is of."""
    stream.write(len(body).to_bytes(LENGTH, "big"))
    stream.write(body)
    stream.flush()


if __name__ == "__main__":
    main()
