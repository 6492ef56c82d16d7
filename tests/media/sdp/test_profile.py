"""The numbers shared by all connections."""

from media.sdp.profile import MAX_SLOTS, RELAY_SSRC, Kind, rtx_ssrc, slot_ssrc


def test_no_two_streams_share_an_ssrc() -> None:
    ssrcs = [
        make
        for slot in range(MAX_SLOTS)
        for make in (*(slot_ssrc(slot, kind) for kind in Kind), rtx_ssrc(slot))
    ]
    assert len({*ssrcs, RELAY_SSRC}) == 3 * MAX_SLOTS + 1
