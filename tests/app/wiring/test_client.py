import gzip
import logging
import os
import re
from pathlib import Path

import pytest

import app
from app.api.pages.files import Prepared
from app.runtime.exit_settings import EXIT_URL
from app.wiring.client import BUILD, WebClient, fingerprint

WEB = Path(app.__file__).parent / "web"
PAGE = '<meta name="attune-release" content="" />'
MOST_BYTES = {"room": 120_000, "clinic": 160_000}
"""A first visit, words included: to a room, up to the button that joins (docs/first-visit.md), and to a clinic."""
MOST_REQUESTS = {"room": 12 - 4, "clinic": 12 - 4}
"""Beside these files come the page itself and what it asks the service, such as a ticket."""
LANGUAGES = {path.name for path in (WEB / "shared" / "words").iterdir() if path.is_dir()}


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "a.js").write_text("export {}")
    for page in ("index.html", "clinic.html", "ops.html"):
        (tmp_path / page).write_text(f"{PAGE}as written")
    (tmp_path / "node_modules" / "tool").mkdir(parents=True)
    return tmp_path


def build(web: Path, made_from: str | None = None) -> None:
    folder = web / BUILD
    folder.mkdir()
    for page in ("index.html", "clinic.html", "ops.html"):
        (folder / page).write_text(f"{PAGE}as built")
    for name in ("room-ABC.js", "room-ABC.css"):
        for ending in ("", ".br", ".gz"):
            (folder / f"{name}{ending}").write_bytes(f"{name}{ending}".encode())
    # As a copy: what is asked is kept, as it is while a service runs.
    (folder / "sources").write_text(fingerprint.__wrapped__(web) if made_from is None else made_from)


def shown(client: WebClient) -> str:
    return client.pages.room.forms["identity"].decode()


def test_a_build_of_these_files_is_served(web: Path) -> None:
    build(web)
    client = WebClient(web, EXIT_URL, watch=False)
    assert shown(client).endswith("as built")
    assert set(client.files) == {"room-ABC.js", "room-ABC.css"}
    assert client.files["room-ABC.js"].forms == {
        "br": b"room-ABC.js.br",
        "gzip": b"room-ABC.js.gz",
        "identity": b"room-ABC.js",
    }
    assert client.files["room-ABC.css"].media_type == "text/css; charset=utf-8"


def test_without_a_build_the_files_are_served_as_they_are(
    web: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = WebClient(web, EXIT_URL, watch=False)
    assert shown(client).endswith("as written")
    assert client.files == {}
    assert [record.message for record in caplog.records] == ["client.not_built"]


def test_a_build_of_other_files_is_not_served(web: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Its parts would talk to a service that they do not know."""
    build(web)
    (web / "core" / "a.js").write_text("export const later = true")
    client = WebClient(web, EXIT_URL, watch=False)
    assert shown(client).endswith("as written")
    assert [record.message for record in caplog.records] == ["client.build_is_of_other_files"]


def test_what_is_changed_while_it_is_served_is_seen_where_it_is_written(web: Path) -> None:
    build(web)
    demo, production = (WebClient(web, EXIT_URL, watch=watch) for watch in (True, False))
    assert shown(demo).endswith("as built")
    later = (web / "core" / "a.js").stat().st_mtime + 60
    os.utime(web / "core" / "a.js", (later, later))
    assert shown(demo).endswith("as written")
    assert shown(production).endswith("as built")


def test_each_page_names_its_release(web: Path) -> None:
    build(web)
    client = WebClient(web, EXIT_URL, watch=False)
    assert re.fullmatch("[0-9a-f]{12}", client.release)
    assert f'content="{client.release}"' in shown(client)


def test_the_release_is_another_when_any_file_is(web: Path) -> None:
    ask = fingerprint.__wrapped__
    first = ask(web)
    (web / "node_modules" / "tool" / "a.js").write_text("not ours")
    (web / ".hidden").write_text("not ours")
    assert ask(web) == first
    (web / "core" / "b.js").write_text("")
    second = ask(web)
    (web / "core" / "b.js").rename(web / "core" / "c.js")
    assert len({first, second, ask(web)}) == 3


def built_client() -> WebClient:
    """What this checkout ships."""
    client = WebClient(WEB, EXIT_URL, watch=False)
    if not client.files:
        pytest.skip("the client is not built: make web")
    return client


def loaded_at_once(client: WebClient, page: Prepared) -> set[str]:
    html = page.forms["identity"].decode()
    found = re.findall(rf'(?:href|src)="/web/{BUILD}/([^"]+)"', html)
    assert found
    assert set(found) <= client.files.keys()
    return set(found)


def words_of(client: WebClient, names: set[str]) -> dict[str, str]:
    """Return the files of words that a page loads from its scripts, one by language."""
    scripts = [client.files[name].forms["identity"].decode() for name in names if name.endswith(".js")]
    return {
        language: file
        for script in scripts
        for file, language in re.findall(r'import\("\./(([a-z]+)-[A-Z0-9]+\.js)"\)', script)
        if language in LANGUAGES
    }


@pytest.mark.parametrize("name", ["room", "clinic"])
def test_a_first_visit_is_small_in_every_language_and_brings_the_words_of_one(name: str) -> None:
    client = built_client()
    page: Prepared = getattr(client.pages, name)
    names = loaded_at_once(client, page)
    words = words_of(client, names)
    assert words.keys() == LANGUAGES
    names.add(max(words.values(), key=lambda file: len(client.files[file].forms["br"])))
    assert len(names) <= MOST_REQUESTS[name]
    size = len(page.forms["gzip"]) + sum(len(client.files[file].forms["br"]) for file in names)
    assert size <= MOST_BYTES[name], size


def test_the_build_is_whole_and_leads_nowhere_else() -> None:
    client = built_client()
    prepared = [page.forms["identity"].decode() for page in (client.pages.room, client.pages.clinic)]
    for html in (*prepared, client.pages.ops):
        assert not re.search(r"/web/[^\"]+\.(js|css)\"", html.replace(f"/web/{BUILD}/", "/built/"))
        assert "<style" not in html
        assert "<script>" not in html
    for name, file in client.files.items():
        assert gzip.decompress(file.forms["gzip"]) == file.forms["identity"]
        text = file.forms["identity"].decode()
        for wanted in re.findall(r"""(?:from|import)\s*\(?["']([^"']+\.js)["']""", text):
            assert wanted.startswith("./"), name
            assert wanted.removeprefix("./") in client.files, name
