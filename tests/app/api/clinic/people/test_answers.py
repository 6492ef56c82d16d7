from datetime import UTC, datetime, time
from typing import Any

import pytest

from app.access.people.people import KnownCouple, PersonView
from app.api.clinic.people.answers import (
    couple_answer,
    own_contact_answer,
    person_answer,
    person_item,
)
from app.persistence.repositories.people.couples import CoupleRecord, ListedCouple
from app.persistence.repositories.people.people import Named, PersonRecord
from app.persistence.repositories.people.search import PersonSummary
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.person import PersonFields, PersonKind
from clinic.people.safe_times import SafeRange, Weekday

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ANA = PersonRecord(
    PersonId("pt_ana"),
    ClinicId("cl_1"),
    PersonFields(
        PersonKind.CLIENT,
        "Ana",
        "America/Chicago",
        "es",
        "Ana Lopez",
        email="ana@example.org",
        phone="+12025550123",
        safe_channel=SafeChannel.EMAIL,
        safe_times=(SafeRange(Weekday.MON, time(9), time(17)),),
    ),
    ("en",),
    None,
    None,
    3,
)
ALWAYS = {"id", "kind", "name", "pronouns", "archived", "version"}
PLACE = {"languages", "time_zone"}
IDENTITY = {"legal_name", "phone", "address", "emergency_contact"}
CONTACT = {"email", "reach"}


@pytest.mark.parametrize(
    ("seen", "fields"),
    [
        ((False, False, False), ALWAYS),
        ((True, False, False), ALWAYS | PLACE),
        ((True, True, False), ALWAYS | PLACE | IDENTITY),
        ((True, True, True), ALWAYS | PLACE | IDENTITY | CONTACT),
    ],
)
def test_what_may_not_be_read_is_not_there(seen: tuple[bool, bool, bool], fields: set[str]) -> None:
    assert set(person_answer(PersonView(ANA, *seen)).model_dump()) == fields


def test_a_person_is_answered_as_they_are() -> None:
    answer = person_answer(PersonView(ANA, True, True, True)).model_dump(mode="json")
    assert (answer["languages"], answer["legal_name"]) == (["es", "en"], "Ana Lopez")
    assert answer["reach"] == {"channel": "email", "safe_times": "mon 09:00-17:00"}
    assert answer["address"]["country"] == "US"


def test_a_couple_is_there_where_it_may_be_known_and_none_where_it_is_known_that_there_is_none() -> None:
    def couple(**view: Any) -> Any:
        return person_answer(PersonView(ANA, True, True, True, **view)).model_dump().get("couple", "left out")

    assert couple() == "left out"
    assert couple(sees_couple=True) is None
    known = KnownCouple(CoupleId("cu_1"), Named(PersonId("pt_ben"), "Ben"))
    assert couple(sees_couple=True, couple=known) == {
        "id": "cu_1",
        "partner": {"id": "pt_ben", "name": "Ben"},
    }


def test_roles_are_those_of_staff() -> None:
    roles = frozenset({StaffRole.OWNER, StaffRole.ADMIN})
    assert person_answer(PersonView(ANA, True, False, False, roles)).roles == ["admin", "owner"]
    staff = PersonSummary(PersonId("pt_1"), PersonKind.STAFF, "Dana", "dana", "she/her", False, roles)
    client = PersonSummary(PersonId("pt_2"), PersonKind.CLIENT, "Ana", "ana", "", True)
    assert person_item(staff).model_dump(mode="json")["roles"] == ["admin", "owner"]
    assert person_item(client).model_dump(mode="json") == {
        "id": "pt_2", "name": "Ana", "kind": "client", "pronouns": "", "archived": True,
    }  # fmt: skip


def test_ones_own_contact_has_what_one_decides_and_nothing_else() -> None:
    assert own_contact_answer(ANA).model_dump(mode="json") == {
        "name": "Ana",
        "pronouns": "",
        "languages": ["es", "en"],
        "time_zone": "America/Chicago",
        "reach": {"channel": "email", "safe_times": "mon 09:00-17:00"},
        "email": "ana@example.org",
        "phone": "+12025550123",
        "version": 3,
    }


def test_a_couple_is_answered_with_names_and_cameras_as_a_number() -> None:
    ids = (PersonId("pt_ana"), PersonId("pt_ben"))
    unit = CoupleUnit(CoupleId("cu_1"), ClinicId("cl_1"), ids, NOW, None, Cameras.TWO)
    names = (Named(ids[0], "Ana"), Named(ids[1], "Ben"))
    answer = couple_answer(ListedCouple(CoupleRecord(unit, 4), names, "ana")).model_dump(mode="json")
    assert (answer["first"], answer["second"]["name"]) == ({"id": "pt_ana", "name": "Ana"}, "Ben")
    assert (answer["cameras"], answer["until"], answer["version"]) == (2, None, 4)
