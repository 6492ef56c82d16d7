"""What a mail server's reply means for a mail: try again, or not. Pure.

The reply code decides (RFC 5321 §4.2.1: 4yz is temporary, 5yz is permanent); the enhanced status code of RFC 3463, where
the text begins with one of the same class, says why. Some 5yz replies speak of our own settings or of a full mailbox.
Those are tried again: an operator or the reader can mend them within the day.
"""

import re
from enum import StrEnum

from app.mail.delivery import Outcome, Reason, Verdict

__all__ = ["Stage", "read_reply"]


class Stage(StrEnum):
    """What the server was asked when it replied."""

    CONNECT = "connect"
    """Its greeting, EHLO and STARTTLS."""
    SIGN_IN = "sign_in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"


_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?!\S)")
_SIGN_IN = frozenset({530, 534, 535, 538})
"""Sign in first, or otherwise (RFC 4954 §6)."""
_CLOSING = 421
_FULL = 552

_DETAILS = {
    (1, 1): Reason.NO_SUCH_ADDRESS,
    (1, 2): Reason.NO_SUCH_ADDRESS,
    (1, 3): Reason.NO_SUCH_ADDRESS,
    (1, 6): Reason.NO_SUCH_ADDRESS,
    (1, 10): Reason.NO_SUCH_ADDRESS,
    (2, 1): Reason.MAILBOX_OFF,
    (2, 2): Reason.MAILBOX_FULL,
    (2, 3): Reason.TOO_LARGE,
    (3, 1): Reason.BUSY,
    (3, 2): Reason.BUSY,
    (3, 4): Reason.TOO_LARGE,
    (6, 7): Reason.UTF8_ADDRESS,
}
_SUBJECTS = {4: Reason.NO_ROUTE, 7: Reason.POLICY}
_CODES = {550: Reason.NO_SUCH_ADDRESS, 551: Reason.NO_SUCH_ADDRESS, 553: Reason.NO_SUCH_ADDRESS}
"""Without an enhanced status, what these mean of a recipient."""
_PASSING = frozenset({Reason.MAILBOX_FULL, Reason.BUSY})
"""Temporary even as 5yz: a full mailbox can be emptied, a server that accepts no mail may again."""
_OF_THE_MAIL = frozenset({Reason.TOO_LARGE, Reason.UTF8_ADDRESS})
"""What a refusal at MAIL FROM says about the mail itself; all others concern our sender address."""


def read_reply(stage: Stage, code: int, text: str) -> Outcome:
    """Return the outcome of an attempt that ended with this reply.

    Args:
        code: Three digits; anything that is not one of RFC 5321 counts as temporary.
        text: The reply without its code. It may repeat the address: only an enhanced status is taken from it.
    """
    found = _ENHANCED.match(text)
    detail = (int(found[2]), int(found[3])) if found and found[1] == str(code)[:1] else None
    status = found[0] if found and detail else str(code)
    if code in _SIGN_IN or stage is Stage.SIGN_IN:
        return Outcome(Verdict.TEMPORARY, Reason.SIGN_IN_REFUSED, status, server_wide=True)
    if stage is Stage.CONNECT:
        return Outcome(Verdict.TEMPORARY, Reason.SERVER_AWAY, status, server_wide=True)
    if 200 <= code < 300:
        return Outcome(Verdict.ACCEPTED)
    permanent = 500 <= code < 600
    reason = _reason(stage, code, detail, permanent)
    if stage is Stage.SENDER and permanent and reason not in _OF_THE_MAIL:
        return Outcome(Verdict.TEMPORARY, Reason.SENDER_REFUSED, status, server_wide=True)
    verdict = Verdict.PERMANENT if permanent and reason not in _PASSING else Verdict.TEMPORARY
    return Outcome(verdict, reason, status)


def _reason(stage: Stage, code: int, detail: tuple[int, int] | None, permanent: bool) -> Reason:
    if code == _CLOSING:
        return Reason.SERVER_AWAY
    if detail is not None:
        known = _DETAILS.get(detail) or _SUBJECTS.get(detail[0])
        if known:
            return known
    elif code == _FULL:
        # Of a recipient it means "too many", which is temporary (RFC 5321 §4.5.3.1.10), or a full mailbox.
        return Reason.MAILBOX_FULL if stage is Stage.RECIPIENT else Reason.TOO_LARGE
    elif stage is Stage.RECIPIENT and code in _CODES:
        return _CODES[code]
    return Reason.REFUSED if permanent else Reason.BUSY
