import logging
from datetime import UTC, datetime
from pathlib import Path
from ssl import SSLContext

import pytest

from app.mail.delivery import Outcome, Reason, Verdict
from app.mail.ports import Content, MailId, QueuedMail
from app.mail.smtp.mime import Origin
from app.mail.smtp.server import Security, SmtpServer, SmtpSettings, Timeouts
from tests.support.mail.server import (
    HANG,
    HANG_UP,
    HOST,
    PASSWORD,
    USER,
    Greets,
    TestMailServer,
    check_login,
    make_certificate,
    serve,
    serve_raw,
)

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ORIGIN = Origin("no-reply@example.org", "meet.example.org")
ACCEPTED = Outcome(Verdict.ACCEPTED)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[SSLContext, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def mail(to: str = "ann@example.net", name: str = "ml_1") -> QueuedMail:
    return QueuedMail(MailId(name), 1, to, Content("Appointment", "Hello,\n\nmañana.\n"))


def settings(port: int, security: Security = Security.NONE, **more: object) -> SmtpSettings:
    return SmtpSettings(HOST, port, security, ORIGIN, "meet.example.org", **more)  # type: ignore[arg-type]


async def send(to_send: list[QueuedMail], how: SmtpSettings) -> list[Outcome]:
    """Send one mail after the other over one connection."""
    async with SmtpServer(how).connect() as connection:
        return [await connection.send(each, NOW) for each in to_send]


async def test_a_batch_uses_one_connection_and_says_goodbye() -> None:
    async with serve() as server:
        outcomes = await send([mail(name="ml_1"), mail("bo@example.net", "ml_2")], settings(server.port))
        assert outcomes == [ACCEPTED, ACCEPTED]
        assert server.connections == 1
        assert server.hellos == ["meet.example.org"], "not the machine's own name"
        assert [each.rcpt_tos for each in server.mails] == [["ann@example.net"], ["bo@example.net"]]
        assert {each.mail_from for each in server.mails} == {"no-reply@example.org"}


async def test_a_repeated_mail_has_the_same_message_id() -> None:
    async with serve() as server:
        await send([mail()], settings(server.port))
        await send([mail()], settings(server.port))
        first, second = server.messages()
        assert first["Message-ID"] == second["Message-ID"] == "<ml_1@meet.example.org>"
        assert first.get_content() == "Hello,\r\n\r\nmañana.\r\n"


async def test_nothing_is_opened_when_nothing_is_sent() -> None:
    async with serve() as server:
        assert await send([], settings(server.port)) == []
        assert server.connections == 0


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("550 5.1.1 <ann@example.net> unknown", Outcome(Verdict.PERMANENT, Reason.NO_SUCH_ADDRESS, "5.1.1")),
        ("450 4.2.0 later", Outcome(Verdict.TEMPORARY, Reason.BUSY, "4.2.0")),
        ("452 4.2.2 full", Outcome(Verdict.TEMPORARY, Reason.MAILBOX_FULL, "4.2.2")),
        (HANG_UP, Outcome(Verdict.TEMPORARY, Reason.CONNECTION_LOST)),
    ],
)
async def test_a_refused_recipient_does_not_stop_the_next(reply: str, expected: Outcome) -> None:
    async with serve(TestMailServer(recipients={"ann@example.net": reply})) as server:
        outcomes = await send([mail(), mail("bo@example.net")], settings(server.port))
        assert outcomes == [expected, ACCEPTED]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("554 5.7.1 spam", Outcome(Verdict.PERMANENT, Reason.POLICY, "5.7.1")),
        ("451 try later", Outcome(Verdict.TEMPORARY, Reason.BUSY, "451")),
        ("421 4.3.0 closing", Outcome(Verdict.TEMPORARY, Reason.SERVER_AWAY, "4.3.0")),
        (HANG_UP, Outcome(Verdict.TEMPORARY, Reason.CONNECTION_LOST)),
    ],
)
async def test_a_mail_that_is_refused_after_its_text_does_not_stop_the_next(
    reply: str, expected: Outcome
) -> None:
    async with serve(TestMailServer(data={"ann@example.net": reply})) as server:
        outcomes = await send([mail(), mail("bo@example.net")], settings(server.port))
        assert outcomes == [expected, ACCEPTED]


async def test_a_refused_sender_concerns_every_mail() -> None:
    answers = TestMailServer(senders={ORIGIN.address: "553 5.7.1 not yours"})
    async with serve(answers) as server:
        (outcome,) = await send([mail()], settings(server.port))
        assert outcome == Outcome(Verdict.TEMPORARY, Reason.SENDER_REFUSED, "5.7.1", server_wide=True)


@pytest.mark.parametrize("timeouts", [Timeouts(reply_s=0.4), Timeouts(message_s=0.4)])
async def test_a_server_that_stops_answering_is_left(timeouts: Timeouts) -> None:
    async with serve(TestMailServer(data={"ann@example.net": HANG})) as server:
        outcomes = await send([mail(), mail("bo@example.net")], settings(server.port, timeouts=timeouts))
        assert outcomes[0] == Outcome(Verdict.TEMPORARY, Reason.SERVER_SLOW, server_wide=True)
        assert outcomes[1] == ACCEPTED
        assert server.connections == 2, "the late reply would answer the wrong command"


async def test_a_server_that_does_not_greet_is_slow() -> None:
    async with serve_raw(Greets) as port:
        (outcome,) = await send([mail()], settings(port, timeouts=Timeouts(connect_s=0.2)))
    assert outcome == Outcome(Verdict.TEMPORARY, Reason.SERVER_SLOW, server_wide=True)


@pytest.mark.parametrize(
    "line", [b"554 5.3.2 no mail today\r\n", b"421 busy\r\n", b"HTTP/1.1 400 Bad Request\r\n"]
)
async def test_a_server_that_greets_with_a_refusal_is_away(line: bytes) -> None:
    async with serve_raw(lambda: Greets(line)) as port:
        (outcome,) = await send([mail()], settings(port))
    assert (outcome.verdict, outcome.reason) == (Verdict.TEMPORARY, Reason.SERVER_AWAY)
    assert outcome.server_wide


async def test_a_closed_port_is_a_server_that_is_away() -> None:
    async with serve_raw(Greets) as port:
        pass
    (outcome,) = await send([mail()], settings(port))
    assert outcome == Outcome(Verdict.TEMPORARY, Reason.SERVER_AWAY, server_wide=True)


async def test_starttls_encrypts_before_signing_in(certificate: tuple[SSLContext, Path]) -> None:
    context, trusted = certificate
    options = {"tls_context": context, "require_starttls": True, "auth_required": True}
    async with serve(authenticator=check_login, **options) as server:
        how = settings(server.port, Security.STARTTLS, ca_file=trusted, username=USER, password=PASSWORD)
        assert await send([mail()], how) == [ACCEPTED]
        assert server.encrypted == [True]


async def test_tls_encrypts_from_the_first_byte(certificate: tuple[SSLContext, Path]) -> None:
    context, trusted = certificate
    async with serve(tls=context) as server:
        assert await send([mail()], settings(server.port, Security.TLS, ca_file=trusted)) == [ACCEPTED]
        assert server.connections == 1


async def test_a_wrong_password_concerns_every_mail(certificate: tuple[SSLContext, Path]) -> None:
    context, trusted = certificate
    async with serve(authenticator=check_login, tls_context=context, auth_required=True) as server:
        how = settings(server.port, Security.STARTTLS, ca_file=trusted, username=USER, password="wrong")
        (outcome,) = await send([mail()], how)
        assert outcome == Outcome(Verdict.TEMPORARY, Reason.SIGN_IN_REFUSED, "5.7.8", server_wide=True)
        assert server.mails == []


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_nothing_is_sent_to_a_server_whose_certificate_is_not_trusted(
    security: Security, certificate: tuple[SSLContext, Path]
) -> None:
    context, _ = certificate
    options = {"tls": context} if security is Security.TLS else {"tls_context": context}
    async with serve(**options) as server:  # type: ignore[arg-type]
        (outcome,) = await send([mail()], settings(server.port, security))
        assert outcome == Outcome(Verdict.TEMPORARY, Reason.INSECURE, server_wide=True)
        assert server.mails == []


async def test_nothing_is_sent_where_starttls_is_not_offered() -> None:
    async with serve() as server:
        (outcome,) = await send([mail()], settings(server.port, Security.STARTTLS))
        assert outcome == Outcome(Verdict.TEMPORARY, Reason.INSECURE, server_wide=True)
        assert server.mails == []


async def test_letters_beyond_ascii_reach_a_server_that_can_take_them() -> None:
    async with serve(enable_SMTPUTF8=True) as server:
        assert await send([mail("josé@example.net")], settings(server.port)) == [ACCEPTED]
        assert server.mails[0].rcpt_tos == ["josé@example.net"]
        assert server.messages()[0]["To"] == "josé@example.net"


async def test_letters_beyond_ascii_are_refused_where_the_server_cannot() -> None:
    async with serve() as server:
        outcomes = await send([mail("josé@example.net"), mail()], settings(server.port))
        assert outcomes == [Outcome(Verdict.PERMANENT, Reason.UTF8_ADDRESS), ACCEPTED]


async def test_a_domain_beyond_ascii_needs_no_special_server() -> None:
    async with serve() as server:
        assert await send([mail("ann@bücher.example")], settings(server.port)) == [ACCEPTED]
        assert server.mails[0].rcpt_tos == ["ann@xn--bcher-kva.example"]


async def test_what_is_no_address_is_never_offered() -> None:
    async with serve() as server:
        outcomes = await send([mail("ann@example.net>\r\nDATA")], settings(server.port))
        assert outcomes == [Outcome(Verdict.PERMANENT, Reason.BAD_ADDRESS)]
        assert server.connections == 0


async def test_no_log_line_and_no_outcome_holds_an_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = TestMailServer(recipients={"ann@example.net": "550 5.1.1 <ann@example.net>: unknown"})
    async with serve(answers) as server:
        outcomes = await send([mail(), mail("bo@example.net")], settings(server.port))
    ours = [record for record in caplog.records if not record.name.startswith("mail.log")]
    assert not any("example.net" in record.getMessage() for record in ours)
    assert "example.net" not in repr((outcomes, mail()))


def test_only_this_machine_is_talked_to_without_encryption() -> None:
    for host in ("localhost", "127.0.0.1", "::1"):
        SmtpSettings(host, 25, Security.NONE, ORIGIN, "meet.example.org")
    for host in ("mx.example.org", "10.0.0.1", "localhost.example.org"):
        with pytest.raises(ValueError, match="security"):
            SmtpSettings(host, 25, Security.NONE, ORIGIN, "meet.example.org")


def test_a_user_has_a_password() -> None:
    with pytest.raises(ValueError, match="password"):
        settings(25, username=USER)


def test_secrets_stay_out_of_reprs() -> None:
    assert PASSWORD not in repr(settings(25, username=USER, password=PASSWORD))
