import base64
import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.credentials.passkeys import (
    CHALLENGE_LIVES,
    NewPasskey,
    PasskeyOwner,
    Passkeys,
    PasskeyUse,
    RelyingParty,
    StoredPasskey,
    find_relying_party,
)
from clinic.common.errors import Refused
from tests.support.sign_in.authenticator import Ceremonies, SoftAuthenticator, Wrong

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOST, ORIGIN = "attune.clinic.example", "https://attune.clinic.example"
PARTY = RelyingParty(HOST, ORIGIN, "Attune")
DANA = PasskeyOwner(b"handle-of-dana", "dana@clinic.example", "Dana")
BROWSER = "bw_danas"


class Stage:
    """The service, and one authenticator that may have a passkey."""

    def __init__(self, *, counts: bool = True) -> None:
        self.challenges = Ceremonies()
        self.passkeys = Passkeys(PARTY, self.challenges)
        self.authenticator = SoftAuthenticator(ORIGIN, counts=counts)
        self.stored: StoredPasskey | None = None

    async def register(self, wrong: Wrong = Wrong(), now: datetime = NOW) -> NewPasskey:  # noqa: B008 (frozen)
        options = await self.passkeys.registration_options(DANA, [], BROWSER, NOW)
        made = await self.passkeys.register(self.authenticator.create(options, wrong), BROWSER, now)
        self.stored = StoredPasskey(made.public_key, made.sign_count, DANA.handle)
        return made

    async def response(self, wrong: Wrong = Wrong()) -> dict[str, Any]:  # noqa: B008 (frozen)
        return self.authenticator.get(await self.passkeys.sign_in_options(BROWSER, NOW), wrong)

    async def sign_in(
        self,
        response: dict[str, Any],
        *,
        now: datetime = NOW,
        browser: str = BROWSER,
    ) -> PasskeyUse:
        use = await self.passkeys.authenticate(response, self.stored, browser, now)
        assert self.stored is not None
        self.stored = StoredPasskey(self.stored.public_key, use.sign_count, self.stored.owner_handle)
        return use

    async def refusal(self, response: dict[str, Any], **changed: Any) -> str:
        with pytest.raises(Refused) as refused:
            await self.sign_in(response, **changed)
        return refused.value.code


async def registration_refusal(wrong: Wrong, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        await Stage().register(wrong, now)
    return refused.value.code


@pytest.fixture
async def stage() -> Stage:
    made = Stage()
    await made.register()
    return made


async def test_a_passkey_is_made_and_signs_its_owner_in(stage: Stage) -> None:
    response = await stage.response()
    assert stage.passkeys.find_credential_id(response) == stage.authenticator.credential_id
    assert await stage.sign_in(response) == PasskeyUse(sign_count=2, backed_up=False)
    assert (await stage.sign_in(await stage.response())).sign_count == 3


async def test_what_is_stored_of_a_new_passkey() -> None:
    stage = Stage(counts=False)
    made = await stage.register()
    assert made.credential_id == stage.authenticator.credential_id
    assert (made.sign_count, made.backed_up, made.transports) == (0, True, ("internal",))
    assert cbor2.loads(made.public_key)[3] == -7


async def test_a_browser_is_asked_for_a_discoverable_passkey_that_verifies_its_user(stage: Stage) -> None:
    options = await stage.passkeys.registration_options(DANA, [b"other"], BROWSER, NOW)
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["attestation"] == "none"
    assert options["rp"] == {"id": HOST, "name": "Attune"}
    assert [one["id"] for one in options["excludeCredentials"]] == ["b3RoZXI"]
    signing_in = await stage.passkeys.sign_in_options(BROWSER, NOW)
    assert (signing_in["allowCredentials"], signing_in["userVerification"]) == ([], "required")
    proof = await stage.passkeys.sign_in_options(BROWSER, NOW, [b"mine"])
    assert [one["id"] for one in proof["allowCredentials"]] == ["bWluZQ"]


async def test_a_response_is_good_once(stage: Stage) -> None:
    response = await stage.response()
    await stage.sign_in(response)
    assert await stage.refusal(response) == "passkey.challenge"


async def test_a_response_that_failed_used_its_challenge_up(stage: Stage) -> None:
    options = await stage.passkeys.sign_in_options(BROWSER, NOW)
    assert (
        await stage.refusal(stage.authenticator.get(options, Wrong(user_verified=False)))
        == "passkey.unverified"
    )
    assert await stage.refusal(stage.authenticator.get(options)) == "passkey.challenge"


async def test_a_challenge_ends_with_its_time(stage: Stage) -> None:
    almost = NOW + CHALLENGE_LIVES - timedelta(seconds=1)
    await stage.sign_in(await stage.response(), now=almost)
    assert await stage.refusal(await stage.response(), now=NOW + CHALLENGE_LIVES) == "passkey.challenge"
    assert await registration_refusal(Wrong(), NOW + CHALLENGE_LIVES) == "passkey.challenge"


async def test_a_challenge_of_another_browser_is_none_of_ours(stage: Stage) -> None:
    assert await stage.refusal(await stage.response(), browser="bw_strangers") == "passkey.challenge"


async def test_a_challenge_for_registration_signs_nobody_in(stage: Stage) -> None:
    options = await stage.passkeys.registration_options(DANA, [], BROWSER, NOW)
    response = stage.authenticator.get({"challenge": options["challenge"], "rpId": HOST})
    assert await stage.refusal(response) == "passkey.challenge"


WRONGS = [
    (Wrong(challenge=b"made up by the attacker"), "passkey.challenge"),
    (Wrong(origin="https://attune.clinic.example.evil.test"), "passkey.origin"),
    (Wrong(origin="http://attune.clinic.example"), "passkey.origin"),
    (Wrong(cross_origin=True), "passkey.origin"),
    (Wrong(party="evil.test"), "passkey.party"),
    (Wrong(user_verified=False), "passkey.unverified"),
    (Wrong(user_present=False), "passkey.unverified"),
    (Wrong(type="payment.get"), "passkey.malformed"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONGS)
async def test_what_is_wrong_at_sign_in_has_its_own_code(stage: Stage, wrong: Wrong, code: str) -> None:
    assert await stage.refusal(await stage.response(wrong)) == code


@pytest.mark.parametrize(("wrong", "code"), [*WRONGS, (Wrong(algorithm=-47), "passkey.algorithm")])
async def test_what_is_wrong_at_registration_has_its_own_code(wrong: Wrong, code: str) -> None:
    assert await registration_refusal(wrong) == code


async def test_another_keys_signature_is_refused(stage: Stage) -> None:
    thief = SoftAuthenticator(
        ORIGIN, credential_id=stage.authenticator.credential_id, handle=DANA.handle, sign_count=9
    )
    response = thief.get(await stage.passkeys.sign_in_options(BROWSER, NOW))
    assert await stage.refusal(response) == "passkey.signature"


@pytest.mark.parametrize("sign_count", [0, 1, 4, 5])
async def test_a_counter_that_does_not_grow_shows_a_copy(stage: Stage, sign_count: int) -> None:
    await stage.sign_in(await stage.response(Wrong(sign_count=5)))
    assert await stage.refusal(await stage.response(Wrong(sign_count=sign_count))) == "passkey.cloned"


async def test_nobody_can_make_a_passkey_look_copied_without_its_key(stage: Stage) -> None:
    await stage.sign_in(await stage.response(Wrong(sign_count=5)))
    forged = await stage.response(Wrong(sign_count=1, signature=b"not one"))
    assert await stage.refusal(forged) == "passkey.signature"


async def test_a_passkey_without_a_counter_is_never_taken_for_a_copy() -> None:
    stage = Stage(counts=False)
    await stage.register()
    for _ in range(3):
        assert await stage.sign_in(await stage.response()) == PasskeyUse(sign_count=0, backed_up=True)


async def test_a_passkey_that_names_another_account_is_refused(stage: Stage) -> None:
    assert await stage.refusal(await stage.response(Wrong(handle=b"handle-of-ben"))) == "passkey.owner"


async def test_a_passkey_that_is_not_stored_is_unknown(stage: Stage) -> None:
    stage.stored = None
    assert await stage.refusal(await stage.response()) == "passkey.unknown"


@pytest.mark.parametrize(
    ("public_url", "host"),
    [
        ("https://attune.clinic.example", "attune.clinic.example"),
        ("https://attune.clinic.example:8443", "attune.clinic.example"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_the_relying_party_is_the_host_and_its_origin_the_address(public_url: str, host: str) -> None:
    assert find_relying_party(public_url, "Attune") == RelyingParty(host, public_url, "Attune")


@pytest.mark.parametrize("public_url", ["http://127.0.0.1:8000", "https://[2001:db8::1]"])
def test_an_address_of_numbers_has_no_passkeys(public_url: str) -> None:
    assert find_relying_party(public_url, "Attune") is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
)
PARTS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle", "transports")


async def _both(response: dict[str, Any], stage: Stage) -> set[str]:
    codes = set()
    for attempt in (
        stage.passkeys.register(response, BROWSER, NOW),
        stage.passkeys.authenticate(response, stage.stored, BROWSER, NOW),
    ):
        with pytest.raises(Refused) as refused:
            await attempt
        codes.add(refused.value.code)
    return codes


@given(response=st.dictionaries(st.sampled_from(["id", "rawId", "type", "response"]), json_values))
async def test_any_json_is_refused_as_such(response: dict[str, Any]) -> None:
    assert await _both(response, Stage()) == {"passkey.malformed"}


@given(part=st.sampled_from(PARTS), value=json_values, at_sign_in=st.booleans())
async def test_any_part_may_be_anything(part: str, value: Any, at_sign_in: bool) -> None:
    stage = Stage()
    await stage.register()
    if at_sign_in:
        response = copy.deepcopy(await stage.response())
    else:
        response = stage.authenticator.create(
            await stage.passkeys.registration_options(DANA, [], BROWSER, NOW)
        )
    response["response"][part] = value
    try:
        await (stage.sign_in(response) if at_sign_in else stage.passkeys.register(response, BROWSER, NOW))
    except Refused as refused:
        assert_is_a_code(refused)


@given(
    part=st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]),
    at=st.integers(0, 999),
    bit=st.integers(0, 7),
)
async def test_a_damaged_bit_never_signs_anybody_in(part: str, at: int, bit: int) -> None:
    stage = Stage()
    await stage.register()
    response = await stage.response()
    raw = bytearray(_decode(response["response"][part]))
    raw[at % len(raw)] ^= 1 << bit
    response["response"][part] = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    assert (await stage.refusal(response)).startswith("passkey.")


@given(damage=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), min_size=1, max_size=3))
async def test_a_damaged_registration_is_refused_or_harmless(damage: list[tuple[int, int]]) -> None:
    stage = Stage()
    response = stage.authenticator.create(await stage.passkeys.registration_options(DANA, [], BROWSER, NOW))
    raw = bytearray(_decode(response["response"]["attestationObject"]))
    for at, value in damage:
        raw[at % len(raw)] = value
    response["response"]["attestationObject"] = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    try:
        await stage.passkeys.register(response, BROWSER, NOW)
    except Refused as refused:
        assert_is_a_code(refused)


async def test_an_attestation_nested_without_end_is_refused(stage: Stage) -> None:
    options = await stage.passkeys.registration_options(DANA, [], BROWSER, NOW)
    response = stage.authenticator.create(options)
    response["response"]["attestationObject"] = base64.urlsafe_b64encode(b"\x81" * 12_000).decode()
    with pytest.raises(Refused) as refused:
        await stage.passkeys.register(response, BROWSER, NOW)
    assert refused.value.code == "passkey.malformed"


async def test_a_field_beyond_all_measure_is_refused_unread(stage: Stage) -> None:
    response = await stage.response()
    response["response"]["userHandle"] = "A" * 20_000
    assert await stage.refusal(response) == "passkey.malformed"


def assert_is_a_code(refused: Refused) -> None:
    assert refused.code.startswith("passkey.")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
