"""A session that is open now and whose room asks clients where they are: Dana leads, a couple shares a camera, Cleo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.live.planned.planner import Planner
from app.live.planned.plans import RoomPlan
from app.persistence.repositories.live.room_rows import Kept
from app.runtime.clock import to_datetime
from clinic.common.ids import AppointmentId, PersonId
from rooms.model.ids import PersonId as RoomPersonId
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import RoomSetup
from tests.app.conftest import WebService
from tests.support.consents import sign_everything
from tests.support.schedule.world import Json, World

__all__ = ["NoRooms", "Prepared", "prepare_session"]


class NoRooms:
    """Of sessions none runs yet."""

    async def present(self, _room: RoomId) -> frozenset[RoomPersonId]:
        return frozenset()

    async def follow(self, _plan: RoomPlan, _kept: Kept) -> None:
        return


@dataclass(frozen=True)
class Prepared:
    """The session and its seats."""

    id: AppointmentId
    setup: RoomSetup
    ana: PersonId
    ben: PersonId
    cleo: PersonId

    @property
    def cleos(self) -> SeatId:
        return self.setup.seat_of(RoomPersonId(self.cleo))

    @property
    def couples(self) -> SeatId:
        return self.setup.seat_of(RoomPersonId(self.ana))


async def prepare_session(
    web_service: WebService,
    world: World,
    minutes: int = 5,
    *,
    signed: bool = True,
    also: Sequence[Json] = (),
    **changed: Any,
) -> Prepared:
    """Plan the session, and let the planner make its room. Its clients have signed everything, unless they shall not."""
    starts = world.clinic.now.astimezone(ZoneInfo("America/New_York")) + timedelta(minutes=minutes)
    ana, ben, cleo = world.clients[:3]
    (session,) = await world.plan(
        starts_local=starts.strftime("%Y-%m-%dT%H:%M"),
        duration_min=5,
        attendees=[*world.people(ana, ben, cleo), *also],
        policy={"partners": "allow"},
        **changed,
    )
    clock = web_service.services.clock
    await Planner(world.clinic.store, clock, NoRooms()).look()
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, to_datetime(clock.now())) as unit:
        setup = await unit.sessions.setup(RoomId(session["id"]))
    assert setup is not None
    if signed:
        session_id = AppointmentId(session["id"])
        async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
            await sign_everything(unit, session_id, [ana, ben, cleo], at=session_id)
    return Prepared(AppointmentId(session["id"]), setup, ana, ben, cleo)
