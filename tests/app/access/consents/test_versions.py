"""The versions that a clinic has."""

from app.access.consents.versions import all_versions, outlines, shipped
from clinic.consents.documents import DocumentKind
from tests.app.access.conftest import Place
from tests.app.access.consents.conftest import put_in_force


def test_the_release_has_a_text_for_every_document() -> None:
    assert {each.key.kind for each in shipped()} == set(DocumentKind)
    assert all(each.is_shipped and each.effective_at is not None for each in shipped())


async def test_a_clinics_own_versions_stand_beside_those_of_the_release(place: Place) -> None:
    own = await put_in_force(place, DocumentKind.GROUP)
    async with place.write() as unit:
        found = {each.id for each in await all_versions(unit)}
        short = {each.id: each for each in await outlines(unit)}
    assert found == short.keys() == {own, *(each.id for each in shipped())}
    assert short[own].effective_at is not None
    assert not short[own].texts
