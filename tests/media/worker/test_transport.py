"""Which paths are accepted and when sending moves: packets are passed in directly."""

from collections.abc import Iterator

import pytest
from aioice import stun

from media.net.ice import CONSENT_S
from media.worker.transport import MAX_PATHS
from tests.support.relay.parts import check_success
from tests.support.relay.transports import (
    AWAY,
    FOREIGN,
    HOME,
    MEDIA,
    OTHER,
    THEIR_PASSWORD,
    FakePeer,
    RecordingTransport,
    move,
)


@pytest.fixture
def transport() -> Iterator[RecordingTransport]:
    made = RecordingTransport()
    yield made
    made.close()


# Which addresses are accepted.


def test_media_passes_only_after_a_signed_check(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(MEDIA, HOME, 0.0)
    transport.handle_datagram(peer.check(password="wrong"), HOME, 0.0)
    transport.handle_datagram(MEDIA, HOME, 0.0)
    assert peer.srtp == []
    assert transport.counted == {"unvalidated_source": 2, "stun_bad_integrity": 1}
    transport.handle_datagram(peer.check(), HOME, 0.0)
    transport.handle_datagram(MEDIA, HOME, 0.0)
    transport.handle_datagram(b"\x16record", HOME, 0.0)
    transport.handle_datagram(b"\x40turn", HOME, 0.0)
    assert (peer.srtp, peer.dtls) == ([MEDIA], [b"\x16record"])
    assert transport.counted["unknown_protocol"] == 1
    answer = stun.parse_message(transport.sent[0][0])
    assert answer.attributes["XOR-MAPPED-ADDRESS"] == HOME


def test_an_unknown_peer_gets_no_answer(transport: RecordingTransport) -> None:
    transport.handle_datagram(FakePeer(1).check(), HOME, 0.0)
    assert transport.sent == []
    assert transport.counted == {"stun_unknown_peer": 1}


def test_a_relay_for_this_machine_alone_does_not_even_read_what_others_send(
    transport: RecordingTransport,
) -> None:
    peer, own = FakePeer(1), ("192.0.2.7", 5)
    transport._only_from = (own[0],)
    transport.register(peer)
    for address in (FOREIGN, ("192.0.2.70", 1), ("1.127.0.1", 1)):
        transport.handle_datagram(peer.check(), address, 0.0)
        transport.handle_datagram(b"\x01\x01" + bytes(18), address, 0.0)
        transport.handle_datagram(MEDIA, address, 0.0)
    assert transport.counted == {"outsider": 6, "unvalidated_source": 3}
    assert transport.sent == []
    transport.handle_datagram(peer.check(), own, 0.0)
    assert peer.proved == [own]


def test_a_nominated_new_address_takes_over_and_media_continues(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(nominate=False), HOME, 0.0)
    assert peer.at == HOME
    transport.handle_datagram(peer.check(nominate=False), AWAY, 0.0)
    assert (peer.at, transport.questions(AWAY)) == (HOME, [])
    move(transport, peer, AWAY, 0.0)
    transport.handle_datagram(peer.check(), AWAY, 0.1)
    assert peer.at == AWAY
    # The address in use is not checked.
    assert len(transport.questions(AWAY)) == 1
    # Sending follows, and nothing is done where nothing changed.
    assert peer.aimed == [HOME, AWAY]
    assert peer.moves == [0.0]
    for address in (HOME, AWAY):
        transport.handle_datagram(MEDIA, address, 0.0)
    assert len(peer.srtp) == 2


def test_a_replayed_check_from_a_spoofed_source_moves_nothing(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    caught = peer.check()
    for _ in range(3):
        transport.handle_datagram(caught, FOREIGN, 0.1)
    assert (peer.at, peer.aimed, peer.moves) == (HOME, [HOME], [])
    (question, *_) = transport.questions(FOREIGN)
    # A response of another peer, a forged one, or one from elsewhere proves nothing about the address.
    transport.handle_datagram(check_success(question, "a guess"), FOREIGN, 0.2)
    transport.handle_datagram(check_success(question, THEIR_PASSWORD), HOME, 0.2)
    question.transaction_id = bytes(12)
    transport.handle_datagram(check_success(question, THEIR_PASSWORD), FOREIGN, 0.2)
    assert (peer.at, peer.moves) == (HOME, [])
    assert transport.counted == {"stun_bad_integrity": 1, "stun_unasked": 2}


def test_our_check_is_signed_for_the_client_and_sent_again_with_each_check(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for _ in range(2):
        transport.handle_datagram(peer.check(), AWAY, 0.1)
    questions = transport.questions(AWAY)
    assert [question.attributes["USERNAME"] for question in questions] == ["theirs:ufrag1"] * 2
    assert all(question.check_message_integrity(THEIR_PASSWORD.encode()) for question in questions)
    assert questions[0].transaction_id == questions[1].transaction_id
    # The response to the first may arrive late.
    transport.handle_datagram(check_success(questions[0], THEIR_PASSWORD), AWAY, 0.3)
    assert (peer.at, peer.moves) == (AWAY, [0.3])


def test_before_a_response_nothing_moves(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    peer.ice.newest.remote = None
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    transport.handle_datagram(peer.check(), AWAY, 0.1)
    assert (peer.at, transport.questions(AWAY)) == (HOME, [])


def test_validated_addresses_are_bounded_and_the_current_one_stays(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for port in range(2000, 2020):
        transport.handle_datagram(peer.check(nominate=False), ("127.0.0.1", port), 0.0)
    assert len(peer.proved) == MAX_PATHS
    transport.handle_datagram(MEDIA, HOME, 0.0)
    transport.handle_datagram(MEDIA, ("127.0.0.1", 2000), 0.0)
    assert len(peer.srtp) == 1


def test_a_live_peer_keeps_its_address_and_a_silent_one_loses_it(transport: RecordingTransport) -> None:
    first, second = FakePeer(1), FakePeer(2)
    transport.register(first)
    transport.register(second)
    transport.handle_datagram(first.check(), HOME, 0.0)
    transport.handle_datagram(second.check(), HOME, CONSENT_S - 1)
    assert second.at is None
    transport.handle_datagram(second.check(), HOME, CONSENT_S)
    assert (first.at, second.at) == (None, HOME)
    assert (first.aimed, second.aimed) == ([HOME, None], [HOME])
    transport.handle_datagram(MEDIA, HOME, CONSENT_S)
    assert (first.srtp, second.srtp) == ([], [MEDIA])


def test_a_forgotten_peer_is_a_stranger(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    transport.forget(peer)
    transport.forget(peer)
    transport.handle_datagram(MEDIA, HOME, 0.0)
    transport.handle_datagram(peer.check(), OTHER, 0.0)
    assert peer.srtp == []
    assert peer.aimed[-1] is None
    assert transport.counted == {"unvalidated_source": 1, "stun_unknown_peer": 1}


# ICE restarts.


def test_a_restart_keeps_the_former_credentials_until_the_new_ones_are_proven(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    old = peer.check()
    transport.handle_datagram(old, HOME, 0.0)
    transport.renew(peer, "new", "secret")
    peer.ice.newest.remote = ("theirs", THEIR_PASSWORD)
    transport.handle_datagram(old, HOME, 1.0)
    assert (peer.ice.heard, transport.counted) == (1.0, {})
    transport.handle_datagram(peer.check(ufrag="new", password="password1"), HOME, 2.0)
    transport.handle_datagram(peer.check(ufrag="ufrag1", password="secret"), HOME, 2.0)
    assert transport.counted == {"stun_bad_integrity": 2}
    assert len(peer.ice.credentials) == 2
    move(transport, peer, AWAY, 3.0)
    assert (peer.at, len(peer.ice.credentials)) == (AWAY, 1)
    transport.handle_datagram(old, HOME, 4.0)
    assert transport.counted["stun_unknown_peer"] == 1
    assert peer.ice.heard == 3.0
    transport.handle_datagram(MEDIA, HOME, 4.0)
    assert peer.srtp == [MEDIA]


def test_of_several_restarts_the_proven_credentials_and_the_newest_two_are_kept(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    for number in range(2, 6):
        transport.renew(peer, f"ufrag{number}", f"password{number}")
    assert set(transport._by_ufrag) == {"ufrag1", "ufrag4", "ufrag5"}
    transport.forget(peer)
    assert transport._by_ufrag == {}


def test_after_two_quick_restarts_media_goes_on_and_the_last_one_moves_it(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    old = peer.check()
    transport.handle_datagram(old, HOME, 0.0)
    for number in (2, 3):
        transport.renew(peer, f"ufrag{number}", f"password{number}")
        # The page still keeps the old pair alive, and the answer is on its way.
        transport.handle_datagram(old, HOME, float(number))
        transport.handle_datagram(peer.check(), AWAY, float(number))
        assert (peer.at, peer.ice.heard, transport.questions(AWAY)) == (HOME, float(number), [])
    peer.ice.newest.remote = ("newer", "their newest password")
    transport.handle_datagram(peer.check(), AWAY, 4.0)
    (question,) = transport.questions(AWAY)
    assert question.attributes["USERNAME"] == "newer:ufrag3"
    assert (peer.at, set(transport._by_ufrag)) == (HOME, {"ufrag3"})
    transport.handle_datagram(check_success(question, THEIR_PASSWORD), AWAY, 5.0)
    assert peer.at == HOME
    transport.handle_datagram(check_success(question, "their newest password"), AWAY, 5.0)
    assert (peer.at, peer.moves) == (AWAY, [5.0])


# Paths that end.


def test_when_a_path_ends_the_newest_other_one_is_asked_and_takes_over_once_it_answers(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    transport.handle_datagram(peer.check(nominate=False), AWAY, 0.0)
    transport.on_ended(transport.path(HOME), peer)
    assert (peer.at, peer.aimed[-1], peer.proved) == (None, None, [AWAY])
    (question,) = transport.questions(AWAY)
    transport.handle_datagram(check_success(question, THEIR_PASSWORD), AWAY, 0.1)
    assert (peer.at, peer.moves) == (AWAY, [0.1])


def test_when_the_only_path_ends_the_next_one_must_answer_before_it_gets_anything(
    transport: RecordingTransport,
) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    caught = peer.check(nominate=False)
    transport.handle_datagram(caught, HOME, 0.0)
    transport.on_ended(transport.path(HOME), peer)
    assert (peer.at, peer.proved, transport.questions(AWAY)) == (None, [], [])
    # A check can be captured and replayed from elsewhere.
    transport.handle_datagram(caught, AWAY, 0.1)
    assert peer.at is None
    transport.handle_datagram(check_success(transport.questions(AWAY)[-1], THEIR_PASSWORD), AWAY, 0.2)
    assert peer.at == AWAY


def test_what_belongs_to_nobody_any_more_is_let_go(transport: RecordingTransport) -> None:
    peer = FakePeer(1)
    transport.register(peer)
    transport.handle_datagram(peer.check(), HOME, 0.0)
    for port in range(2000, 2000 + MAX_PATHS):
        transport.handle_datagram(peer.check(nominate=False), ("127.0.0.1", port), 0.0)
    assert [path.dropped for path in transport.paths.values()] == [0, 1, *[0] * (MAX_PATHS - 1)]
    transport.forget(peer)
    assert all(path.owner is None and path.dropped == 1 for path in transport.paths.values())
