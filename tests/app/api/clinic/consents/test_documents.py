"""Documents and their versions on the wire."""

from datetime import timedelta

from clinic.consents.documents import DocumentKind
from tests.app.api.clinic.consents.conftest import TEXTS, Cast


async def test_the_list_has_every_document_and_says_that_nobody_reviewed_the_releases(cast: Cast) -> None:
    items = (await cast.dana.get("/documents")).json()["items"]
    assert [item["kind"] for item in items] == [kind.value for kind in DocumentKind]
    assert all(item["shipped"] and item["number"] == 1 and item["draft"] is None for item in items)


async def test_a_document_answers_its_texts_as_written_and_as_read_with_a_grade(cast: Cast) -> None:
    answer = await cast.dana.get("/documents/agreement")
    found = answer.json()
    assert answer.headers["etag"] == '"0"'
    english, spanish = found["current"]["texts"]
    assert (english["language"], spanish["language"]) == ("en", "es")
    assert english["blocks"][0]["kind"] == "paragraph"
    assert 0 < english["grade"] <= 6
    assert (found["next"], found["history"], found["current"]["writer"]) == (None, [], None)


async def test_the_next_version_is_written_reviewed_and_in_force(cast: Cast) -> None:
    await cast.put_in_force()
    found = (await cast.dana.get("/documents/agreement")).json()
    assert (found["current"]["number"], found["shipped"], found["title"]) == (2, False, "Our rules")
    assert found["current"]["reviewer"]["name"] == "Rea Reader"
    assert [block["kind"] for block in found["current"]["texts"][0]["blocks"]] == [
        "heading",
        "paragraph",
        "list",
    ]
    assert [each["number"] for each in found["history"]] == [1]


async def test_a_change_names_the_version_that_was_seen(cast: Cast) -> None:
    day = (cast.clinic.now + timedelta(days=3)).date().isoformat()
    body = {"texts": TEXTS, "effective_on": day}
    missing = await cast.wren.send("PUT", "/documents/group/draft", json=body)
    assert (missing.status_code, missing.json()["code"]) == (428, "version.missing")
    written = await cast.wren.change("PUT", "/documents/group/draft", body, 0)
    assert (written.headers["etag"], written.json()["next"]["state"]) == ('"1"', "draft")
    other = await cast.rea.change("PUT", "/documents/group/draft", body, 0)
    assert (other.status_code, other.json()["code"]) == (412, "version.other")
    own = await cast.wren.change("POST", "/documents/group/draft/review", None, 1)
    assert (own.status_code, own.json()["code"]) == (409, "consent.own_review")
    gone = await cast.wren.send("DELETE", "/documents/group/draft", headers={"if-match": '"1"'})
    assert gone.status_code == 204
    none = await cast.rea.change("POST", "/documents/group/draft/review", None, 1)
    assert (none.status_code, none.json()["code"]) == (409, "document.no_draft")


async def test_what_is_wrong_with_a_text_is_told_at_its_field(cast: Cast) -> None:
    texts = {**TEXTS, "es": {"title": "Reglas", "text": "# Grande"}}
    day = cast.clinic.now.date().isoformat()
    answer = await cast.wren.change(
        "PUT", "/documents/agreement/draft", {"texts": texts, "effective_on": day}, 0
    )
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        [{"field": "texts.es.text", "code": "consent.markdown"}],
    )


async def test_the_longest_texts_of_both_languages_fit_into_one_request(cast: Cast) -> None:
    body = ("Guarde los nombres aquí.\n" * 300)[:5000].strip()
    texts = {language: {"title": "Rules", "text": body} for language in ("en", "es")}
    day = cast.clinic.now.date().isoformat()
    answer = await cast.wren.change(
        "PUT", "/documents/agreement/draft", {"texts": texts, "effective_on": day}, 0
    )
    assert answer.status_code == 200, answer.text


async def test_a_document_that_there_is_not_is_unknown(cast: Cast) -> None:
    for name, status in (("agreement-CA", 404), ("nothing", 404), ("Not-Good", 422)):
        assert (await cast.dana.get(f"/documents/{name}")).status_code == status
    california = (await cast.dana.get("/documents/telehealth-CA")).json()
    assert (california["current"], california["state"]) == (None, "CA"), "the text of all states holds there"
