"""Caddy in front of the service as it is deployed: `deploy/Caddyfile`, with a certificate for this machine alone."""

import asyncio
import os
import shutil
import ssl
import subprocess
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate

__all__ = ["CaddyFailed", "has_caddy", "key_of", "own_file", "run_caddy"]

_DEPLOYED: Final = Path(__file__).parents[2] / "deploy" / "Caddyfile"
_LOG: Final = "log"
_READY_S: Final = 20.0
_STOP_S: Final = 10.0
# Nothing of the machine is changed: no trusted certificate, no second port, no remote control.
_HERE_ALONE: Final = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n"


class CaddyFailed(Exception):
    """Caddy did not start; the text holds its last output."""


def has_caddy() -> bool:
    """Whether it is installed."""
    return shutil.which("caddy") is not None


def own_file() -> str:
    """The deployed file for this machine alone."""
    return _DEPLOYED.read_text().replace("\n{\n", f"\n{_HERE_ALONE}", 1)


def key_of(port: int) -> str:
    """The hash by which Chromium can be told to trust the certificate: it keeps nothing from sites it does not trust."""
    certificate = load_pem_x509_certificate(ssl.get_server_certificate(("localhost", port)).encode())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(sha256(key).digest()).decode()


@asynccontextmanager
async def run_caddy(port: int, upstream: str) -> AsyncIterator[None]:
    """Run it at https://localhost:PORT until the end of the block.

    Raises:
        CaddyFailed: It did not start.
    """
    with TemporaryDirectory(prefix="attune-caddy-") as name:
        folder = Path(name)
        (folder / "Caddyfile").write_text(own_file())
        environment = {
            **os.environ,
            "HOME": name,
            "XDG_DATA_HOME": name,
            "XDG_CONFIG_HOME": name,
            "DOMAIN": f"https://localhost:{port}",
            "UPSTREAM": upstream,
            "PROXY_OPTIONS": "",
        }
        process = _start(folder, environment)
        try:
            if not await _is_open(port, process):
                raise CaddyFailed(_end_of(folder))
            yield
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, _STOP_S)


def _start(folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with (folder / _LOG).open("wb") as output:
        return subprocess.Popen(
            ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )


def _unchecked() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _end_of(folder: Path) -> str:
    return (folder / _LOG).read_text(errors="replace")[-2_000:]


async def _is_open(port: int, process: subprocess.Popen[bytes]) -> bool:
    try:
        async with asyncio.timeout(_READY_S):
            while process.poll() is None:
                try:
                    # Its certificate comes a moment after the port: a handshake has to succeed.
                    _, writer = await asyncio.open_connection("localhost", port, ssl=_unchecked())
                except OSError:
                    await asyncio.sleep(0.1)
                    continue
                writer.close()
                return True
    except TimeoutError:
        pass
    return False
