"""What clients have answered, as it is stored: encrypted, in order, and drafts that make room for the next."""

from dataclasses import replace
from datetime import timedelta

from app.persistence.clinic_store import ClinicUnit
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from clinic.measures.responses import Draft, Response, State
from clinic.measures.scoring import score
from tests.app.conftest import DATA_KEY
from tests.support.schedule.afterwards.instruments import GAD7
from tests.support.service.programme import NOON, TESTS, Programme, found_clinic

ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")
ANSWERS = (1, 2, 3, 0, 1, 2, 3)


def begun(number: int, who: PersonId = ANA) -> Draft:
    answers = (None,) * 7
    return Draft(f"me_{number}", who, "gad7", 1, f"2026-03-0{number}", None, State.DRAFT, NOON, answers)


async def send(unit: ClinicUnit, draft: Draft, minutes: int) -> None:
    await unit.measures.begin(draft)
    sent = replace(draft, state=State.SENT, answers=ANSWERS, revision=2)
    assert await unit.measures.keep(sent, NOON + timedelta(minutes=minutes), score(GAD7, ANSWERS))


async def clinic_of(database: Database) -> Programme:
    programme = await found_clinic(database, DATA_KEY)
    for name in ("Ana", "Ben"):
        await programme.person(name)
    return programme


async def test_what_was_sent_is_listed_since_a_moment_in_order_and_page_by_page(database: Database) -> None:
    programme = await clinic_of(database)
    async with programme.store.write(programme.clinic, TESTS, NOON) as unit:
        await send(unit, begun(1), 1)
        await send(unit, begun(2, BEN), 2)
        await send(unit, begun(3), 2)
        await unit.measures.begin(begun(4))
    async with programme.store.read(programme.clinic, TESTS, NOON) as unit:
        found = await unit.measures.sent_since(NOON, "", 2)
        assert [one.id for one in found] == ["me_1", "me_2"]
        first, last = found
        assert first == Response(
            "me_1", ANA, "gad7", 1, NOON + timedelta(minutes=1), ANSWERS, score(GAD7, ANSWERS)
        )
        rest = await unit.measures.sent_since(last.answered_at, last.id, 10)
        assert [one.id for one in rest] == ["me_3"]
        assert [one.id for one in await unit.measures.sent([ANA])] == ["me_1", "me_3"]


async def test_what_was_left_is_gone_once_the_next_is_begun(sqlite: Database) -> None:
    programme = await clinic_of(sqlite)
    async with programme.store.write(programme.clinic, TESTS, NOON) as unit:
        await unit.measures.begin(begun(1))
        await unit.measures.begin(begun(2))
        assert await unit.measures.draft("me_1", ANA) is None
        assert await unit.measures.draft("me_2", BEN) is None, "it is somebody else's"
        assert (await unit.measures.drafts(ANA, [("gad7", "2026-03-02")]))[0].id == "me_2"


async def test_a_revision_is_stored_once(sqlite: Database) -> None:
    programme = await clinic_of(sqlite)
    async with programme.store.write(programme.clinic, TESTS, NOON) as unit:
        await unit.measures.begin(begun(1))
        after = replace(begun(1), answers=ANSWERS, revision=2)
        assert await unit.measures.keep(after, None, None)
        assert not await unit.measures.keep(after, None, None)
