"""Pages and files that were compressed beforehand, each sent in the smallest form that the browser takes.

Only what is the same for everybody is sent so. An answer that holds a secret beside something that a stranger chose must
not be compressed: its length would tell the secret, letter by letter (BREACH).
"""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

__all__ = ["CODINGS", "BuiltFiles", "Prepared", "answer_prepared", "prepare"]

CODINGS: Final = ("br", "gzip")
"""The content codings, the smallest first."""
_ITSELF: Final = "identity"
_FOR_GOOD: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Something to send, in all its forms.

    Attributes:
        media_type: With its charset.
        tag: Changes with the content.
        forms: By content coding, the smallest first; the last is the content itself.
    """

    media_type: str
    tag: str
    forms: Mapping[str, bytes]


def prepare(content: bytes, media_type: str, forms: Mapping[str, bytes] | None = None) -> Prepared:
    """Return it with these forms, or, where there are none, with one that is made now."""
    made = {"gzip": _compressed(content)} if forms is None else forms
    ordered = {coding: made[coding] for coding in CODINGS if coding in made}
    return Prepared(media_type, sha256(content).hexdigest()[:32], {**ordered, _ITSELF: content})


def answer_prepared(
    prepared: Prepared,
    asked: Headers,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the form that these request headers ask for, or only that the browser has it already."""
    coding = _choose(asked.get("accept-encoding", ""), prepared.forms)
    tag = f'"{prepared.tag}-{coding}"'
    sent = {"vary": "Accept-Encoding", "etag": tag, **(headers or {})}
    if status is HTTPStatus.OK and _names(asked.get("if-none-match", ""), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=sent)
    if coding != _ITSELF:
        sent["content-encoding"] = coding
    return Response(prepared.forms[coding], status, sent, media_type=prepared.media_type)


class BuiltFiles:
    """Serves files whose names change with their content: a browser may keep them for good.

    Args:
        files: By name.
    """

    def __init__(self, files: Mapping[str, Prepared]) -> None:
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"allow": "GET, HEAD"})
        found = self._files.get(scope["path"].removeprefix(scope["root_path"]).removeprefix("/"))
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        answer = answer_prepared(found, Headers(scope=scope), headers={"cache-control": _FOR_GOOD})
        await answer(scope, receive, send)


@lru_cache(maxsize=16)
def _compressed(content: bytes) -> bytes:
    """Compress what is large and long known once, however many applications one process builds."""
    return gzip.compress(content, mtime=0)


def _choose(accepted: str, forms: Iterable[str]) -> str:
    """Return the first of the forms that the header (RFC 9110 section 12.5.3) takes."""
    taken = {coding: weight for coding, weight in map(_weighed, accepted.lower().split(",")) if coding}
    others = taken.get("*", 0.0)
    return next((coding for coding in forms if taken.get(coding, others) > 0), _ITSELF)


def _weighed(part: str) -> tuple[str, float]:
    coding, _, weight = part.partition(";")
    try:
        return coding.strip(), float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return coding.strip(), 0.0


def _names(if_none_match: str, tag: str) -> bool:
    """Return whether the header (RFC 9110 section 13.1.2) names the tag."""
    tags = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return tag in tags or tags == ["*"]
