"""A voice for a browser's microphone: 20 s of synthetic speech as a WAV file, which Chromium plays in a loop."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MEMBER", "PROGRAMS", "THERAPIST", "Voice", "build_wav"]

PROGRAMS = ("espeak-ng", "sox")
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Voice:
    """How someone sounds.

    Attributes:
        name: A word for the file.
        variant: A voice of espeak-ng.
        pitch: 0 to 99.
        words: What is said, again and again.
    """

    name: str
    variant: str
    pitch: int
    words: str


THERAPIST = Voice(
    "therapist",
    "en-us+f3",
    40,
    "Welcome, everyone. We take turns tonight, and whoever has the floor is heard to the end by all of us.",
)
MEMBER = Voice(
    "member",
    "en-gb+m3",
    55,
    "This week I called my brother, which I had put off for months, and it went better than I had feared.",
)


def build_wav(voice: Voice) -> Path:
    """Make the file unless it exists: 48 kHz, mono, 16 bit."""
    folder = Path(tempfile.gettempdir()) / "attune-test-voices"
    folder.mkdir(exist_ok=True)
    made = folder / f"{voice.name}.wav"
    if not made.exists():
        with tempfile.TemporaryDirectory(dir=folder) as work:
            said, shaped = Path(work) / "said.wav", Path(work) / "shaped.wav"
            _run("espeak-ng", "-v", voice.variant, "-p", str(voice.pitch), "-w", str(said), voice.words)
            shape = ["repeat", "9", "trim", "0", str(_SECONDS), "gain", "-n", "-3"]
            _run("sox", "-D", str(said), "-r", "48000", "-c", "1", "-b", "16", str(shaped), *shape)
            shaped.replace(made)
    return made


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    assert path, f"{program} is not installed"
    subprocess.run([path, *arguments], check=True, capture_output=True, timeout=60)
