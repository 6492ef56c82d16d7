from pathlib import Path

import app
from app.runtime.exit_settings import EXIT_URL
from app.wiring.pages import read_pages

WEB = Path(app.__file__).parent / "web"


def texts(exit_url: str) -> tuple[str, str]:
    pages = read_pages(WEB, exit_url, "r1")
    return pages.room.forms["identity"].decode(), pages.clinic.forms["identity"].decode()


def test_each_page_says_where_leaving_at_once_leads() -> None:
    """It is in the page itself: whoever leaves must not wait for an answer."""
    for page in texts("https://weather.example/?a&b"):
        assert '<meta name="attune-exit" content="https://weather.example/?a&amp;b" />' in page
        assert EXIT_URL not in page


def test_a_page_without_settings_is_the_file_with_its_release() -> None:
    (room, _) = texts(EXIT_URL)
    file = (WEB / "index.html").read_text("utf-8")
    assert room == file.replace('name="attune-release" content=""', 'name="attune-release" content="r1"')
    assert room != file


def test_nothing_in_a_tab_says_what_the_page_is_for() -> None:
    for page in texts(EXIT_URL):
        head = page.partition("<body>")[0].lower()
        assert "<title>attune</title>" in head
        assert not any(word in head for word in ("therap", "session", "clinic<", "group", "counsel"))
