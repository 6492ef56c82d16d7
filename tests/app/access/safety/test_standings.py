"""How ready the clients of a session are: what they have signed and said decides, and nothing else."""

from dataclasses import replace
from datetime import timedelta

from app.access.consents import signing
from app.access.safety.standings import standings, state_of
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Grant
from clinic.safety.places import ELSEWHERE
from clinic.safety.preparation import Declined, PlaceSaid, SurroundingsSaid
from clinic.safety.readiness import Standing
from clinic.safety.surroundings import Surroundings
from tests.clinic.safety.people_there import ALONE, RIVER_STREET
from tests.support.consents import sign_everything, version_of
from tests.support.schedule.ready_rooms import ANA, BEN, NOTHING, ROOM, Live, live
from tests.support.service.clinics import CountedQueries
from tests.support.service.programme import NOON, TESTS

SESSION = AppointmentId(ROOM)
HERE = (PlaceSaid(RIVER_STREET), SurroundingsSaid(ALONE))


async def grants_of(one: Live, person: PersonId, kind: DocumentKind) -> list[Grant]:
    async with one.programme.store.read(one.programme.clinic, TESTS, NOON) as unit:
        return [each for each in await unit.grants.of([person]) if each.key.kind is kind]


async def take_back(one: Live, person: PersonId, kind: DocumentKind) -> None:
    for grant in await grants_of(one, person, kind):
        async with one.programme.store.write(one.programme.clinic, TESTS, NOON) as unit:
            await signing.withdraw(unit, grant, person, NOON)


async def test_a_planned_session_asks_where_clients_are_and_stores_that_it_does(database: Database) -> None:
    async with live(database) as one:
        assert (await one.setup()).checks
        assert await one.judged() == {ANA: NOTHING, BEN: NOTHING}


async def test_alumni_are_not_asked_where_they_are_and_sign_as_all_do(sqlite: Database) -> None:
    async with live(sqlite, "alumni", signed=False) as one:
        assert (await one.setup()).checks
        await one.sign(ANA)
        assert await one.judged() == {ANA: Standing(), BEN: Standing(todo=("sign.agreement", "sign.group"))}


async def test_the_place_decides_which_consent_to_care_by_video_counts(sqlite: Database) -> None:
    async with live(sqlite, signed=False) as one:
        await one.sign(ANA, BEN, states=["NY"])
        await one.say(ANA, *HERE)
        await one.say(BEN, PlaceSaid(replace(RIVER_STREET, state="NJ")), SurroundingsSaid(ALONE))
        judged = await one.judged()
        assert judged[ANA] == Standing()
        assert judged[BEN].todo == ("sign.telehealth",)


async def test_what_was_signed_before_is_confirmed_at_this_session(sqlite: Database) -> None:
    async with live(sqlite, signed=False) as one:
        async with one.programme.store.write(one.programme.clinic, TESTS, NOON) as unit:
            await sign_everything(unit, SESSION, [ANA])
        await one.say(ANA, *HERE)
        assert (await one.judged())[ANA].todo == ("acknowledge.agreement",)


async def test_who_takes_back_what_is_needed_must_leave_and_may_sign_again(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await one.say(ANA, *HERE)
        await take_back(one, ANA, DocumentKind.TELEHEALTH)
        standing = (await one.judged())[ANA]
        assert (standing.must_leave, standing.todo) == (True, ("sign.telehealth",))
        assert standing.notes == ("withdrawn.telehealth",)
        await one.sign(ANA, states=["NY"])
        assert (await one.judged())[ANA] == Standing()


async def test_a_partner_is_not_asked_on_the_shared_screen_for_what_the_other_took_back(
    sqlite: Database,
) -> None:
    async with live(sqlite, "multi_couple") as one:
        await one.say(ANA, *HERE)
        await take_back(one, ANA, DocumentKind.COUPLES)
        standing = (await one.judged())[ANA]
        assert standing.todo == ()
        assert standing.holds == ("agreements.private", "arranging"), "and nobody has cleared the couple"


async def test_a_new_version_that_waits_says_until_when_this_is_true(sqlite: Database) -> None:
    async with live(sqlite) as one:
        writer = PersonId(one.programme.people["Dr. Rivera"])
        later = version_of(number=2, effective_at=NOON + timedelta(hours=1), writer=writer, written_at=NOON)
        async with one.programme.store.write(one.programme.clinic, TESTS, NOON) as unit:
            await unit.documents.add(later)
        async with one.programme.store.read(one.programme.clinic, TESTS, NOON) as unit:
            assert (await standings(unit, await one.setup())).until == NOON + timedelta(hours=1)
        await one.say(ANA, *HERE)
        assert (await one.judged())[ANA] == Standing()
        after = NOON + timedelta(hours=1)
        async with one.programme.store.read(one.programme.clinic, TESTS, after) as unit:
            found = await standings(unit, await one.setup())
        assert found.people[ANA].todo == ("sign.agreement",)  # type: ignore[index]
        assert not found.people[ANA].must_leave, "nobody took anything back"  # type: ignore[index]
        assert found.until is None


async def test_whoever_wants_no_observer_is_asked_no_more(sqlite: Database) -> None:
    async with live(sqlite, signed=False) as one:
        observer = await one.programme.person("Otis", kind="staff")
        await one.programme.expect(ROOM, observer, "observer")
        await one.sign(ANA)
        await one.say(ANA, *HERE)
        await take_back(one, ANA, DocumentKind.OBSERVERS)
        assert (await one.judged())[ANA] == Standing(notes=("no_observers",), no_observers=True)
        assert (await one.judged())[BEN].choices == ("sign.observers",)
        await one.say(BEN, Declined(version_of(DocumentKind.OBSERVERS).id))
        assert (await one.judged())[BEN].no_observers


async def test_however_many_are_expected_the_queries_are_as_many(sqlite: Database) -> None:
    async with live(sqlite) as one:
        counts = []
        for more in (0, 5):
            for number in range(more):
                person = await one.programme.person(f"Client {number}")
                await one.programme.expect(ROOM, person, "member")
                await one.plan_again()
                await one.sign(PersonId(person))
                await one.say(PersonId(person), *HERE)
            async with one.programme.store.read(one.programme.clinic, TESTS, NOON) as unit:
                setup = await one.setup()
                with CountedQueries(one.database) as counted:
                    found = await standings(unit, setup)
            counts.append(counted.count)
            assert len(found.people) == 2 + more
        assert counts[0] == counts[1] <= 12


def test_a_place_abroad_has_no_state() -> None:
    assert state_of(None) == state_of(replace(RIVER_STREET, state=ELSEWHERE)) == ""
    assert state_of(RIVER_STREET) == "NY"


async def test_the_licences_of_those_who_lead_decide_by_the_state_of_the_place(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await one.say(ANA, PlaceSaid(RIVER_STREET), SurroundingsSaid(ALONE))
        texas = replace(RIVER_STREET, state="TX")
        await one.say(BEN, PlaceSaid(texas), SurroundingsSaid(ALONE))
        assert await one.judged() == {ANA: Standing(), BEN: Standing(holds=("licence",))}


async def test_a_class_needs_no_licence_where_its_people_are(sqlite: Database) -> None:
    async with live(sqlite, "psychoeducation") as one:
        await one.say(BEN, PlaceSaid(replace(RIVER_STREET, state="TX")), SurroundingsSaid(ALONE))
        assert (await one.judged())[BEN] == Standing()


async def test_what_is_said_of_the_room_around_one_camera_counts_for_both(sqlite: Database) -> None:
    async with live(sqlite, "multi_couple") as one:
        setup = await one.setup()
        assert setup.seat_of(ANA) == setup.seat_of(BEN)  # type: ignore[arg-type]
        await one.say(ANA, PlaceSaid(RIVER_STREET), SurroundingsSaid(Surroundings(False, True)))
        judged = await one.judged()
        assert "not_private" in judged[BEN].holds
        assert judged[BEN].todo == ("location",), "each says where they can be called"
