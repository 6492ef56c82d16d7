"""The columns of a file of people, and how a row becomes a person and back. Pure.

They are ``display_name, time_zone``, and if need be ``kind, legal_name, pronouns, language, email, phone,
address_line_1, address_line_2, city, state, postal_code, country, emergency_name, emergency_phone, emergency_relation,
emergency_permission, safe_channel, safe_times``.

Permission is written as yes or no, safe times as ``mon-fri 09:00-17:00; sat 22:00-06:00``. An empty ``safe_channel``
means e-mail if there is an address, else none.
"""

from collections.abc import Mapping
from operator import attrgetter
from types import MappingProxyType

from clinic.common.errors import FieldError
from clinic.people.contact import SafeChannel
from clinic.people.csv_cells import Cells, Columns, word, yes_or_no
from clinic.people.person import (
    Address,
    EmergencyContact,
    PersonFields,
    PersonKind,
    check_person,
    tidy_person,
)
from clinic.people.safe_times import SafeRange, format_safe_times, parse_safe_times

__all__ = ["PEOPLE", "person_cells", "person_from"]

_PERSON_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "display_name": "display_name",
        "time_zone": "time_zone",
        "kind": "kind",
        "legal_name": "legal_name",
        "pronouns": "pronouns",
        "language": "language",
        "email": "email",
        "phone": "phone",
        "address_line_1": "address.line_1",
        "address_line_2": "address.line_2",
        "city": "address.city",
        "state": "address.state",
        "postal_code": "address.postal_code",
        "country": "address.country",
        "emergency_name": "emergency.name",
        "emergency_phone": "emergency.phone",
        "emergency_relation": "emergency.relation",
        "emergency_permission": "emergency.permission",
        "safe_channel": "safe_channel",
        "safe_times": "safe_times",
    }
)
"""Field by column."""
_COLUMN_OF = {field: column for column, field in _PERSON_FIELDS.items()}

PEOPLE = Columns(tuple(_PERSON_FIELDS), frozenset({"display_name", "time_zone"}))
"""In the order in which they are exported; an import may have them in any."""
_ANY_TIME: tuple[SafeRange, ...] = ()


def person_from(cells: Mapping[str, str]) -> tuple[PersonFields, list[FieldError]]:
    """Return the person of a row, tidied, and everything that is wrong with it, by column."""
    row = Cells(cells)
    email = row.text("email")
    typed = PersonFields(
        kind=row.read("kind", _kind, PersonKind.CLIENT),
        display_name=row.text("display_name"),
        time_zone=row.text("time_zone"),
        language=row.text("language") or "en",
        legal_name=row.text("legal_name"),
        pronouns=row.text("pronouns"),
        email=email,
        phone=row.text("phone"),
        address=Address(
            line_1=row.text("address_line_1"),
            line_2=row.text("address_line_2"),
            city=row.text("city"),
            state=row.text("state"),
            postal_code=row.text("postal_code"),
            country=row.text("country") or "US",
        ),
        emergency=EmergencyContact(
            name=row.text("emergency_name"),
            phone=row.text("emergency_phone"),
            relation=row.text("emergency_relation"),
            permission=row.read("emergency_permission", yes_or_no, False),
        ),
        safe_channel=row.read(
            "safe_channel", word(SafeChannel), SafeChannel.EMAIL if email else SafeChannel.NONE
        ),
        safe_times=row.read("safe_times", parse_safe_times, _ANY_TIME, "field.safe_times"),
    )
    found = [FieldError(_COLUMN_OF[error.field], error.code) for error in check_person(typed)]
    return tidy_person(typed), [*row.errors, *found]


def person_cells(person: PersonFields) -> list[str]:
    """Return the cells of a person, in the order of ``COLUMNS``."""
    written = {
        "emergency_permission": "yes" if person.emergency.permission else "",
        "safe_times": format_safe_times(person.safe_times),
    }
    return [
        written[column] if column in written else str(attrgetter(field)(person))
        for column, field in _PERSON_FIELDS.items()
    ]


def _kind(text: str) -> PersonKind:
    """Read ``client`` or ``staff``. Raises ValueError: people from outside belong to one session."""
    kind = PersonKind(text.lower())
    if kind is PersonKind.EXTERNAL:
        raise ValueError("belongs to a session")
    return kind
