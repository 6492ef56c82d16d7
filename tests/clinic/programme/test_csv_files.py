from datetime import date

import pytest

from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.people.csv_import import MENDS, Problem
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.csv_files import (
    COHORTS,
    MEMBERSHIPS,
    CohortToAdd,
    Roster,
    by_name,
    import_cohorts,
    import_memberships,
    name_key,
)
from clinic.programme.tracks import Track

IOP, ANA, BEN = ProgramId("pg_iop"), PersonId("pt_ana"), PersonId("pt_ben")
PROGRAMS = by_name([("Evening IOP", IOP)])
TUESDAY = Cohort(CohortId("co_tue"), IOP, Track.GROUP, "Tuesday", Admission.ROLLING, 2)
CLIENTS = {"ana@example.org": ANA, "ben@example.org": BEN}
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def cohort_file(*rows: str, header: str = ",".join(COHORTS.names)) -> bytes:
    return "\n".join([header, *rows]).encode()


def members_file(*rows: str) -> bytes:
    return "\n".join([",".join(MEMBERSHIPS.names), *rows]).encode()


def join(*rows: str, cohort: Cohort = TUESDAY, held: tuple[Membership, ...] = ()) -> tuple[Problem, ...]:
    return import_memberships(
        members_file(*rows), CLIENTS, by_name([(cohort.name, Roster(cohort, held))])
    ).problems


def test_every_required_column_is_one_of_the_columns() -> None:
    for columns in (COHORTS, MEMBERSHIPS):
        assert set(columns.names) > columns.required > set()


def test_a_cohort_is_read_with_its_programme() -> None:
    run = import_cohorts(
        cohort_file(
            "Tuesday,evening iop,group,ROLLING,8,2026-03-01,2026-04-01,yes",
            "Friday,Evening IOP,sud,closed,12,,,",
        ),
        PROGRAMS,
        frozenset(),
    )
    nobody = CohortId("")
    assert run.problems == ()
    assert run.numbers == (2, 3)
    assert run.changes == (
        CohortToAdd(Cohort(nobody, IOP, Track.GROUP, "Tuesday", Admission.ROLLING, 8, MARCH, True), APRIL),
        CohortToAdd(Cohort(nobody, IOP, Track.SUD, "Friday", Admission.CLOSED, 12)),
    )


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",Evening IOP,group,rolling,8,,,", "name", "field.required"),
        (f"{'x' * 121},Evening IOP,group,rolling,8,,,", "name", "field.too_long"),
        ("A,,group,rolling,8,,,", "program", "field.required"),
        ("A,Day IOP,group,rolling,8,,,", "program", "import.no_such_program"),
        ("A,Evening IOP,,rolling,8,,,", "track", "field.required"),
        ("A,Evening IOP,group,open,8,,,", "admission", "field.choice"),
        ("A,Evening IOP,group,rolling,,,,", "capacity", "field.required"),
        ("A,Evening IOP,group,rolling,eight,,,", "capacity", "field.number"),
        ("A,Evening IOP,group,rolling,0,,,", "capacity", "field.number"),
        ("A,Evening IOP,group,rolling,501,,,", "capacity", "field.number"),
        ("A,Evening IOP,group,rolling,8,3/1/2026,,", "starts_on", "field.date"),
        ("A,Evening IOP,group,rolling,8,2026-04-01,2026-03-31,", "ends_on", "field.order"),
        ("A,Evening IOP,group,rolling,8,,,maybe", "part2", "field.choice"),
    ],
)
def test_what_is_wrong_with_a_cohort_is_told_by_column(row: str, column: str, code: str) -> None:
    assert import_cohorts(cohort_file(row), PROGRAMS, frozenset()).problems == (Problem(2, column, code),)


def test_cohorts_have_different_names() -> None:
    rows = [f"{name},Evening IOP,group,closed,8,,," for name in ("Tuesday", " tuesday ", "Old")]
    assert import_cohorts(cohort_file(*rows), PROGRAMS, {name_key("OLD")}).problems == (
        Problem(3, "name", "import.cohort_twice", other_row=2),
        Problem(4, "name", "import.cohort_exists"),
    )


def test_a_name_that_several_have_is_no_choice() -> None:
    several = by_name([("IOP", IOP), ("iop", ProgramId("pg_other"))])
    run = import_cohorts(cohort_file("A,IOP,group,rolling,8,,,"), several, frozenset())
    assert run.problems == (Problem(2, "program", "import.name_of_several"),)


def test_a_membership_holds_until_its_last_day() -> None:
    run = import_memberships(
        members_file("ANA@Example.org,TUESDAY,2026-03-01,2026-03-31", "ben@example.org,Tuesday,2026-03-01,"),
        {"ana@example.org": ANA, "ben@example.org": BEN},
        by_name([("Tuesday", Roster(TUESDAY))]),
    )
    assert run.changes == (
        Membership(TUESDAY.id, ANA, MARCH, APRIL),
        Membership(TUESDAY.id, BEN, MARCH),
    )


def test_memberships_are_of_clients_and_cohorts_that_the_clinic_has() -> None:
    assert join("carl@example.org,Monday,2026-03-01,2026-02-01", "x,,2026-03-01,", ",Tuesday,,") == (
        Problem(2, "email", "import.no_such_person"),
        Problem(2, "cohort", "import.no_such_cohort"),
        Problem(2, "last_day", "field.order"),
        Problem(3, "email", "field.email"),
        Problem(3, "cohort", "field.required"),
        Problem(4, "email", "field.required"),
        Problem(4, "since", "field.required"),
    )


def test_every_code_has_a_mend() -> None:
    for code in (
        "no_such_person",
        "no_such_cohort",
        "no_such_program",
        "name_of_several",
        "membership_twice",
    ):
        assert f"import.{code}" in MENDS
    for code in ("already_member", "cohort_closed", "cohort_full"):
        assert f"programme.{code}" in MENDS
    assert {"field.number", "field.order", "field.control"} <= MENDS.keys()


def test_the_same_membership_twice_names_both_rows() -> None:
    assert join("ana@example.org,Tuesday,2026-03-01,", "ANA@example.org,tuesday,2026-04-01,") == (
        Problem(3, None, "import.membership_twice", other_row=2),
    )
    assert join("ana@example.org,Tuesday,2026-03-01,2026-03-31", "ana@example.org,tuesday,2026-04-01,") == ()


def test_a_row_is_checked_as_joining_is_with_the_rows_before_it() -> None:
    member = (Membership(TUESDAY.id, ANA, MARCH),)
    assert join("ana@example.org,Tuesday,2026-04-01,", held=member) == (
        Problem(2, None, "programme.already_member"),
    )
    other = (Membership(TUESDAY.id, PersonId("pt_other"), MARCH),)
    assert join("ana@example.org,Tuesday,2026-04-01,", "ben@example.org,Tuesday,2026-04-01,", held=other) == (
        Problem(3, None, "programme.cohort_full"),
    )
    closed = Cohort(TUESDAY.id, IOP, Track.GROUP, "Tuesday", Admission.CLOSED, 2, MARCH)
    assert join("ana@example.org,Tuesday,2026-04-01,", cohort=closed) == (
        Problem(2, None, "programme.cohort_closed"),
    )
