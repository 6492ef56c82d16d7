"""The counters of one connection, as the values that leave the worker."""

from collections.abc import Sequence

from media.counters import PeerStats, SlotStats, StreamStats
from media.peer.peer import Peer
from media.peer.slot import Outlet
from media.peer.stream import IncomingStream
from media.rates.quality import LinkReading
from media.sdp.profile import Kind

__all__ = ["build_peer_stats", "read_connection"]


def read_connection(peer: Peer, limited: bool, now: float) -> LinkReading:
    """The connection's present quality; `limited` means its link is why it gets less than it shows."""
    upstream = peer.upstream
    sounds = [
        outlet.jitter_s for outlet in peer.outlets if outlet.kind is Kind.AUDIO and outlet.source is not None
    ]
    rtt_s = peer.feedback.rtt_s
    return LinkReading(
        up_loss=upstream.loss,
        up_jitter_ms=1000 * upstream.jitter_s,
        up_narrow=upstream.is_narrow(now),
        down_loss=peer.feedback.loss,
        down_jitter_ms=1000 * max(sounds, default=0.0),
        down_narrow=limited,
        rtt_ms=None if rtt_s is None else 1000 * rtt_s,
        silent=peer.silent,
    )


def build_peer_stats(peer: Peer, rids: Sequence[str], now: float) -> PeerStats:
    """A copy of the counters; `rids` are of the room's layers."""
    rtt_s = peer.feedback.rtt_s
    return PeerStats(
        connected=peer.connected,
        silent=peer.silent,
        connection=peer.connection,
        rtt_ms=None if rtt_s is None else round(1000 * rtt_s, 1),
        estimate_bps=peer.link.estimate_bps,
        uplink_bps=peer.upstream.uplink.last_remb_bps,
        packets_in=peer.packets_in,
        bytes_in=peer.bytes_in,
        packets_out=peer.packets_out,
        bytes_out=peer.bytes_out,
        flood_drops=peer.flood_drops,
        level_lies=peer.mic.voice.lies,
        streams=tuple(_stream(stream, now) for stream in peer.streams),
        slots=tuple(_slot(outlet, rids) for outlet in peer.outlets),
    )


def _stream(stream: IncomingStream, now: float) -> StreamStats:
    return StreamStats(
        kind=stream.kind.value,
        rid=stream.rid,
        active=stream.is_active(now),
        is_open=stream.is_open,
        packets=stream.packets,
        bytes=stream.bytes,
        lost=stream.reception.lost,
        jitter_ms=round(1000 * stream.reception.jitter_s, 2),
        bps=stream.bps,
        gated=stream.gated,
        forwarded=stream.forwarded,
        nacked=stream.nacked,
        recovered=stream.recovered,
        key_requests=stream.key_requests,
        key_frames=stream.key_frames,
    )


def _slot(outlet: Outlet, rids: Sequence[str]) -> SlotStats:
    chosen = outlet.chosen
    return SlotStats(
        slot=outlet.slot,
        kind=outlet.kind.value,
        layer=outlet.source.rid if outlet.source is not None else "",
        wanted="" if chosen is None else rids[chosen],
        packets=outlet.packets,
        bytes=outlet.octets,
        loss_percent=round(100 * outlet.loss, 1),
        jitter_ms=round(1000 * outlet.jitter_s, 2),
        nacked=outlet.nacked,
        resent=outlet.resent,
        key_requests=outlet.key_requests,
        switches=outlet.switches,
    )
