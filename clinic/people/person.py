"""A person as the clinic knows them: client or staff, and the limits of every field. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType

from clinic.common.errors import FieldError
from clinic.people.contact import SafeChannel
from clinic.people.fields.email import EMAIL_LIMIT, email_problem, tidy_email
from clinic.people.fields.locale import language_problem, tidy_language, zone_problem
from clinic.people.fields.phone import phone_problem, tidy_phone
from clinic.people.fields.states import STATES, tidy_state
from clinic.people.fields.text import text_problem, tidy
from clinic.people.safe_times import SafeRange, safe_times_problem

__all__ = [
    "LIMITS",
    "Address",
    "EmergencyContact",
    "PersonFields",
    "PersonKind",
    "check_person",
    "tidy_person",
]


class PersonKind(StrEnum):
    """Whom a record is about. It never changes: a client who joins the staff gets a second record."""

    STAFF = "staff"
    CLIENT = "client"
    EXTERNAL = "external"
    """Somebody from outside who interprets in one session. They have no account and are in no list of people."""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. The country is a code of ISO 3166-1; in the United States the state is a code, too."""

    line_1: str = ""
    line_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "US"


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """Who is called if this person is in danger."""

    name: str = ""
    phone: str = ""
    relation: str = ""
    permission: bool = False
    """Whether the person has agreed that staff call them."""


@dataclass(frozen=True, slots=True)
class PersonFields:
    """Everything that is typed about a person, before or after it was checked."""

    kind: PersonKind
    display_name: str
    """What others in a session see; any script, and not necessarily their name."""
    time_zone: str
    language: str = "en"
    legal_name: str = ""
    pronouns: str = ""
    email: str = ""
    phone: str = ""
    address: Address = Address()
    emergency: EmergencyContact = EmergencyContact()
    safe_channel: SafeChannel = SafeChannel.NONE
    safe_times: tuple[SafeRange, ...] = ()
    """In the person's own time zone; none at all means any time."""


LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "display_name": 100,
        "legal_name": 200,
        "pronouns": 40,
        "language": 12,
        "time_zone": 64,
        "email": EMAIL_LIMIT,
        "phone": 40,
        "address.line_1": 120,
        "address.line_2": 120,
        "address.city": 80,
        "address.state": 80,
        "address.postal_code": 12,
        "address.country": 2,
        "emergency.name": 200,
        "emergency.phone": 40,
        "emergency.relation": 60,
    }
)
"""The most characters (code points) of each text."""

_ALWAYS_REQUIRED = frozenset({"display_name", "time_zone", "language"})
_FORMATS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "language": language_problem,
        "time_zone": zone_problem,
        "email": email_problem,
        "phone": phone_problem,
        "address.country": lambda code: None if code.isalpha() and len(code) == 2 else "field.country",
        "emergency.phone": phone_problem,
    }
)


def tidy_person(typed: PersonFields) -> PersonFields:
    """Return the fields as they are kept: in normal form, trimmed, numbers and codes in their usual spelling."""
    address, emergency = typed.address, typed.emergency
    country = tidy(address.country).upper()
    return replace(
        typed,
        display_name=tidy(typed.display_name),
        legal_name=tidy(typed.legal_name),
        pronouns=tidy(typed.pronouns),
        language=tidy_language(typed.language),
        time_zone=tidy(typed.time_zone),
        email=tidy_email(typed.email),
        phone=tidy_phone(typed.phone),
        address=Address(
            line_1=tidy(address.line_1),
            line_2=tidy(address.line_2),
            city=tidy(address.city),
            state=tidy_state(address.state) if country == "US" else tidy(address.state),
            postal_code=tidy(address.postal_code),
            country=country,
        ),
        emergency=EmergencyContact(
            name=tidy(emergency.name),
            phone=tidy_phone(emergency.phone),
            relation=tidy(emergency.relation),
            permission=emergency.permission,
        ),
        safe_times=tuple(sorted(set(typed.safe_times))),
    )


def check_person(typed: PersonFields) -> list[FieldError]:
    """Return everything that is wrong with a person's fields, in the order of `LIMITS`, safe times last.

    They are checked as `tidy_person` returns them: that is what is to be kept.
    """
    person = tidy_person(typed)
    found = list(_text_errors(person))
    if code := safe_times_problem(person.safe_times):
        found.append(FieldError("safe_times", code))
    return found


def _text_errors(person: PersonFields) -> Iterator[FieldError]:
    required, formats = _required(person), _formats(person)
    for field, limit in LIMITS.items():
        value: str = attrgetter(field)(person)
        code = text_problem(value, limit, required=field in required)
        if code is None and value and field in formats:
            code = formats[field](value)
        if code is not None:
            yield FieldError(field, code)


def _required(person: PersonFields) -> frozenset[str]:
    """Staff sign in by e-mail, a safe channel needs its address, and a contact for emergencies a name and a number."""
    required = set(_ALWAYS_REQUIRED)
    if person.kind is not PersonKind.CLIENT or person.safe_channel is SafeChannel.EMAIL:
        required.add("email")
    if person.emergency != EmergencyContact():
        required |= {"emergency.name", "emergency.phone"}
    return frozenset(required)


def _formats(person: PersonFields) -> Mapping[str, Callable[[str], str | None]]:
    if person.address.country != "US":
        return _FORMATS
    return {**_FORMATS, "address.state": lambda state: None if state in STATES else "field.state"}
