import pytest

from app.auth.invitations import Invitation, Invitations
from rooms.model.ids import SeatId

INVITATION = Invitation(SeatId("se_ana"), 3)


def test_an_invitation_is_the_same_at_every_run() -> None:
    assert Invitations("key").write(INVITATION) == Invitations("key").write(INVITATION)
    assert Invitations("key").read(Invitations("key").write(INVITATION)) == INVITATION


def test_an_invitation_fits_a_message() -> None:
    text = Invitations("key").write(Invitation(SeatId("se_" + "x" * 12), 1))
    assert len(text) < 80
    assert not set(text) & set("/+=&?# ")


def test_another_key_does_not_open_it() -> None:
    assert Invitations("other").read(Invitations("key").write(INVITATION)) is None


@pytest.mark.parametrize("position", [0, 5, -1])
def test_an_altered_invitation_is_nothing(position: int) -> None:
    letters = list(Invitations("key").write(INVITATION))
    letters[position] = "A" if letters[position] != "A" else "E"
    assert Invitations("key").read("".join(letters)) is None


@pytest.mark.parametrize("text", ["", ".", "x" * 201, "ä.b", "se_ana.1"])
def test_what_is_no_invitation_is_nothing(text: str) -> None:
    assert Invitations("key").read(text) is None


@pytest.mark.parametrize("content", [{}, ["se_ana"], ["se_ana", "1"], [1, 1], ["se_ana", 1, 2]])
def test_a_signed_text_of_another_shape_is_nothing(content: object) -> None:
    invitations = Invitations("key")
    assert invitations.read(str(invitations._texts.dumps(content))) is None
