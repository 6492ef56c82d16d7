"""A client asks for a correction, staff answer, and both stay."""

from app.access.records.correction_requests import answer, ask_own, list_corrections, move_own, read_own
from clinic.identity.roles import StaffRole
from clinic.records.correction_requests import CorrectionMove, CorrectionState, FactAbout
from tests.app.access.conftest import Place, invalid, refused

ASKED, DECLINED = CorrectionState.ASKED, CorrectionState.DECLINED


async def test_what_was_asked_is_declined_with_a_reason_and_answered_back(place: Place) -> None:
    ana = place.client(await place.clinic.client("Ana"))
    admin = await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        made = await ask_own(unit, ana, FactAbout.CONTACT, "Apartment\n8", "Apartment 3")
        assert made.wrong == "Apartment 8"
        (waiting,) = await list_corrections(unit, admin, ASKED, None, 10)
        assert waiting.person.names == ("Ana",)
    async with invalid(words="field.required"), place.write() as unit:
        await answer(unit, admin, made.id, CorrectionMove.DECLINE, "", 1)
    async with refused("version.other"), place.write() as unit:
        await answer(unit, admin, made.id, CorrectionMove.DECLINE, "No.", 2)
    async with place.write() as unit:
        declined = await answer(unit, admin, made.id, CorrectionMove.DECLINE, "It is right.", 1)
        assert declined.decided_by is not None
        await move_own(unit, ana, made.id, CorrectionMove.DISAGREE, "It is not.", 2)
        (mine,) = await read_own(unit, ana)
        assert (mine.state, mine.answer, mine.disagreement) == (DECLINED, "It is right.", "It is not.")
        assert await list_corrections(unit, admin, ASKED, None, 10) == []
    acts = [action for action, _ in await place.noted() if action.startswith("correction.")]
    assert acts == ["correction.ask", "correction.decline", "correction.disagree"]


async def test_nobody_moves_what_is_not_theirs_to_move(place: Place) -> None:
    ana, ben = [place.client(await place.clinic.client(name)) for name in ("Ana", "Ben")]
    admin, clinician = await place.staff(StaffRole.ADMIN), await place.staff(StaffRole.CLINICIAN)
    async with place.write() as unit:
        made = await ask_own(unit, ana, FactAbout.NAME, "a", "b")
    for who, request in ((ben, made.id), (ana, "cr_none")):
        async with refused("correction.unknown"), place.write() as unit:
            await move_own(unit, who, request, CorrectionMove.WITHDRAW, "", 1)
    async with refused("access.denied"), place.write() as unit:
        await move_own(unit, ana, made.id, CorrectionMove.ACCEPT, "", 1)
    async with refused("access.denied"), place.write() as unit:
        await answer(unit, admin, made.id, CorrectionMove.WITHDRAW, "", 1)
    async with refused("access.denied"), place.write() as unit:
        await answer(unit, clinician, made.id, CorrectionMove.ACCEPT, "", 1)
    async with refused("access.denied"), place.write() as unit:
        await ask_own(unit, admin, FactAbout.NAME, "a", "b")


async def test_more_wishes_than_anybody_could_answer_are_refused(place: Place) -> None:
    ana = place.client(await place.clinic.client("Ana"))
    async with place.write() as unit:
        made = [await ask_own(unit, ana, FactAbout.OTHER, "a", "b") for _ in range(20)]
    async with refused("correction.too_many"), place.write() as unit:
        await ask_own(unit, ana, FactAbout.OTHER, "a", "b")
    async with place.write() as unit:
        await move_own(unit, ana, made[0].id, CorrectionMove.WITHDRAW, "", 1)
        await ask_own(unit, ana, FactAbout.OTHER, "a", "b")


async def test_waiting_requests_come_page_by_page_the_oldest_first(place: Place) -> None:
    ana, admin = place.client(await place.clinic.client("Ana")), await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        made = {(await ask_own(unit, ana, FactAbout.OTHER, "a", "b")).id for _ in range(3)}
        first = await list_corrections(unit, admin, ASKED, None, 2)
        last = first[-1].correction
        second = await list_corrections(unit, admin, ASKED, (last.asked_at, last.id), 2)
    assert (len(first), len(second)) == (2, 1)
    assert {one.correction.id for one in (*first, *second)} == made


async def test_both_what_is_wrong_and_what_is_right_have_to_be_said(place: Place) -> None:
    ana = place.client(await place.clinic.client("Ana"))
    async with invalid(wrong="field.required", right="field.too_long"), place.write() as unit:
        await ask_own(unit, ana, FactAbout.NAME, " ", "x" * 1001)
