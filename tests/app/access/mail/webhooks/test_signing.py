import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

from app.access.mail.webhooks.signing import SECRET_PREFIX, headers_of, new_secret, sign, write_body
from clinic.common.ids import ClinicId
from clinic.identity.webhooks import EventKind

AT = datetime(2026, 3, 2, 19, tzinfo=UTC)
HERE = ClinicId("cl_here")


def test_a_signature_is_that_of_the_specification() -> None:
    # The example of the Standard Webhooks specification and of its libraries.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == expected


def test_a_secret_is_32_random_bytes() -> None:
    secrets = {new_secret() for _ in range(20)}
    assert len(secrets) == 20
    for secret in secrets:
        assert len(base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)) == 32


def test_a_body_is_ids_and_a_time_and_the_same_at_each_attempt() -> None:
    body = write_body(EventKind.CONSENT_GIVEN, AT, HERE, {"consent": "gr_1", "person": "pt_1"})
    assert body == write_body(EventKind.CONSENT_GIVEN, AT, HERE, {"consent": "gr_1", "person": "pt_1"})
    assert json.loads(body) == {
        "type": "consent.given",
        "timestamp": "2026-03-02T19:00:00+00:00",
        "data": {"clinic": "cl_here", "consent": "gr_1", "person": "pt_1"},
    }


def test_each_valid_secret_signs() -> None:
    secrets = [new_secret(), new_secret()]
    headers = headers_of(secrets, "we_1", 1_700_000_000, b"{}")
    assert headers["Webhook-Id"] == "we_1"
    assert headers["Webhook-Timestamp"] == "1700000000"
    signatures = headers["Webhook-Signature"].split()
    for secret, signature in zip(secrets, signatures, strict=True):
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
        digest = hmac.new(key, b"we_1.1700000000.{}", hashlib.sha256).digest()
        assert signature == f"v1,{base64.b64encode(digest).decode()}"
