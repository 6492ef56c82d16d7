"""Changes that do not overwrite each other: ``ETag`` and ``If-Match`` (RFC 9110, 8.8.3 and 13.1.1) hold a version."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Header
from starlette.responses import Response

from app.api.problems import Problem

__all__ = ["Version", "tag_version"]


def tag_version(response: Response, version: int) -> None:
    """Name the version of what is answered."""
    response.headers["etag"] = f'"{version}"'


async def read_version(
    if_match: Annotated[
        str | None, Header(max_length=40, description="The `ETag` of what is changed.")
    ] = None,
) -> int:
    if if_match is None:
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, "version.missing")
    number = if_match.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise Problem(HTTPStatus.PRECONDITION_FAILED, "version.other")
    return int(number)


Version = Annotated[int, Depends(read_version)]
"""The version that the caller has seen, as a route's argument."""
