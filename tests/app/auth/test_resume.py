import pytest

from app.auth.invitations import Invitation, Invitations
from app.auth.resume import RESUME_MAX_AGE_S, ResumePass, ResumeTokens
from rooms.model.ids import RoomId, SeatId

ROOM, SEAT = RoomId("ss_test"), SeatId("se_ana")


def test_a_token_survives_a_restart_of_the_service() -> None:
    token = ResumeTokens("key").mint_resume(ROOM, SEAT, "n1", now=1000.5)
    assert ResumeTokens("key").read_resume(token, now=2000) == ResumePass(ROOM, SEAT, "n1")


def test_a_token_ends_with_its_time() -> None:
    tokens = ResumeTokens("key")
    token = tokens.mint_resume(ROOM, SEAT, "n1", now=1000)
    assert tokens.read_resume(token, now=1000 + RESUME_MAX_AGE_S - 1)
    assert tokens.read_resume(token, now=1000 + RESUME_MAX_AGE_S) is None


def test_another_key_does_not_open_it() -> None:
    token = ResumeTokens("key").mint_resume(ROOM, SEAT, "n1", now=0)
    assert ResumeTokens("other").read_resume(token, now=1) is None


def test_an_invitation_is_no_resume_token() -> None:
    invitation = Invitations("key").write(Invitation(SEAT, 1))
    assert ResumeTokens("key").read_resume(f"rs_{invitation}", now=0) is None


@pytest.mark.parametrize("token", ["", "rs_", "rs_a.b", "rs_" + "x" * 500, "tk_abc"])
def test_what_is_no_token_is_nothing(token: str) -> None:
    assert ResumeTokens("key").read_resume(token, now=0) is None
