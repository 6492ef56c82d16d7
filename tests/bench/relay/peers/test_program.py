import sys
from pathlib import Path

import pytest

from bench.relay.peers import program
from bench.relay.peers.program import PeerFailed, Process, Program, open_socket

RELAY = Program("Some relay", "some-relay", "SOME_RELAY_BIN")
FAILS = "import sys; sys.exit('first\\nthe port is taken')"
RAISES = "import sys; sys.exit('file:1\\n    Error: spawn ENOENT\\n    at line 2')"
ECHOES = "print(input(), flush=True); input()"


def test_a_program_is_found_by_its_variable_or_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "some-relay"
    there.touch(mode=0o755)
    monkeypatch.setenv("PATH", "")
    assert RELAY.find() is None
    with pytest.raises(PeerFailed, match="set SOME_RELAY_BIN"):
        _ = RELAY.path
    monkeypatch.setenv("SOME_RELAY_BIN", str(there))
    assert RELAY.path == str(there)
    monkeypatch.delenv("SOME_RELAY_BIN")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert RELAY.path == str(there)


@pytest.mark.parametrize(("code", "line"), [(FAILS, "the port is taken"), (RAISES, "Error: spawn ENOENT")])
async def test_a_program_that_ends_before_it_answers_is_a_failure_with_the_line_that_says_why(
    code: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_UP_PAUSE_S", 0.01)
    process = await Process.start([sys.executable, "-c", code], tmp_path, log=tmp_path / "log")
    with pytest.raises(PeerFailed, match=f"does not answer.*: {line}$"):
        await open_socket(process, "ws://127.0.0.1:9/")
    await process.end()


async def test_a_program_that_talks_is_asked_and_ended(tmp_path: Path) -> None:
    process = await Process.start([sys.executable, "-c", ECHOES], tmp_path, log=tmp_path / "log", talks=True)
    assert process.raw.stdin is not None
    assert process.raw.stdout is not None
    process.raw.stdin.write(b"hello\n")
    assert await process.raw.stdout.readline() == b"hello\n"
    await process.end()
    await process.end()
    assert process.raw.returncode is not None
