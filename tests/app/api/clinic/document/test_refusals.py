from dataclasses import replace

from app.api.clinic.document.operations import Operation
from app.api.clinic.document.refusals import problem_answer, refusals_of
from clinic.identity.access import Action

NOTHING = Operation(
    "/things",
    "GET",
    signed=False,
    in_person=False,
    stranger=False,
    versioned=False,
    has_path=False,
    has_input=False,
    has_body=False,
    paged=False,
    filtered=False,
)


def test_every_operation_may_meet_an_outage() -> None:
    assert refusals_of(NOTHING, ()) == {503: ("storage.unavailable",)}


def test_who_is_signed_in_may_be_refused() -> None:
    refusals = refusals_of(replace(NOTHING, signed=True), (Action.PEOPLE_READ,))
    assert refusals[401] == ("sign_in.needed", "sign_in.ended", "token.invalid")
    assert refusals[403] == ("access.denied",)
    assert 404 not in refusals


def test_a_dangerous_act_may_ask_for_a_proof() -> None:
    refusals = refusals_of(replace(NOTHING, signed=True, in_person=True), (Action.TOKENS_MANAGE,))
    assert refusals[403] == ("access.denied", "token.not_here", "access.proof_needed")


def test_a_change_of_what_was_read_has_its_own_refusals() -> None:
    change = replace(
        NOTHING, method="PATCH", signed=True, versioned=True, has_path=True, has_body=True, has_input=True
    )
    assert refusals_of(change, ()).keys() == {400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503}


def test_strangers_may_ask_too_often() -> None:
    assert refusals_of(replace(NOTHING, stranger=True), ())[429] == ("rate.limited",)


def test_a_list_refuses_cursors_of_others() -> None:
    assert refusals_of(replace(NOTHING, paged=True), ())[400] == ("page.cursor",)


def test_a_problem_is_described_with_its_codes() -> None:
    answer = problem_answer(429, ("rate.limited",))
    examples = answer["content"]["application/problem+json"]["examples"]
    assert examples["rate.limited"]["value"]["status"] == 429
    assert answer["headers"]["Retry-After"]["required"]
    assert problem_answer(410, ())["content"]["application/problem+json"]["examples"].keys() == {"link.used"}
