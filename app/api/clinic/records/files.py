"""Copies as files."""

from typing import Any, Final

from starlette.responses import Response

__all__ = ["ZIP", "zip_response"]

ZIP: Final[dict[str, Any]] = {
    "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}, "example": "PK…"}}
}
"""How a ZIP file is described."""


def zip_response(data: bytes) -> Response:
    """Return a copy to be saved; its name tells nothing."""
    headers = {"content-disposition": 'attachment; filename="copy.zip"', "cache-control": "no-store"}
    return Response(data, media_type="application/zip", headers=headers)
