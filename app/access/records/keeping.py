"""How long what is over is kept. Pure.

Long enough to answer a question about it ("I never got that mail", "was that me, on that phone?"), and no longer. Who
did what stays in the audit trail, from which nothing is removed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.persistence.repositories.repeats import KEPT_FOR
from clinic.identity.sign_ins import LONGEST

__all__ = [
    "DEAD_MAIL_KEPT",
    "LINKS_KEPT",
    "MAIL_KEPT",
    "PLACES_KEPT_YEARS",
    "PLACES_YEARS",
    "SIGN_INS_KEPT",
    "WEBHOOK_EVENTS_KEPT",
    "Cutoffs",
    "cutoffs",
]

LINKS_KEPT: Final = timedelta(days=30)
"""One-time links, from when they were used, withdrawn or expired."""
SIGN_INS_KEPT: Final = timedelta(days=30)
"""Sign-ins, from their end. A person's newest one stays: without it, a new device would look like a first visit."""
MAIL_KEPT: Final = timedelta(days=30)
"""Mails that were sent or dropped, from then on and from the end of the appointment that they tell of: until then it is
known who was told what."""
DEAD_MAIL_KEPT: Final = timedelta(days=180)
"""Mails that could not be sent, which staff look through and may send again."""
WEBHOOK_EVENTS_KEPT: Final = timedelta(days=30)
"""What webhooks were told, from when it happened; until then it can be sent again."""
PLACES_KEPT_YEARS: Final = 7
"""Where people were in sessions, from when it was said, unless the clinic has chosen other years: part of a record of
treatment, which most states want kept for so long."""
PLACES_YEARS: Final = (1, 30)
"""The years that a clinic may choose."""
_YEAR: Final = timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """What was over by these moments is due to be removed.

    Attributes:
        repeats: Answers to creations with an idempotency key, which nobody is given any longer.
        begun_sign_ins: Sign-ins that began by then have ended by themselves long enough ago, if nothing else ended them.
    """

    links: datetime
    sign_ins: datetime
    begun_sign_ins: datetime
    mail: datetime
    dead_mail: datetime
    repeats: datetime
    places: datetime
    webhook_events: datetime


def cutoffs(now: datetime, places_years: int = PLACES_KEPT_YEARS) -> Cutoffs:
    """Return what is due now.

    Args:
        places_years: How long the clinic keeps where people were.
    """
    return Cutoffs(
        links=now - LINKS_KEPT,
        sign_ins=now - SIGN_INS_KEPT,
        begun_sign_ins=now - SIGN_INS_KEPT - LONGEST,
        mail=now - MAIL_KEPT,
        dead_mail=now - DEAD_MAIL_KEPT,
        repeats=now - KEPT_FOR,
        places=now - places_years * _YEAR,
        webhook_events=now - WEBHOOK_EVENTS_KEPT,
    )
