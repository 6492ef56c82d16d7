import httpx
import pytest

from app.api.room.library import library_view
from rooms.library.build import build_libraries
from rooms.library.parse import parse_protocol
from rooms.schema.library import LibraryView
from signaling.definitions import strictly
from tests.rooms.library.texts import PROTOCOL


async def test_the_whole_library_is_one_answer(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/library/es")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-language"] == "es"
    library = response.json()
    assert library["language"] == "es"
    assert set(library) == {"language", "occasions", "prompts", "decks", "protocols", "scripts"}
    assert library["prompts"]["general.no_hurry"] == {
        "id": "general.no_hurry",
        "protocol": None,
        "step": "silence",
        "audience": "all",
        "text": "Tómese su tiempo.",
        "question": False,
        "language": "es",
        "version": 3,
        "reading_level": 6,
        "reviewed_on": None,
    }


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_answer_has_the_shape_that_outsiders_are_told(
    client: httpx.AsyncClient, language: str
) -> None:
    response = await client.get(f"/api/v1/library/{language}")
    (library,) = strictly(LibraryView).validate_json(f"[{response.text}]")
    assert library["protocols"]["go_round"]["rules"]["options"]["limit_s"]["type"] == "number"


async def test_it_is_not_sent_twice(client: httpx.AsyncClient) -> None:
    first = await client.get("/api/v1/library/en")
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await client.get("/api/v1/library/en", headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == "no-cache"
    other = await client.get("/api/v1/library/es", headers={"if-none-match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("asked", "sent"),
    [("en", "en"), ("es-MX", "es"), ("ES", "es"), ("fr", "en"), ("-", "en"), ("e" * 500, "en")],
)
async def test_an_unknown_language_gets_english(client: httpx.AsyncClient, asked: str, sent: str) -> None:
    response = await client.get(f"/api/v1/library/{asked}")
    assert (response.json()["language"], response.headers["content-language"]) == (sent, sent)


async def test_only_reading_is_meant(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/library/en")).status_code == 405


def test_it_is_told_when_a_clinician_read_a_text_and_never_who() -> None:
    review = 'reviewed_by = "A. Rivera"\nreviewed_on = 2026-11-28\nreviewed_version = 1'
    text = PROTOCOL.replace("withdrawn = false", review)
    view = library_view(build_libraries([parse_protocol("speaker_listener.en.toml", text)])["en"])
    assert view["protocols"]["speaker_listener"]["reviewed_on"] == "2026-11-28"
    assert view["prompts"]["speaker_listener.one_point"]["reviewed_on"] == "2026-11-28"
    assert "Rivera" not in str(view)


def test_the_view_tells_no_file_and_each_prompt_once() -> None:
    view = library_view(build_libraries([parse_protocol("speaker_listener.en.toml", PROTOCOL)])["en"])
    protocol = view["protocols"]["speaker_listener"]
    assert view["language"] == "en"
    assert (protocol["language"], protocol["version"]) == ("en", 1)
    assert protocol["steps"]["paraphrase"]["cues"]["facilitator"] == "Stay close."
    assert protocol["choices"] == {"order": {"seat": "By seat", "random": "Random"}}
    assert "prompts" not in protocol
    assert "toml" not in str(view)
