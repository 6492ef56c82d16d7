"""What is wrong with forms, without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.access.schedule.sessions.building import Around
from app.access.schedule.sessions.forms import Invited, check_content, check_invited, read_rule, renamed
from app.persistence.repositories.schedule.records import Content
from app.persistence.repositories.schedule.surroundings import KnownPerson
from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.people.person import PersonKind
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Role
from tests.clinic.clock_changes import local

ANA, BEN, DANA = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_dana")
COUPLE = CoupleUnit(CoupleId("cu_1"), ClinicId("cl_1"), (ANA, BEN), datetime(2026, 1, 1, tzinfo=UTC))
NEW_YORK = ZoneInfo("America/New_York")
AROUND = Around(
    NEW_YORK,
    None,
    (),
    {
        ANA: KnownPerson(ANA, "Ana", PersonKind.CLIENT, False, None),
        BEN: KnownPerson(BEN, "Ben", PersonKind.CLIENT, True, None),
        DANA: KnownPerson(DANA, "Dana", PersonKind.STAFF, False, None),
    },
    (COUPLE,),
    {},
    {},
    frozenset(),
)


@pytest.mark.parametrize(
    ("invited", "kind", "error"),
    [
        (Invited(ANA), "group", None),
        (Invited(DANA, Role.FACILITATOR), "group", None),
        (Invited(DANA), "group", ("role", "schedule.role")),
        (Invited(ANA, Role.FACILITATOR), "group", ("role", "schedule.role")),
        (Invited(ANA, Role.CO_FACILITATOR), "alumni", ("role", "schedule.not_a_host")),
        (Invited(ANA, Role.OBSERVER), "alumni", ("role", "schedule.role")),
        (Invited(BEN), "group", ("person", "schedule.person_unknown")),
        (Invited(PersonId("pt_nobody")), "group", ("person", "schedule.person_unknown")),
        (Invited(ANA, couple=COUPLE.id), "couples", None),
        (Invited(DANA, Role.FACILITATOR, couple=COUPLE.id), "couples", ("couple", "schedule.couple")),
        (Invited(DANA, Role.INTERPRETER, serves=BEN), "group", ("serves", "schedule.serves")),
    ],
)
def test_who_may_come_in_which_role(invited: Invited, kind: str, error: tuple[str, str] | None) -> None:
    expected = [] if error is None else [FieldError(f"attendees.0.{error[0]}", error[1])]
    assert check_invited([invited], kind, AROUND, None) == expected


def test_a_client_who_was_trained_leads_alumni_groups_and_nothing_else() -> None:
    around = replace(AROUND, hosts=frozenset({ANA}))
    host = Invited(ANA, Role.FACILITATOR)
    assert check_invited([host], "alumni", around, None) == []
    assert check_invited([host], "group", around, None) == [FieldError("attendees.0.role", "schedule.role")]


def test_a_planner_of_some_clients_alone_may_invite_those_and_any_staff() -> None:
    people = [Invited(DANA, Role.FACILITATOR), Invited(ANA)]
    assert check_invited(people, "group", AROUND, {ANA}) == []
    assert check_invited(people, "group", AROUND, set()) == [
        FieldError("attendees.1.person", "schedule.person_unknown")
    ]


def test_nobody_comes_twice() -> None:
    found = check_invited([Invited(ANA), Invited(ANA)], "group", AROUND, None)
    assert found == [FieldError("attendees.1.person", "schedule.person_twice")]


@pytest.mark.parametrize(
    ("title", "break_min", "codes"),
    [("Group", 59, []), (" ", 0, ["schedule.title"]), ("A\nB", 60, ["schedule.title", "schedule.break"])],
)
def test_a_title_is_printed_and_a_break_shorter_than_its_session(
    title: str, break_min: int, codes: list[str]
) -> None:
    found = check_content(Content(title, "group", Track.GROUP, break_min), 60)
    assert [each.code for each in found] == codes


def test_a_rule_that_cannot_be_read_is_an_error_of_its_field() -> None:
    rule = read_rule("FREQ=DAILY;COUNT=2", local("2026-01-05T09:00"), NEW_YORK)
    assert rule.count == 2
    with pytest.raises(Invalid) as invalid:
        read_rule("FREQ=DAILY", local("2026-01-05T09:00"), NEW_YORK)
    assert invalid.value.errors == (FieldError("rule", "schedule.endless"),)


def test_errors_have_the_names_of_the_forms_fields() -> None:
    errors = [FieldError("start", "schedule.past"), FieldError("length_min", "x"), FieldError("zone", "y")]
    assert [each.field for each in renamed(Invalid(errors)).errors] == [
        "starts_local",
        "duration_min",
        "zone",
    ]
