import pytest

from app.auth.invitations import Invitation, Invitations
from app.auth.resume import ResumePass, ResumeTokens
from rooms.model.ids import RoomId, SeatId

ROOM, SEAT = RoomId("ss_test"), SeatId("se_ana")
PASS = ResumePass(ROOM, SEAT, 2, "n1")


def test_a_token_survives_a_restart_of_the_service() -> None:
    token = ResumeTokens("key").mint_resume(PASS)
    assert ResumeTokens("key").read_resume(token) == PASS


def test_another_key_does_not_open_it() -> None:
    token = ResumeTokens("key").mint_resume(PASS)
    assert ResumeTokens("other").read_resume(token) is None


def test_an_invitation_is_no_resume_token() -> None:
    invitation = Invitations("key").write(Invitation(SEAT, 1))
    assert ResumeTokens("key").read_resume(f"rs_{invitation}") is None


@pytest.mark.parametrize("token", ["", "rs_", "rs_a.b", "rs_" + "x" * 500, "tk_abc"])
def test_what_is_no_token_is_nothing(token: str) -> None:
    assert ResumeTokens("key").read_resume(token) is None
