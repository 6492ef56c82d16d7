"""What the outbox stores of a mail, sealed and for lists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.persistence.encryption import ClinicKeys
from app.persistence.models.mail import OutboxRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.mail.reach import Reach, open_reach
from clinic.common.ids import AppointmentId, PersonId

__all__ = ["FACTS", "AddressedMail", "ListedMail", "NewMail", "SealedMail"]

FACTS = "outbox.facts"
"""The place that facts are sealed for."""


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail for the outbox.

    Attributes:
        kind: A word of ``app.mail.wording.MailKind``.
        facts: JSON; it may hold a link.
        sequence: The version of the appointment that it tells.
        due_at: It is not sent before.
        useful_until: It is not sent from then on; None: it is always of use.
        id: None for one of its own.
    """

    person: PersonId
    kind: str
    facts: str = field(repr=False)
    due_at: datetime
    useful_until: datetime | None = None
    appointment: AppointmentId | None = None
    sequence: int | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class SealedMail:
    """A stored mail, which is decrypted when it is needed: one that cannot be opened does not hold up the others.

    Attributes:
        attempt: Since it was written or sent again, counted from 1.
        claim: Rises with every claim.
        keys: Returns the clinic's keys. Raises KeysUnusable.
    """

    id: str
    person: PersonId
    kind: str
    appointment: AppointmentId | None
    sequence: int | None
    state: str
    attempt: int
    claim: int
    is_leased: bool
    made_at: datetime
    done_at: datetime | None
    useful_until: datetime | None
    facts_sealed: str = field(repr=False)
    keys: Callable[[], ClinicKeys] = field(repr=False)

    @classmethod
    def of(cls, row: OutboxRow, keys: Callable[[], ClinicKeys]) -> "SealedMail":
        """Return what a row says."""
        return cls(
            row.id,
            PersonId(row.person_id),
            row.kind,
            AppointmentId(row.appointment_id) if row.appointment_id else None,
            row.sequence,
            row.state,
            row.attempts,
            row.claims,
            row.lease_until is not None,
            row.made_at,
            row.done_at,
            row.useful_until,
            row.facts,
            keys,
        )

    def open_facts(self) -> str:
        """Decrypt the facts. Raises KeysUnusable."""
        return self.keys().open(FACTS, self.id, self.facts_sealed)


@dataclass(frozen=True, slots=True)
class AddressedMail:
    """A stored mail with the row of its person, as it is now."""

    mail: SealedMail
    person: PersonRow = field(repr=False)
    clinic_zone: str

    def open_reach(self) -> Reach:
        """Decrypt how the person may be written to. Raises KeysUnusable."""
        return open_reach(self.person, self.mail.keys(), self.clinic_zone)


@dataclass(frozen=True, slots=True)
class ListedMail:
    """A mail as staff see it: never what it says.

    Attributes:
        name: The person's display name.
        reason: Why it was not sent, a word of ``app.mail.delivery.Reason``; ``status`` is the mail server's code.
    """

    id: str
    person: PersonId
    name: str
    kind: str
    appointment: AppointmentId | None
    state: str
    attempts: int
    reason: str | None
    status: str | None
    made_at: datetime
    due_at: datetime | None
    done_at: datetime | None
