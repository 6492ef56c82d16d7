from pathlib import Path
from shutil import copytree, ignore_patterns

import app
from app.runtime.exit_settings import EXIT_URL
from app.wiring.offline import read_offline

WEB = Path(app.__file__).parent / "web"


def test_the_page_says_where_leaving_at_once_leads_and_nothing_of_what_it_is_for() -> None:
    page = read_offline(WEB, "https://weather.example/?a&b").page.decode()
    assert '<meta name="attune-exit" content="https://weather.example/?a&amp;b" />' in page
    head = page.partition("<body>")[0].lower()
    assert "<title>attune</title>" in head
    assert not any(word in head for word in ("therap", "session", "clinic", "group", "counsel"))


def test_the_worker_is_another_whenever_what_it_keeps_is(tmp_path: Path) -> None:
    """Browsers compare it byte by byte, and fetch the page again only if it differs."""
    web = tmp_path / "web"
    copytree(WEB, web, ignore=ignore_patterns("node_modules", "clinic", "room", "vendor"))
    first = read_offline(web, EXIT_URL).worker
    assert b"VERSION" not in first
    assert read_offline(web, EXIT_URL).worker == first
    assert read_offline(web, "https://weather.example/").worker != first
    with (web / "outside/offline.css").open("a") as style:
        style.write("/* another */")
    assert read_offline(web, EXIT_URL).worker != first
