"""The packet path in C, where it could be compiled: send buffers, and the way of a regular packet from socket to socket.

It keeps nothing of its own about streams: it reads and writes the same Python objects as the rest of the relay, so that
either may take the next packet. The sources are beside this file; decision 0085 says what is carried and why.
"""

import importlib
from types import ModuleType
from typing import Any

__all__ = ["find_native"]


def _import() -> ModuleType | None:
    try:
        return importlib.import_module("media.net.native._packets")
    except ImportError:
        return None


_native = _import()


def find_native() -> Any:
    """The module in C; None where it was not compiled."""
    return _native
