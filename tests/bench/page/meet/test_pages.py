"""LiveKit's pages are made from its packages and served, without its packages."""

from pathlib import Path
from urllib.request import urlopen

import pytest

from bench.page.meet.pages import client_folder, serve_pages
from bench.relay.peers.program import PeerFailed


def _folder(at: Path, script: str) -> Path:
    """A folder whose packer is this script; its last argument says where to."""
    packer = at / "node_modules" / ".bin" / "esbuild"
    packer.parent.mkdir(parents=True)
    packer.write_text(f"#!/bin/sh\nfor last; do :; done\n{script}\n")
    packer.chmod(0o755)
    (at / "node_modules" / "livekit-client").mkdir()
    return at


def test_both_pages_are_served(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 'echo "$1" > "${last#--outfile=}"')
    with serve_pages(folder) as address:
        for page in ("meet", "host"):
            with urlopen(f"{address}/{page}.html") as answer:
                assert f'src="{page}.js"' in answer.read().decode()
            with urlopen(f"{address}/{page}.js") as answer:
                assert answer.read().decode().strip().endswith(f"{page}.js")


def test_what_cannot_be_made_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(PeerFailed, match="no such package"),
        serve_pages(_folder(tmp_path, "echo no such package >&2; exit 1")),
    ):
        pass


def test_its_packages_are_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIVEKIT_CLIENT", raising=False)
    assert client_folder() is None
    monkeypatch.setenv("LIVEKIT_CLIENT", str(_folder(tmp_path, "")))
    assert client_folder() == tmp_path
