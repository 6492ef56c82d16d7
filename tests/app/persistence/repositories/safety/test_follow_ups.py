"""Follow-up tasks on either database: of this clinic alone, and changed by one after the other."""

from datetime import timedelta

from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.safety.follow_ups import FollowUpRow
from app.persistence.repositories.safety.follow_ups import HandOver
from clinic.common.ids import AppointmentId, PersonId
from clinic.safety.tasks import Outcome, SessionFacts, TaskState, conclude
from tests.app.persistence.repositories.conftest import NOW, Clinics

HERE = AppointmentId("ss_1")


async def add(clinics: Clinics, task: str, ago: timedelta, *, done: bool = False) -> PersonId:
    clinic = clinics.here
    client = await clinic.client(f"Ana {task}")
    async with clinics.write() as unit:
        if await unit.session.get(SessionRow, HERE) is None:
            hours = {"opens_at": NOW - timedelta(hours=2), "closes_at": NOW + timedelta(hours=1)}
            session = SessionRow(id=HERE, clinic_id=clinic.id, title="A", kind="group", policy={}, **hours)
            unit.session.add(session)
            await unit.session.flush()
        unit.session.add(
            FollowUpRow(
                id=task,
                clinic_id=clinic.id,
                session_id=HERE,
                client_id=client,
                kind="call",
                noted_at=NOW - ago,
                done=done,
                version=1,
            )
        )
    return client


async def test_another_clinic_has_none_of_them(clinics: Clinics) -> None:
    client = await add(clinics, "fu_1", timedelta(hours=1))
    async with clinics.write(clinics.there) as unit:
        assert (await unit.follow_ups.open(9), await unit.follow_ups.find("fu_1")) == ([], None)
        assert await unit.follow_ups.sessions({HERE}, NOW) == {}
    async with clinics.write() as unit:
        (found,) = await unit.follow_ups.open(9)
        assert (found.client, found.session, found) == (client, HERE, await unit.follow_ups.find("fu_1"))
        assert await unit.follow_ups.open_of(HERE) == [found]
        assert await unit.follow_ups.open_of(AppointmentId("ss_other")) == []
    after = conclude(found, Outcome.REACHED, client, NOW)
    async with clinics.write(clinics.there) as unit:
        assert not await unit.follow_ups.save(after)


async def test_the_oldest_come_first_and_what_is_done_is_apart(clinics: Clinics) -> None:
    await add(clinics, "fu_new", timedelta(hours=1))
    await add(clinics, "fu_old", timedelta(hours=3))
    await add(clinics, "fu_done", timedelta(hours=2), done=True)
    async with clinics.write() as unit:
        assert [one.id for one in await unit.follow_ups.open(9)] == ["fu_old", "fu_new"]
        assert [one.id for one in await unit.follow_ups.open(1)] == ["fu_old"]
        assert [one.id for one in await unit.follow_ups.done(NOW - timedelta(hours=2), 9)] == ["fu_done"]
        assert await unit.follow_ups.done(NOW - timedelta(hours=1), 9) == []


async def test_of_two_who_change_one_the_second_is_told(clinics: Clinics) -> None:
    client = await add(clinics, "fu_1", timedelta(hours=1))
    async with clinics.write() as unit:
        found = await unit.follow_ups.find("fu_1")
        assert found is not None
        after = conclude(found, Outcome.NOT_REACHED, client, NOW, again_at=NOW + timedelta(hours=1))
        assert await unit.follow_ups.save(after)
        assert not await unit.follow_ups.save(conclude(found, Outcome.REACHED, client, NOW))
        unit.session.expire_all()
        assert await unit.follow_ups.find("fu_1") == after
        assert after.state is TaskState.OPEN


async def test_a_session_that_nobody_planned_tells_its_kind_alone(clinics: Clinics) -> None:
    await add(clinics, "fu_1", timedelta(hours=1))
    async with clinics.write() as unit:
        assert await unit.follow_ups.sessions({HERE}, NOW) == {HERE: SessionFacts("group")}
        later = await unit.follow_ups.sessions({HERE}, NOW + timedelta(hours=1))
        assert later == {HERE: SessionFacts("group", is_over=True)}


async def test_to_whom_a_session_was_handed_over_is_kept_the_latest_first(clinics: Clinics) -> None:
    first = await add(clinics, "fu_1", timedelta(hours=1))
    second = await add(clinics, "fu_2", timedelta(hours=1))
    async with clinics.write() as unit:
        await unit.follow_ups.hand_over(HandOver("ho_1", HERE, first, second, NOW))
        await unit.follow_ups.hand_over(HandOver("ho_2", HERE, second, first, NOW + timedelta(hours=1)))
        assert [one.id for one in await unit.follow_ups.hand_overs(HERE)] == ["ho_2", "ho_1"]
        assert await unit.follow_ups.hand_overs(AppointmentId("ss_other")) == []
    async with clinics.write(clinics.there) as unit:
        assert await unit.follow_ups.hand_overs(HERE) == []
