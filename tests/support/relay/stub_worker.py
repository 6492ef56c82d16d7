"""A relay worker without media, for tests of the web process's side: it tracks rooms and peers and answers calls.

An added peer is connected at once. Closing a room named `stuck…` is refused.
"""

import argparse
import resource
import socket

from media import control
from media.counters import RoomStats, WorkerStats

__all__ = ["main"]


class _Worker:
    def __init__(self, stream: socket.socket) -> None:
        self._stream = stream
        self._rooms: dict[str, set[str]] = {}
        self._connections = 0
        self._pings = 0

    def send(self, message: control.FromWorker) -> None:
        self._stream.sendall(control.encode_frame(message))

    def serve(self) -> None:
        self.send(control.Ready(0))
        decoder = control.FrameDecoder(control.Call)
        while data := self._stream.recv(65536):
            for call in decoder.feed(data):
                self.send(control.Reply(call.id, self._carry_out(call.body)))
                if isinstance(call.body, control.AddPeer):
                    body = call.body
                    self.send(control.PeerConnected(body.room, body.peer, self._connections))

    def _carry_out(self, request: control.Request) -> control.Body:
        match request:
            case control.Ping():
                self._pings += 1
                return control.Pong(self._stats())
            case control.OpenRoom(room=room):
                self._rooms.setdefault(room, set())
            case control.CloseRoom(room=room):
                if room.startswith("stuck"):
                    return control.Refused("relay.failed")
                self._rooms.pop(room, None)
            case control.AddPeer(room=room, peer=peer) if room in self._rooms:
                self._rooms[room].add(peer)
                self._connections += 1
                return control.Offered("offer", self._connections)
            case control.RemovePeer(room=room, peer=peer):
                self._rooms.get(room, set()).discard(peer)
            case control.GetStats(room=room) if room in self._rooms:
                return control.Stats(RoomStats({}, {}))
            case _ if request.room not in self._rooms:
                return control.Refused("room.unknown")
        return control.Ok()

    def _stats(self) -> WorkerStats:
        return WorkerStats(
            rooms=len(self._rooms),
            peers=sum(map(len, self._rooms.values())),
            packets_in=1,
            bytes_in=2,
            packets_out=3,
            bytes_out=4,
            gated=5,
            resent=6,
            nacked=7,
            drops={"bad_stun": 8},
            # Grows, but is not measured: where the next room goes would depend on the machine's other work.
            cpu_s=1e-6 * self._pings,
            rss_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            lag_ms=0.5,
        )


def main() -> None:
    """Run until the control stream ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control-fd", type=int, required=True)
    options, _ = parser.parse_known_args()
    with socket.socket(fileno=options.control_fd) as stream:
        stream.setblocking(True)
        _Worker(stream).serve()


if __name__ == "__main__":
    main()
