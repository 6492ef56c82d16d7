"""Runs the provider of ``provider.mjs``, and a browser that signs in there."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

__all__ = ["ProviderMissing", "answer_of", "run_provider", "visit"]

_HERE = Path(__file__).parent
_INSTALLED = _HERE.parents[3] / "build/oidc-provider"
_FILES = ("package.json", "package-lock.json", "provider.mjs")
_BIN = Path(sys.executable).parent
_MOST_STEPS = 12


class ProviderMissing(Exception):
    """The provider's package could not be installed; the message says why."""


@contextmanager
def run_provider(redirect_uri: str) -> Iterator[str]:
    """Serve until the end of the block; yields the issuer.

    Raises:
        ProviderMissing: Node or the package is not there and cannot be fetched.
    """
    _install()
    command = [str(_BIN / "node"), "provider.mjs", redirect_uri]
    with subprocess.Popen(
        command,
        cwd=_INSTALLED,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            issuer = next((line.strip() for line in process.stdout if line.startswith("http://")), None)
            if issuer is None:
                raise ProviderMissing("the provider did not start")
            yield issuer
        finally:
            process.stdin.close()
            process.wait(10)


def _install() -> None:
    if all(_same(name) for name in _FILES):
        return
    if not (_BIN / "node").exists():
        raise ProviderMissing("Node is not installed")
    _INSTALLED.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_INSTALLED.parent) as folder:
        fresh = Path(folder) / "fresh"
        fresh.mkdir()
        for name in _FILES:
            shutil.copy(_HERE / name, fresh)
        npm = [
            str(_BIN / "node"),
            str(_BIN / "npm"),
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        try:
            done = subprocess.run(npm, cwd=fresh, capture_output=True, text=True, timeout=100)
        except subprocess.TimeoutExpired:
            raise ProviderMissing("npm took too long") from None
        if done.returncode:
            raise ProviderMissing((done.stderr.strip().splitlines() or ["npm failed"])[0])
        # Another test process may install at the same time: whole folders change places.
        if _INSTALLED.exists():
            _INSTALLED.rename(Path(folder) / "old")
        fresh.rename(_INSTALLED)


def _same(name: str) -> bool:
    there = _INSTALLED / name
    return there.is_file() and there.read_bytes() == (_HERE / name).read_bytes()


async def answer_of(url: str, redirect_uri: str, login: str, *, cancels: bool = False) -> dict[str, str]:
    """Open the provider's page, sign in and agree; return the query that the browser is sent back with.

    Args:
        cancels: The person goes back instead of signing in.
    """
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer, _ = await visit(browser, url, redirect_uri, login, cancels=cancels)
        return answer


async def visit(
    browser: httpx.AsyncClient, url: str, redirect_uri: str, login: str, *, cancels: bool = False
) -> tuple[dict[str, str], list[str]]:
    """Do the same in a browser that may have been there before; return also what the provider asked for."""
    asked: list[str] = []
    response = await browser.get(url)
    for _ in range(_MOST_STEPS):
        if response.has_redirect_location:
            target = urljoin(str(response.url), response.headers["Location"])
            if target.startswith(redirect_uri):
                return dict(parse_qsl(urlsplit(target).query)), asked
            response = await browser.get(target)
        elif cancels:
            response = await browser.get(f"{response.url}/abort")
        else:
            asked.append("login" if 'value="login"' in response.text else "consent")
            form = {"prompt": asked[-1], "login": login, "password": "any"}
            response = await browser.post(response.url, data=form)
    raise AssertionError(f"no way back from the provider: {response.status_code}")
