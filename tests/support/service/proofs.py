"""Who can show who they are in a test of the web application, and what rooms are told of it."""

from dataclasses import dataclass, field

from starlette.requests import Request

from app.api.services import SeatProofs
from app.persistence.unit_of_work import StorageUnavailable
from clinic.common.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import RoomSetup

__all__ = ["FakeProofs"]


@dataclass
class FakeProofs:
    """People with PINs, sign-ins by the cookie's secret, and rooms that note what they are told.

    Attributes:
        refusal: With what every PIN is refused.
        away: Whether no room can be told.
        goes_on: Whether rooms that are told go on.
    """

    pins: dict[PersonId, str] = field(default_factory=dict)
    signed_in: dict[str, PersonId] = field(default_factory=dict)
    refusal: Refused | None = None
    away: bool = False
    goes_on: bool = True
    told: list[tuple[RoomId, SeatId, PersonId]] = field(default_factory=list)

    @property
    def ports(self) -> SeatProofs:
        return SeatProofs(self._check_pin, self._find_signed_in, self._prove, self._find_unproved)

    async def _check_pin(self, request: Request, invitation: str, person: PersonId, pin: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        if self.pins.get(person) != pin:
            raise Refused("sign_in.wrong")

    async def _find_signed_in(self, secret: str) -> PersonId | None:
        return self.signed_in.get(secret)

    async def _find_unproved(self, setup: RoomSetup) -> frozenset[PersonId]:
        return (
            frozenset(setup.people).difference(told[2] for told in self.told) if setup.proof else frozenset()
        )

    async def _prove(self, room: RoomId, seat: SeatId, person: PersonId) -> bool:
        if self.away:
            raise StorageUnavailable("away")
        self.told.append((room, seat, person))
        return self.goes_on
