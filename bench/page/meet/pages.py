"""Makes LiveKit's two pages from a folder with its packages, and serves them to this machine.

The folder is made by hand, outside the project:
``npm install esbuild livekit-client @livekit/components-react @livekit/components-styles react react-dom``.
`LIVEKIT_CLIENT` names it.
"""

import functools
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.relay.peers.program import PeerFailed

__all__ = ["client_folder", "serve_pages"]

_SOURCES = Path(__file__).parent
_PAGES = ("meet", "host")
_PAGE = (
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{0}.css">'
    '<body style="margin: 0"><div id="root"></div><script type="module" src="{0}.js"></script>'
)


def client_folder() -> Path | None:
    """The folder with LiveKit's packages; None if it is not named, or is none."""
    folder = Path(os.environ.get("LIVEKIT_CLIENT", "nowhere"))
    return folder if (folder / "node_modules" / "livekit-client").is_dir() else None


@contextmanager
def serve_pages(folder: Path) -> Iterator[str]:
    """Serve ``meet.html`` and ``host.html`` until the end of the block; yields their address.

    Raises:
        PeerFailed: They could not be made.
    """
    with TemporaryDirectory(prefix="attune-bench-") as name:
        _build(folder / "node_modules", Path(name))
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=name))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            # A browser gives a camera to "localhost" without TLS.
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _build(packages: Path, into: Path) -> None:
    for page in _PAGES:
        (into / f"{page}.html").write_text(_PAGE.format(page))
        command = [
            str(packages / ".bin" / "esbuild"),
            str(_SOURCES / f"{page}.js"),
            *(
                "--bundle",
                "--minify",
                "--format=esm",
                "--target=es2022",
                '--define:process.env.NODE_ENV="production"',
            ),
            f"--outfile={into / page}.js",
        ]
        ran = subprocess.run(
            command,
            env={**os.environ, "NODE_PATH": str(packages)},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode != 0:
            raise PeerFailed(f"its page was not made: {ran.stderr[:500]}")


class _Quiet(SimpleHTTPRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
