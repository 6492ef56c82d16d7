"""The recordings are whole, small, and ours: what is said stands in the files they are made from."""

import tomllib
from pathlib import Path

import pytest

from media.rtp.levels import ACTIVE_LEVEL, SpeakingDetector
from practice.cast.make.__main__ import SEATS
from practice.cast.recording import FRAME_S, QUIET, clips_of, read_recording

FOLDER = Path("practice/cast")
_LARGEST = 1_000_000


@pytest.mark.parametrize("people", SEATS, ids="-".join)
@pytest.mark.parametrize("language", ["en", "es"])
def test_everybody_says_what_is_written_for_them(people: tuple[str, ...], language: str) -> None:
    written = tomllib.loads((FOLDER / f"make/sentences/{language}.toml").read_text())
    recording = read_recording("-".join(people))
    assert recording is not None

    for place, name in enumerate(people):
        said = {
            occasion: [clip.words for clip in clips]
            for occasion, clips in clips_of(recording, language, place).items()
        }
        assert said == {**written["everyone"], **written[name]}, "run python -m practice.cast.make"


@pytest.mark.parametrize("people", SEATS, ids="-".join)
def test_each_picture_begins_with_a_key_frame_and_each_voice_is_heard(people: tuple[str, ...]) -> None:
    recording = read_recording("-".join(people))
    assert recording is not None

    assert set(recording.films) == {QUIET, *map(str, range(len(people)))}
    for film in recording.films.values():
        assert not film.frames[0][0] & 1
        assert all(frame[0] & 1 for frame in film.frames[1:])
    for clips in clips_of(recording, "en", 0).values():
        for clip in clips:
            assert len(clip.packets) == len(clip.levels)
            detector, heard = SpeakingDetector(), False
            for number, level in enumerate(clip.levels):
                detector.on_level(level, number * FRAME_S)
                heard |= detector.is_speaking(number * FRAME_S)
            assert heard, "the tile shows that they speak"
            assert min(clip.levels) < ACTIVE_LEVEL


def test_all_recordings_together_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.msgpack")) < _LARGEST


def test_an_unknown_name_has_none() -> None:
    assert read_recording("nobody") is None
