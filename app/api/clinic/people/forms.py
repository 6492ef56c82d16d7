"""Forms about people, and how their fields become those of the programme and back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from app.api.clinic.common.fields import Flag
from app.api.clinic.common.forms import Form
from clinic.common.errors import FieldError, Invalid
from clinic.people.contact import SafeChannel
from clinic.people.person import LIMITS, Address, EmergencyContact, PersonFields, PersonKind
from clinic.people.safe_times import SafeRange, parse_safe_times

__all__ = [
    "AddressForm",
    "EmergencyForm",
    "NewPersonForm",
    "OwnContactForm",
    "PersonForm",
    "ReachForm",
    "changes_of",
    "more_languages_of",
    "named_as_typed",
    "new_fields",
]

_SAFE_TIMES_MAX = 1000
_LANGUAGES_MAX = 8


_Language = Annotated[str, StringConstraints(min_length=2, max_length=LIMITS["language"])]
_Languages = Annotated[list[_Language], Field(min_length=1, max_length=_LANGUAGES_MAX)]


class AddressForm(Form):
    """A postal address; the country is a code of ISO 3166-1."""

    line_1: str = Field("", max_length=LIMITS["address.line_1"])
    line_2: str = Field("", max_length=LIMITS["address.line_2"])
    city: str = Field("", max_length=LIMITS["address.city"])
    state: str = Field("", max_length=LIMITS["address.state"], examples=["NY"])
    postal_code: str = Field("", max_length=LIMITS["address.postal_code"])
    country: str = Field("US", max_length=LIMITS["address.country"], examples=["US"])


class EmergencyForm(Form):
    """Who is called if this person is in danger."""

    name: str = Field("", max_length=LIMITS["emergency.name"])
    phone: str = Field("", max_length=LIMITS["emergency.phone"])
    relation: str = Field("", max_length=LIMITS["emergency.relation"])
    permission: Flag = Field(False, description="Whether the person has agreed to it.")


class ReachForm(Form):
    """How a person may be written to."""

    channel: SafeChannel
    safe_times: str = Field(
        "",
        max_length=_SAFE_TIMES_MAX,
        description="On the clock of the person's own zone; nothing means any time.",
        examples=["mon-fri 09:00-17:00; sat 22:00-06:00"],
    )


class PersonForm(Form):
    """Fields of a person to change; those that are not there stay as they are."""

    name: str | None = Field(None, max_length=LIMITS["display_name"], examples=["Ana L."])
    legal_name: str | None = Field(None, max_length=LIMITS["legal_name"])
    pronouns: str | None = Field(None, max_length=LIMITS["pronouns"], examples=["she/her"])
    email: str | None = Field(None, max_length=LIMITS["email"], examples=["ana@example.org"])
    phone: str | None = Field(None, max_length=LIMITS["phone"], examples=["+12025550123"])
    address: AddressForm | None = None
    emergency_contact: EmergencyForm | None = None
    languages: _Languages | None = Field(None, description="By BCP 47, their own first.", examples=[["es"]])
    time_zone: str | None = Field(None, max_length=LIMITS["time_zone"], examples=["America/New_York"])
    reach: ReachForm | None = None


class NewPersonForm(PersonForm):
    """A person to add. Without a time zone they are in the clinic's."""

    kind: Literal[PersonKind.STAFF, PersonKind.CLIENT] = Field(examples=[PersonKind.CLIENT])
    name: str = Field(max_length=LIMITS["display_name"], examples=["Ana L."])


class OwnContactForm(Form):
    """What people decide about themselves."""

    name: str = Field(max_length=LIMITS["display_name"], examples=["Ana L."])
    pronouns: str = Field("", max_length=LIMITS["pronouns"])
    languages: _Languages = Field(examples=[["es"]])
    time_zone: str = Field(max_length=LIMITS["time_zone"], examples=["America/New_York"])
    reach: ReachForm


_TYPED: Mapping[str, str] = MappingProxyType(
    {
        "display_name": "name",
        "language": "languages",
        "safe_channel": "reach.channel",
        "safe_times": "reach.safe_times",
    }
)


@contextmanager
def named_as_typed() -> Iterator[None]:
    """Name the fields of what is wrong as the forms here do."""
    try:
        yield
    except Invalid as error:
        raise Invalid([FieldError(_typed(one.field), one.code) for one in error.errors]) from None


def new_fields(form: NewPersonForm, time_zone: str) -> PersonFields:
    """Return a new person's fields.

    Args:
        time_zone: The clinic's.
    """
    changes = changes_of(form)
    changes.setdefault("time_zone", time_zone)
    return PersonFields(kind=form.kind, **changes)


def changes_of(form: PersonForm | OwnContactForm) -> dict[str, Any]:
    """Return the new values by the name of the field of `PersonFields`.

    Raises:
        Invalid: ``field.safe_times``: they are written in another way.
    """
    changes: dict[str, Any] = {}
    for field, name in (
        ("name", "display_name"),
        ("legal_name", "legal_name"),
        ("pronouns", "pronouns"),
        ("email", "email"),
        ("phone", "phone"),
        ("time_zone", "time_zone"),
    ):
        if (value := getattr(form, field, None)) is not None:
            changes[name] = value
    if isinstance(form, PersonForm) and form.address is not None:
        changes["address"] = Address(**form.address.model_dump())
    if isinstance(form, PersonForm) and form.emergency_contact is not None:
        changes["emergency"] = EmergencyContact(**form.emergency_contact.model_dump())
    if form.languages is not None:
        changes["language"] = form.languages[0]
    if form.reach is not None:
        changes["safe_channel"] = form.reach.channel
        changes["safe_times"] = _safe_times(form.reach.safe_times)
    return changes


def more_languages_of(form: PersonForm | OwnContactForm) -> list[str] | None:
    """Return the languages after the first; None if the form says nothing about them."""
    return None if form.languages is None else form.languages[1:]


def _safe_times(text: str) -> tuple[SafeRange, ...]:
    try:
        return parse_safe_times(text)
    except ValueError:
        raise Invalid([FieldError("safe_times", "field.safe_times")]) from None


def _typed(field: str) -> str:
    first, dot, rest = field.partition(".")
    if first == "emergency":
        return f"emergency_contact{dot}{rest}"
    return _TYPED.get(field, field)
