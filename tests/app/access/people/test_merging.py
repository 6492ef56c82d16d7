from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access.people.merging import duplicates_of, likely_duplicates_of, merge_people
from app.persistence.models.identity import AccountRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.programme.programme import EpisodeRow, MembershipRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.people.search import PeopleFilter
from clinic.care_team.roles import CareTeamRole
from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import PersonId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from clinic.people.merge import Likeness, MergePlan, Side
from clinic.people.person import PersonFields, PersonKind
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.app.access.people.test_archive import join_groups
from tests.app.access.test_reading import lead

HOUR = timedelta(hours=1)


async def merge(
    place: Place, by: Principal, keep: PersonId, drop: PersonId, *, dry_run: bool = False, **choices: Side
) -> MergePlan:
    async with place.write() as unit:
        return await merge_people(unit, by, keep, drop, choices, place.login_hash, dry_run=dry_run)


async def two(place: Place) -> tuple[Principal, PersonId, PersonId]:
    keep = await place.clinic.client("Ana L.", phone="+12025550123")
    drop = await place.clinic.client("Anita", legal_name="Ana Lopez", email="ana@example.org")
    return await place.staff(StaffRole.CARE_COORDINATOR), keep, drop


async def test_trying_a_merge_tells_what_it_would_do_and_does_nothing(place: Place) -> None:
    by, keep, drop = await two(place)
    before = await place.record(keep), await place.record(drop)
    plan = await merge(place, by, keep, drop, dry_run=True)
    taken = {one.field for one in plan.fields if one.taken is Side.DROP}
    assert taken == {"legal_name", "email"}
    assert (await place.record(keep), await place.record(drop)) == before
    assert await place.noted() == []


async def test_the_kept_record_says_what_either_said_and_the_other_is_folded_into_it(place: Place) -> None:
    by, keep, drop = await two(place)
    await merge(place, by, keep, drop, display_name=Side.DROP)
    kept, dropped = await place.record(keep), await place.record(drop)
    assert (kept.fields.display_name, kept.fields.legal_name) == ("Anita", "Ana Lopez")
    assert (kept.fields.email, kept.fields.phone) == ("ana@example.org", "+12025550123")
    assert (dropped.merged_into, dropped.archived_at) == (keep, NOW)
    assert (dropped.fields.email, dropped.fields.legal_name) == ("", ""), "nothing private is kept twice"
    async with place.write() as unit:
        found = await unit.search.find(PeopleFilter({PersonKind.CLIENT: True}, "lop"), None, 9)
        assert [one.id for one in found] == [keep]
        assert await unit.people.with_email("ana@example.org") == keep
    ((action, subjects),) = await place.noted()
    assert (action, subjects) == ("person.merge", (keep, drop))


async def test_whatever_refers_to_the_dropped_record_refers_to_the_kept_one(place: Place) -> None:
    by, keep, drop = await two(place)
    ben, dana = await place.clinic.client("Ben"), await place.staff(StaffRole.CLINICIAN)
    couple = await place.couple(ben, drop)
    held = await place.assign(dana.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=drop)
    await join_groups(place, drop)
    await lead(place, dana.person, drop, NOW + HOUR, NOW + 2 * HOUR)
    async with place.write() as unit:
        # The kept record is in the same group from one of the same days on.
        unit.session.add(
            MembershipRow(clinic_id=place.clinic.id, cohort_id="co_1", person_id=keep, since=date(2026, 2, 1))
        )
        unit.session.add(
            EpisodeRow(
                id="ep_1", clinic_id=place.clinic.id, client_id=drop, program_id="pg_1", level="asam_2_1",
                target_min=540, since=date(2026, 2, 1),
            )
        )  # fmt: skip
    await merge(place, by, keep, drop)
    async with place.write() as unit:
        assignment, pair = await unit.assignments.find(held), await unit.couples.find(couple)
        assert assignment is not None
        assert pair is not None
        assert (assignment.assignment.client, pair.unit.partners) == (keep, (ben, keep))
        assert await unit.session.scalar(select(EpisodeRow.client_id)) == keep
        members = await unit.session.execute(select(MembershipRow.person_id, MembershipRow.since))
        assert [tuple(row) for row in members] == [(keep, date(2026, 2, 1))], "nobody is in a group twice"
        listed = set(await unit.session.scalars(select(AttendeeRow.person_id)))
        assert listed == {dana.person, keep}
        assert await unit.session.scalar(select(AppointmentRow.version)) == 2, "its room follows"


async def seat(place: Place, name: str, opens: datetime, *people: PersonId) -> None:
    async with place.write() as unit:
        unit.session.add(
            SessionRow(
                id=f"ss_{name}", clinic_id=place.clinic.id, title="Group", kind="group", policy={},
                opens_at=opens, closes_at=opens + HOUR,
            )
        )  # fmt: skip
        await unit.session.flush()
        for number, person in enumerate(people, 1):
            seat_id = f"se_{name}{number}"
            unit.session.add(
                SeatRow(id=seat_id, session_id=f"ss_{name}", position=number, role="member", link_version=1)
            )
            await unit.session.flush()
            unit.session.add(
                OccupantRow(
                    seat_id=seat_id, position=1, session_id=f"ss_{name}", person_id=person, companion=False,
                    licensed=False,
                )
            )  # fmt: skip


async def test_seats_of_coming_sessions_follow_and_past_ones_stay(place: Place) -> None:
    by, keep, drop = await two(place)
    await seat(place, "past", NOW - 2 * HOUR, drop)
    await seat(place, "next", NOW + HOUR, drop)
    await merge(place, by, keep, drop)
    async with place.write() as unit:
        seats = await unit.session.execute(select(OccupantRow.session_id, OccupantRow.person_id))
        assert dict(tuple(row) for row in seats) == {"ss_past": drop, "ss_next": keep}


async def test_nobody_is_merged_who_sits_in_a_session_now_or_beside_their_other_record(
    place: Place,
) -> None:
    by, keep, drop = await two(place)
    await seat(place, "next", NOW + HOUR, keep, drop)
    async with refused("people.merge_seats"):
        await merge(place, by, keep, drop)
    await seat(place, "now", NOW, drop)
    async with refused("people.merge_live"):
        await merge(place, by, keep, drop)


async def test_the_record_that_can_sign_in_is_the_one_that_stays(place: Place) -> None:
    by, keep, drop = await two(place)
    async with place.write() as unit:
        unit.session.add(AccountRow(person_id=drop, clinic_id=place.clinic.id, created_at=NOW))
    async with refused("people.merge_account"):
        await merge(place, by, keep, drop)
    await merge(place, by, drop, keep)


async def test_a_merge_that_would_break_r1_is_refused(place: Place) -> None:
    by, keep, drop = await two(place)
    ben, dana = await place.clinic.client("Ben"), await place.staff(StaffRole.CLINICIAN)
    await place.assign(dana.person, CareTeamRole.COUPLES_THERAPIST, couple=await place.couple(keep, ben))
    await place.assign(dana.person, CareTeamRole.SUD_COUNSELOR, client=drop)
    for dry_run in (True, False):
        async with refused("care_team.couples_therapist", "sud_counselor"):
            await merge(place, by, keep, drop, dry_run=dry_run)


async def test_partners_merged_and_archived_people_are_refused(place: Place) -> None:
    by, keep, drop = await two(place)
    couple = await place.couple(keep, drop, until=NOW)
    async with refused("people.merge_partners"):
        await merge(place, by, keep, drop)
    ben = await place.clinic.client("Ben")
    async with place.write() as unit:
        await unit.people.archive(ben, NOW)
    async with refused("people.archived"):
        await merge(place, by, keep, ben)
    async with place.write() as unit:
        await unit.people.fold(ben, keep, NOW)
    async with refused("people.merged"):
        await merge(place, by, keep, ben)
    assert couple.startswith("cu_")


async def test_choices_that_make_no_person_are_refused(place: Place) -> None:
    by, keep, drop = await two(place)
    async with place.write() as unit:
        record = await unit.people.find(drop)
        assert record is not None
    async with refused("people.merge_field"):
        await merge(place, by, keep, drop, kind=Side.DROP)
    written = await place.clinic.client("Eva", email="eva@example.org", safe_channel=SafeChannel.EMAIL)
    async with invalid(choices__email="field.required"):
        await merge(place, by, written, keep, email=Side.DROP, safe_channel=Side.KEEP)


async def test_staff_are_merged_by_those_who_manage_them(place: Place) -> None:
    coordinator, admin = await place.staff(StaffRole.CARE_COORDINATOR), await place.staff(StaffRole.ADMIN)
    one, other = [await place.staff(StaffRole.CLINICIAN, name=name) for name in ("One", "Other")]
    async with refused("access.denied", "staff.manage"):
        await merge(place, coordinator, one.person, other.person)
    owner = await place.staff(StaffRole.OWNER)
    async with refused("roles.not_grantable", "owner"):
        await merge(place, admin, one.person, owner.person)
    await merge(place, admin, one.person, other.person)
    async with place.write() as unit:
        assert await unit.roles.of(other.person) == frozenset()


async def test_likely_duplicates_are_shown_before_somebody_is_added(place: Place) -> None:
    ana = await place.clinic.client("Ana López", email="ana@example.org", phone="+12025550123")
    alike = await place.clinic.client("LOPEZ Ana")
    await place.clinic.client("Ana Luz")
    await place.clinic.staff("Ana Lopez", StaffRole.CLINICIAN)
    typed = PersonFields(PersonKind.CLIENT, "Ana Lopez", "UTC", phone="(202) 555-0123")
    coordinator, dana = await place.staff(StaffRole.CARE_COORDINATOR), await place.staff(StaffRole.CLINICIAN)
    async with place.write() as unit:
        found = await likely_duplicates_of(unit, coordinator, typed)
        assert [(one.person.id, one.likeness) for one in found] == [
            (ana, Likeness.PHONE_AND_NAME),
            (alike, Likeness.NAME),
        ]
        by_mail = replace(typed, display_name="A.", phone="", email="ANA@example.org")
        (one,) = await likely_duplicates_of(unit, coordinator, by_mail)
        assert (one.person.name, one.likeness) == ("Ana López", Likeness.EMAIL)
        assert await likely_duplicates_of(unit, dana, typed) == [], "a clinician does not know everybody"


async def test_nobody_is_looked_for_by_an_address_that_is_none(place: Place) -> None:
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    typed = PersonFields(PersonKind.CLIENT, "Ana", "UTC", email="0001-01-01")
    async with place.write() as unit:
        with pytest.raises(Invalid) as caught:
            await likely_duplicates_of(unit, coordinator, typed)
    assert caught.value.errors == (FieldError("email", "field.email"),)


async def test_likely_duplicates_of_a_person_are_others_who_can_be_merged(place: Place) -> None:
    ana, other = await place.clinic.client("Ana"), await place.clinic.client("ana")
    gone = await place.clinic.client("Ana")
    admin = await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        await unit.people.archive(gone, NOW)
        assert [one.person.id for one in await duplicates_of(unit, admin, ana)] == [other]
        async with refused("person.unknown"):
            await duplicates_of(unit, admin, PersonId("pt_nobody"))
