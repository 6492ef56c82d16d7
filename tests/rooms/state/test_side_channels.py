"""What is kept in no log is bounded, and can be forgotten."""

from rooms.model.side_channels import Oars
from rooms.state.side_channels import Aside
from tests.support.rooms.setups import THERAPIST


def test_what_people_did_is_forgotten_and_what_staff_should_know_stays() -> None:
    aside = Aside(notices=frozenset({"relay_down"}), oars={THERAPIST: [Oars.SUMMARY]})
    assert not aside.is_blank
    aside.wipe()
    assert aside.is_blank
    assert aside.notices == {"relay_down"}
