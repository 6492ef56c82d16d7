"""Ids as they stand in paths, queries and bodies."""

from typing import Annotated

from fastapi import Path
from pydantic import StringConstraints

__all__ = ["Id", "PathId"]

_SHAPE = r"^[a-z]{2}_[A-Za-z0-9_-]{1,37}$"

Id = Annotated[str, StringConstraints(max_length=40, pattern=_SHAPE)]
"""An id in a body or a query. One that looks right and names nothing here is answered with ``….unknown``."""
PathId = Annotated[str, Path(max_length=40, pattern=_SHAPE)]
"""An id in a path."""
