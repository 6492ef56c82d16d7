"""Speaks sentences with espeak-ng, and encodes them as Opus, 20 ms a packet, each with its loudness."""

import io
import math
import shutil
import subprocess
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av

from practice.cast.recording import Clip

__all__ = ["VOICES", "Voice", "speak"]

_RATE = 48_000
_FRAME = 960
_BITS_PER_S = 10_000
_SILENT = 127


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody sounds: espeak-ng's variant, pitch (0 to 99) and words a minute."""

    variant: str
    pitch: int
    pace: int


VOICES = {
    "ana": Voice("f3", 52, 150),
    "ben": Voice("m3", 40, 145),
    "chloe": Voice("f2", 62, 158),
    "dev": Voice("m1", 48, 152),
    "elena": Voice("f4", 46, 155),
    "finn": Voice("m7", 35, 145),
}
_LANGUAGES = {"en": "en-us", "es": "es-419"}


def speak(words: str, voice: Voice, language: str) -> Clip:
    """Return the sentence as this voice says it."""
    sound = _resampled(_spoken(words, voice, language))
    packets = tuple(_encoded(sound))
    levels = bytes(_level(sound[at : at + _FRAME]) for at in range(0, len(sound), _FRAME))
    return Clip(words, packets[: len(levels)], levels[: len(packets)])


def _spoken(words: str, voice: Voice, language: str) -> bytes:
    program = shutil.which("espeak-ng")
    assert program, "espeak-ng is not installed"
    name = f"{_LANGUAGES[language]}+{voice.variant}"
    options = ["-v", name, "-p", str(voice.pitch), "-s", str(voice.pace), "--stdout"]
    plain = words.replace("’", "'")
    return subprocess.run([program, *options, plain], check=True, capture_output=True, timeout=60).stdout


def _resampled(spoken: bytes) -> "array[int]":
    """Return mono samples at 48 kHz, whole frames, made a little louder."""
    with wave.open(io.BytesIO(spoken)) as read:
        rate, samples = read.getframerate(), read.readframes(read.getnframes())
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples) // 2)
    frame.planes[0].update(samples)
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
    sound = array("h")
    for made in [*resampler.resample(frame), *resampler.resample(None)]:
        sound.frombytes(bytes(made.planes[0])[: made.samples * 2])
    sound.extend([0] * (-len(sound) % _FRAME))
    return sound


def _encoded(sound: "array[int]") -> Iterator[bytes]:
    codec = av.CodecContext.create("libopus", "w")
    assert isinstance(codec, av.AudioCodecContext)
    codec.sample_rate, codec.layout, codec.format = _RATE, "mono", "s16"
    codec.bit_rate, codec.time_base = _BITS_PER_S, Fraction(1, _RATE)
    codec.options = {"application": "voip", "frame_duration": "20"}
    for at in range(0, len(sound), _FRAME):
        frame = av.AudioFrame(format="s16", layout="mono", samples=_FRAME)
        frame.planes[0].update(sound[at : at + _FRAME].tobytes())
        frame.sample_rate, frame.pts = _RATE, at
        yield from map(bytes, codec.encode(frame))
    yield from map(bytes, codec.encode(None))


def _level(samples: "array[int]") -> int:
    """Return the loudness of one packet as browsers tell it (RFC 6464)."""
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    return _SILENT if power < 1 else min(_SILENT, max(0, round(-10 * math.log10(power / 32768**2))))
