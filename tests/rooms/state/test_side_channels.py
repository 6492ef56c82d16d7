"""State outside the log is bounded and can be cleared."""

from rooms.model.side_channels import Oars
from rooms.state.side_channels import SideChannels
from tests.support.rooms.setups import THERAPIST


def test_what_people_did_is_cleared_and_service_notices_stay() -> None:
    side_channels = SideChannels(notices=frozenset({"relay_down"}), oars={THERAPIST: [Oars.SUMMARY]})
    assert not side_channels.is_blank
    side_channels.wipe()
    assert side_channels.is_blank
    assert side_channels.notices == {"relay_down"}
