from clinic.programme.tracks import SERVICES, Service, Track
from rooms.model.policy.policy import RoomKind


def test_a_couples_session_is_a_service_and_a_track_of_the_same_name() -> None:
    assert Track("couples").value == Service("couples").value


def test_every_track_but_substance_use_has_a_service_of_its_name() -> None:
    """A session of that track is a group like others: its kind of service does not give away what it is about."""
    assert {track.value for track in Track} - {service.value for service in Service} == {"sud"}


def test_every_kind_of_room_is_a_kind_of_service() -> None:
    assert SERVICES.keys() == {kind.value for kind in RoomKind}
