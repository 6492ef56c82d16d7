"""What is due before a session, as the page before the room asks for it."""

from app.access.consents.due import due_document, due_items, language_of
from app.access.consents.signing import acknowledge, sign
from app.access.consents.versions import all_versions
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.due import DueItem, Needs
from clinic.consents.texts import BlockKind
from tests.app.access.conftest import NOW, Place
from tests.app.access.consents.conftest import SESSION, plan, put_in_force, shipped_id

K = DocumentKind


async def items(place: Place, person: PersonId, state: str = "NY") -> tuple[DueItem, ...]:
    async with place.write() as unit:
        found = await due_items(unit, SESSION, {person: state}, await all_versions(unit))
    return found.get(person, ())


async def due(place: Place, person: PersonId, state: str = "NY") -> dict[DocumentKind, Needs]:
    return {each.version.key.kind: each.needs for each in await items(place, person, state)}


async def test_a_client_is_asked_in_order_and_in_their_language(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    language = language_of(await place.record(ana))
    found = [due_document(each, language) for each in await items(place, ana)]
    assert [each.kind for each in found] == [K.AGREEMENT, K.TELEHEALTH, K.GROUP]
    first = found[0]
    assert (first.version, first.number, first.needs) == (shipped_id(K.AGREEMENT), 1, Needs.SIGN)
    assert (first.text.language, first.title) == ("es", "Cuidar la privacidad de este espacio")
    assert [each.language for each in first.others] == ["en"]
    assert first.is_required
    assert {each.kind for each in first.text.blocks} == set(BlockKind)


async def test_signing_on_the_way_in_leaves_nothing_due_and_a_new_version_asks_again(
    place: Place, ana: PersonId
) -> None:
    await plan(place, ana)
    for kind in await due(place, ana):
        async with place.write() as unit:
            await sign(unit, ana, shipped_id(kind), SESSION, "es", NOW, state="NY")
    assert await due(place, ana) == {}
    assert await due(place, ana, state="CA") == {K.TELEHEALTH: Needs.SIGN}
    await put_in_force(place, K.AGREEMENT)
    assert await due(place, ana) == {K.AGREEMENT: Needs.SIGN}


async def test_at_the_next_session_one_tap_is_enough(place: Place, ana: PersonId) -> None:
    from app.access.consents.signing import Request, sign_as_asked

    await plan(place, ana)
    for kind in await due(place, ana):
        async with place.write() as unit:
            await sign_as_asked(unit, ana, Request(shipped_id(kind), "es", about=SESSION), NOW)
    assert await due(place, ana) == {K.AGREEMENT: Needs.ACKNOWLEDGE}
    for _ in range(2):
        async with place.write() as unit:
            await acknowledge(unit, ana, shipped_id(K.AGREEMENT), SESSION, "es", NOW)
    assert await due(place, ana) == {}
    noted = [action for action, _ in await place.noted()]
    assert noted.count("consent.acknowledge") == 1, "once more changes nothing"


async def test_a_state_with_a_text_of_its_own_asks_for_it(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    own = await put_in_force(place, K.TELEHEALTH, state="CA")
    assert own in {each.version.id for each in await items(place, ana, "CA")}
    assert own not in {each.version.id for each in await items(place, ana, "NY")}


async def test_staff_and_strangers_have_nothing_to_sign(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    ben = await place.clinic.client("Ben")
    assert await due(place, ben) == {}
    async with place.write() as unit:
        versions = await all_versions(unit)
        assert await due_items(unit, AppointmentId("ss_none"), {ana: "NY"}, versions) == {}
        assert await due_items(unit, SESSION, {PersonId("pt_none"): "NY"}, versions) == {}


async def test_who_reads_neither_language_gets_english(place: Place) -> None:
    eva = await place.clinic.client("Eva", language="fr")
    maria = await place.clinic.client("Maria", language="es-MX")
    assert language_of(await place.record(eva)) == "en"
    assert language_of(await place.record(maria)) == "es"


async def test_a_partners_signatures_are_the_partners(place: Place, ana: PersonId) -> None:
    ben = await place.clinic.client("Ben")
    await plan(place, ana, ben)
    for kind in await due(place, ana):
        async with place.write() as unit:
            await sign(unit, ana, shipped_id(kind), SESSION, "es", NOW, state="NY")
    async with place.write() as unit:
        found = await due_items(unit, SESSION, {ana: "NY", ben: "NY"}, await all_versions(unit))
    assert [each.version.key.kind for each in found[ben]] == [K.AGREEMENT, K.TELEHEALTH, K.GROUP]
    assert found[ana] == ()
