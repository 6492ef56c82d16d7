from app.api.clinic.schedule.entry import entry_answer
from app.auth.invitations import Invitation
from app.persistence.repositories.live.sessions import SeatLink
from rooms.model.ids import RoomId, SeatId
from tests.app.conftest import WebService


async def test_the_way_into_a_room_is_the_seats_invitation_behind_the_sign(web_service: WebService) -> None:
    answer = entry_answer(web_service.services, SeatLink(RoomId("ss_1"), SeatId("se_1"), 3))
    assert web_service.services.invitations.read(answer.invitation) == Invitation(SeatId("se_1"), 3)
    assert answer.url == f"/join#{answer.invitation}"
