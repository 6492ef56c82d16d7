"""A partner can tell neither that the other was asked, nor that they answered, nor what: worlds compared in every byte.

The worlds differ in what one of the two has done with their questions: nothing; sent calm answers; passed; answered that
they think of dying, so that staff were told. Whatever the other can read is the same, with the same work behind it.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest

from app.runtime import ids as new_ids
from clinic.common.ids import PersonId, ProgramId
from clinic.measures.plans import Plan, Rhythm
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from tests.app.api.clinic.safety.test_partners_alike import differences, operations
from tests.app.conftest import WebService
from tests.support.schedule.partner_worlds import PartnerWorld, Seen, make_world

CALM, WORRIED = [0] * 9, [0] * 8 + [2]


@dataclass
class Questions:
    """The questions of one world, which both partners are asked."""

    world: PartnerWorld

    async def plan(self) -> None:
        clinic, cast = self.world.cast.clinic, self.world.cast
        program, since = ProgramId(f"pg_{self.world.ids.world}"), clinic.now.date()
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            await unit.programme.add_program(Program(program, "Day", LevelOfCare.ASAM_2_1, 540, part2=False))
            for person in (cast.ana, cast.ben):
                await unit.programme.add_episode(
                    Episode(new_ids.new_episode_id(), person, program, since, None, LevelOfCare.ASAM_2_1, 540)
                )
            plan = new_ids.new_measure_plan_id()
            await unit.measures.add_plan(Plan(plan, "phq9", Rhythm.DAYS, 1, None, program, None, since))

    async def answer(self, person: PersonId, answers: list[int], move: str = "send") -> None:
        clinic = self.world.cast.clinic
        who = await clinic.sign_in_client(self.world.web, person)
        (due,) = (await who.get("/me/measures")).json()["due"]
        asked = await who.post("/me/measures", {"instrument": "phq9", "due": due["due"]})
        path = f"/me/measures/{asked.json()['id']}"
        kept = await who.change("PUT", path, {"answers": answers, "move": move}, 1)
        assert kept.status_code == 200, kept.text


Moves = Callable[[Questions, PersonId], Awaitable[None]]


async def nothing(_questions: Questions, _who: PersonId) -> None:
    """They have not looked."""


async def calm(questions: Questions, who: PersonId) -> None:
    await questions.answer(who, CALM)


async def passed(questions: Questions, who: PersonId) -> None:
    await questions.answer(who, CALM, "pass")


async def worried(questions: Questions, who: PersonId) -> None:
    await questions.answer(who, WORRIED)


@pytest.mark.parametrize(
    "moves", [worried, *(pytest.param(each, marks=pytest.mark.slow) for each in (calm, passed))]
)
async def test_whatever_one_partner_does_the_other_reads_the_same(
    web_service: WebService, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, moves: Moves
) -> None:
    reads = [one for one in operations() if one[0] == "GET"]
    worlds: list[list[Seen]] = []
    for number, each in enumerate((nothing, moves), 1):
        world = await make_world(number, web_service, client, monkeypatch)
        questions = Questions(world)
        await questions.plan()
        await each(questions, world.cast.ana)
        await world.plan()
        worlds.append([seen async for seen in world.everything("ben", world.cast.ben, reads)])
    assert differences(worlds) == []
    statuses = Counter(seen.status for seen in worlds[0])
    assert statuses[200] >= 8
    assert statuses[429] == 0
    asked = next(seen for seen in worlds[0] if seen.asked.endswith("/me/measures"))
    assert asked.status == 200


async def test_an_alert_about_one_partner_writes_to_neither(
    web_service: WebService, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await make_world(1, web_service, client, monkeypatch)
    questions = Questions(world)
    await questions.plan()
    await worried(questions, world.cast.ana)
    clinic = world.cast.clinic
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        found = await unit.outbox.newest(["queued"], 100)
    written = {one.mail.person for one in found if one.mail.kind == "task_waiting"}
    assert written
    assert not written & {world.cast.ana, world.cast.ben}
