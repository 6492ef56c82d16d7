"""Twenty-four people speak at once, each hears all the others, and so does somebody who comes late."""

import pytest

from bench.stalls import voices
from bench.stalls.voices import measure_voices


@pytest.mark.alone
def test_every_packet_of_twenty_four_voices_reaches_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "_WARM_UP_S", 0.2)
    found = measure_voices(24, 0.6)
    assert found["voices"] == 24 * 23
    assert found["lost"] == 0
    packets, heard_ms = found["packets"], found["all_heard_ms"]
    assert isinstance(packets, int)
    assert packets > 24 * 23 * 10
    assert isinstance(heard_ms, float)
