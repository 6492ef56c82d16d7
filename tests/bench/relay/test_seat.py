from bench.relay.load import LAYER_PACES
from bench.relay.seat import CAMERA, MICROPHONE, Seat


def test_no_two_seats_send_on_one_source() -> None:
    seats = [Seat(number, rid_id=5) for number in range(3)]
    ssrcs = [source.ssrc for seat in seats for source in seat.sources.values()]
    assert len({ssrc & 0xFFFF for ssrc in ssrcs}) == len(ssrcs) == 12


def test_a_camera_sends_one_picture_or_its_layers() -> None:
    assert list(Seat(0).sources) == [MICROPHONE, CAMERA]
    assert list(Seat(0, rid_id=5).sources) == [MICROPHONE, *LAYER_PACES]


def test_every_source_has_its_table_of_send_times() -> None:
    seat = Seat(0, rid_id=5)
    assert seat.sent_ns.keys() == {source.ssrc for source in seat.sources.values()}
