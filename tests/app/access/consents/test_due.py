"""What is due before a session, as the page before the room asks for it."""

from app.access.consents.due import due_documents, language_of
from app.access.consents.signing import acknowledge, sign
from clinic.consents.documents import DocumentKind
from clinic.consents.due import Needs
from clinic.consents.texts import BlockKind
from clinic.ids import AppointmentId, PersonId
from tests.app.access.conftest import NOW, Place
from tests.app.access.consents.conftest import SESSION, plan, put_in_force, shipped_id

K = DocumentKind


async def due(place: Place, person: PersonId, state: str | None = None) -> dict[DocumentKind, Needs]:
    async with place.write() as unit:
        found = await due_documents(unit, person, SESSION, NOW, state=state)
    return {each.kind: each.needs for each in found}


async def test_a_client_is_asked_in_order_and_in_their_language(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    async with place.write() as unit:
        found = await due_documents(unit, ana, SESSION, NOW)
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
            await sign(unit, ana, shipped_id(kind), SESSION, "es", NOW)
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
    async with place.write() as unit:
        found = await due_documents(unit, ana, SESSION, NOW, state="CA")
        elsewhere = await due_documents(unit, ana, SESSION, NOW, state="NY")
    assert own in {each.version for each in found}
    assert own not in {each.version for each in elsewhere}


async def test_staff_and_strangers_have_nothing_to_sign(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    ben = await place.clinic.client("Ben")
    assert await due(place, ben) == {}
    async with place.write() as unit:
        assert await due_documents(unit, ana, AppointmentId("ss_none"), NOW) == ()
        assert await due_documents(unit, PersonId("pt_none"), SESSION, NOW) == ()


async def test_who_reads_neither_language_gets_english(place: Place) -> None:
    eva = await place.clinic.client("Eva", language="fr")
    maria = await place.clinic.client("Maria", language="es-MX")
    assert language_of(await place.record(eva)) == "en"
    assert language_of(await place.record(maria)) == "es"


async def test_asking_is_noted_without_what_is_due(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    await due(place, ana)
    assert ("consents.due", (ana, SESSION)) in await place.noted()
