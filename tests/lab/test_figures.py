"""How the browser's statistics become the lab's figures."""

from tests.lab.figures import Figures

ENTRIES = (
    {
        "kind": "audio",
        "mid": "a1",
        "packetsReceived": 500,
        "totalSamplesReceived": 480_000,
        "concealedSamples": 9600,
        "silentConcealedSamples": 4800,
        "jitterBufferDelay": 24_000.0,
        "jitterBufferEmittedCount": 480_000,
    },
    {"kind": "video", "mid": "v1", "framesDecoded": 150, "frameHeight": 360, "nackCount": 7},
    {"kind": "audio", "mid": "a0"},
)


def test_audio_and_video_of_a_slot_are_read_together() -> None:
    figures = Figures.by_slot(ENTRIES)
    assert set(figures) == {0, 1}
    assert (figures[1].audio_packets, figures[1].frames, figures[1].height) == (500, 150, 360)
    assert figures[0] == Figures()


def test_a_difference_keeps_the_height_and_gives_rates() -> None:
    before = Figures(audio_packets=10, frames=50, height=180)
    row = (Figures.by_slot(ENTRIES)[1] - before).as_row(10)
    assert (row["audio_packets"], row["fps"], row["height"]) == (490, 10.0, 360)
    assert (row["concealed_percent"], row["silent_percent"], row["audio_delay_ms"]) == (1.0, 1.0, 50)
