"""The values that leave the worker: they may name nothing but peers and layers."""

import msgspec
import pytest

from media.counters import PeerStats, RoomStats, SlotStats, StreamStats, WorkerStats

TEXTS = {"kind", "rid", "layer", "wanted", "drops", "peers"}


@pytest.mark.parametrize("kind", [PeerStats, SlotStats, StreamStats, WorkerStats])
def test_counters_are_numbers_and_hold_no_address_name_or_ssrc(kind: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(kind):
        assert not {"address", "ssrc", "name", "ufrag"} & set(field.name.split("_"))
        if field.type is str:
            assert field.name in TEXTS


def test_unknown_fields_are_refused() -> None:
    encoded = msgspec.msgpack.encode({"peers": {}, "drops": {}, "addresses": []})
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(encoded, type=RoomStats)
