import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.delivery import Outcome, Reason, Verdict
from app.mail.smtp.replies import Stage, read_reply

TEMPORARY, PERMANENT = Verdict.TEMPORARY, Verdict.PERMANENT


@pytest.mark.parametrize(
    ("stage", "code", "text", "expected"),
    [
        # RFC 3463 says why.
        (Stage.RECIPIENT, 550, "5.1.1 unknown", Outcome(PERMANENT, Reason.NO_SUCH_ADDRESS, "5.1.1")),
        (Stage.RECIPIENT, 550, "5.1.10 null MX", Outcome(PERMANENT, Reason.NO_SUCH_ADDRESS, "5.1.10")),
        (Stage.RECIPIENT, 550, "5.2.1 disabled", Outcome(PERMANENT, Reason.MAILBOX_OFF, "5.2.1")),
        (Stage.RECIPIENT, 550, "5.4.4 no route", Outcome(PERMANENT, Reason.NO_ROUTE, "5.4.4")),
        (Stage.RECIPIENT, 450, "4.4.1 no answer", Outcome(TEMPORARY, Reason.NO_ROUTE, "4.4.1")),
        (Stage.RECIPIENT, 451, "4.7.1 greylisted", Outcome(TEMPORARY, Reason.POLICY, "4.7.1")),
        (Stage.DATA, 554, "5.7.1 spam", Outcome(PERMANENT, Reason.POLICY, "5.7.1")),
        (Stage.DATA, 552, "5.3.4 too big", Outcome(PERMANENT, Reason.TOO_LARGE, "5.3.4")),
        # Without it, the code does.
        (Stage.RECIPIENT, 550, "no such user", Outcome(PERMANENT, Reason.NO_SUCH_ADDRESS, "550")),
        (Stage.RECIPIENT, 553, "bad name", Outcome(PERMANENT, Reason.NO_SUCH_ADDRESS, "553")),
        (Stage.DATA, 550, "no", Outcome(PERMANENT, Reason.REFUSED, "550")),
        (Stage.DATA, 554, "", Outcome(PERMANENT, Reason.REFUSED, "554")),
        (Stage.RECIPIENT, 450, "later", Outcome(TEMPORARY, Reason.BUSY, "450")),
        (Stage.DATA, 552, "too much", Outcome(PERMANENT, Reason.TOO_LARGE, "552")),
        # Permanent by their digit, temporary in truth.
        (Stage.RECIPIENT, 552, "5.2.2 full", Outcome(TEMPORARY, Reason.MAILBOX_FULL, "5.2.2")),
        (Stage.RECIPIENT, 552, "full", Outcome(TEMPORARY, Reason.MAILBOX_FULL, "552")),
        (Stage.DATA, 554, "5.3.2 not now", Outcome(TEMPORARY, Reason.BUSY, "5.3.2")),
        # About us, not about the mail.
        (Stage.SENDER, 530, "5.7.0 sign in", Outcome(TEMPORARY, Reason.SIGN_IN_REFUSED, "5.7.0", True)),
        (Stage.SIGN_IN, 535, "5.7.8 no", Outcome(TEMPORARY, Reason.SIGN_IN_REFUSED, "5.7.8", True)),
        (Stage.SIGN_IN, 454, "4.7.0 later", Outcome(TEMPORARY, Reason.SIGN_IN_REFUSED, "4.7.0", True)),
        (Stage.SENDER, 553, "not yours", Outcome(TEMPORARY, Reason.SENDER_REFUSED, "553", True)),
        (Stage.CONNECT, 554, "5.3.2 no mail", Outcome(TEMPORARY, Reason.SERVER_AWAY, "5.3.2", True)),
        # At MAIL FROM, but about the mail.
        (Stage.SENDER, 552, "5.3.4 too big", Outcome(PERMANENT, Reason.TOO_LARGE, "5.3.4")),
        (Stage.SENDER, 553, "5.6.7 ASCII only", Outcome(PERMANENT, Reason.UTF8_ADDRESS, "5.6.7")),
        (Stage.SENDER, 451, "4.3.0 later", Outcome(TEMPORARY, Reason.BUSY, "4.3.0")),
        (Stage.DATA, 421, "4.4.2 bye", Outcome(TEMPORARY, Reason.SERVER_AWAY, "4.4.2")),
        (Stage.DATA, 250, "2.0.0 ok", Outcome(Verdict.ACCEPTED)),
    ],
)
def test_a_reply_means(stage: Stage, code: int, text: str, expected: Outcome) -> None:
    assert read_reply(stage, code, text) == expected


@pytest.mark.parametrize("text", ["4.1.1 odd", "5.1.1x", "x 5.1.1", "5.1", "5.1.1000"])
def test_an_enhanced_status_counts_only_if_it_is_one_of_the_same_class(text: str) -> None:
    assert read_reply(Stage.DATA, 554, text) == Outcome(PERMANENT, Reason.REFUSED, "554")


@given(st.sampled_from(Stage), st.integers(-1, 1000), st.text(max_size=40))
def test_no_reply_is_too_odd_and_none_of_its_words_pass(stage: Stage, code: int, text: str) -> None:
    outcome = read_reply(stage, code, text + " ann@example.net")
    assert "@" not in outcome.status
    assert len(outcome.status) <= 9
    if outcome.verdict is PERMANENT:
        assert 500 <= code < 600
        assert not outcome.server_wide


@given(st.sampled_from([Stage.RECIPIENT, Stage.DATA]), st.integers(400, 499), st.text(max_size=20))
def test_the_first_digit_four_is_always_temporary(stage: Stage, code: int, text: str) -> None:
    assert read_reply(stage, code, text).verdict is TEMPORARY
