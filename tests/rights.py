"""Rights of files that bind whoever runs the tests: root, too, whom they do not bind by themselves."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

__all__ = ["bound_by_rights"]

_VERSION = 0x20080522
_BYPASSES = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which Linux lets root read and write what no right allows."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextmanager
def bound_by_rights() -> Iterator[None]:
    """Obey the rights of files for the length of the block, in this thread and in those that it starts."""
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("rights do not bind root here")
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = _Header(_VERSION, 0), (_Data * 2)()
    if libc.capget(ctypes.byref(header), data):
        pytest.skip("the capabilities of this process cannot be read")
    before = data[0].effective
    data[0].effective = before & ~_BYPASSES
    if libc.capset(ctypes.byref(header), data):
        pytest.skip("the capabilities of this process cannot be changed")
    try:
        yield
    finally:
        data[0].effective = before
        libc.capset(ctypes.byref(header), data)
