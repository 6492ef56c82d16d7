"""The operators' page as HTML: the current state in plain words. Pure; everything shown is escaped.

Its frame is the client's ``ops.html``; the places in braces are filled in here.
"""

from collections.abc import Sequence
from html import escape

from app.observability.operations import ServiceReading
from app.observability.words import count, describe_formats, describe_quality, describe_worker, mood_of
from media.pool.pool import RelayRoomState, WorkerState

__all__ = ["render_page"]


def render_page(
    frame: str,
    workers: Sequence[WorkerState],
    rooms: Sequence[RelayRoomState],
    service: ServiceReading,
    sockets: int,
) -> str:
    """Return the page.

    Args:
        frame: The page with places for what is filled in.
        workers: Worker 0 first.
        rooms: The rooms on the relay, in display order.
        service: The web process.
        sockets: The number of open websockets.
    """
    return frame.format(
        summary=escape(_summary(workers, rooms)),
        service=escape(_service(service, sockets)),
        workers="\n".join(_worker(worker, _may_drain(worker, workers)) for worker in workers),
        rooms=_rooms(rooms),
    )


def _summary(workers: Sequence[WorkerState], rooms: Sequence[RelayRoomState]) -> str:
    moods = [mood_of(worker) for worker in workers]
    ready = sum(mood != "starting" for mood in moods)
    seats = sum(len(room.connected) for room in rooms)
    carried = f"{count(len(rooms), 'room', 'rooms')}, {count(seats, 'seat', 'seats')} connected."
    lacking = sum(len(room.unsupported) for room in rooms)
    if lacking:
        carried += f" {count(lacking, 'browser lacks', 'browsers lack')} a format for sound or pictures."
    if not ready:
        return f"No worker is ready: nobody is heard or seen now. {carried}"
    if ready < len(workers):
        return f"{ready} of {count(len(workers), 'worker', 'workers')} are ready. {carried}"
    if "busy" in moods:
        return f"Some of the workers have much to do. {carried}"
    return f"All is calm. {carried}"


def _service(service: ServiceReading, sockets: int) -> str:
    waiting = (
        f"{count(service.backlog, 'record waits', 'records wait')} for the database"
        if service.backlog
        else "nothing waits for the database"
    )
    if service.refused:
        rooms = count(service.refused, "room", "rooms")
        waiting += f"; the record of {rooms} is refused or cannot be read: the log says why"
    rooms, open_sockets = (
        count(service.rooms, "room", "rooms"),
        count(sockets, "open socket", "open sockets"),
    )
    return (
        f"The web process has {rooms} and {open_sockets}; {waiting}; "
        f"it was {service.lag_ms:.0f} ms late at worst in the last ten seconds."
    )


def _may_drain(worker: WorkerState, workers: Sequence[WorkerState]) -> bool:
    return worker.up and any(
        other.up and not other.draining for other in workers if other.index != worker.index
    )


def _worker(worker: WorkerState, may_drain: bool) -> str:
    restarts = (
        f" It had to be restarted {count(worker.restarts, 'time', 'times')}." if worker.restarts else ""
    )
    if worker.draining:
        button = _button(worker.index, "undrain", f"Stop draining worker {worker.index}")
    elif may_drain:
        button = _button(worker.index, "drain", f"Drain worker {worker.index}")
    else:
        button = ""
    return (
        f'          <li class="card ops-item" data-mood="{mood_of(worker)}"><div><h3>Worker {worker.index}</h3>'
        f"<p>{escape(_sentence(describe_worker(worker)))}{escape(restarts)}</p></div>{button}</li>"
    )


def _button(index: int, action: str, label: str) -> str:
    return f'<button class="button" type="button" data-post="/ops/workers/{index}/{action}">{escape(label)}</button>'


def _rooms(rooms: Sequence[RelayRoomState]) -> str:
    if not rooms:
        return "        <p>No room is open.</p>"
    return '        <ul class="ops-list">\n' + "\n".join(map(_room, rooms)) + "\n        </ul>"


def _room(room: RelayRoomState) -> str:
    seats = "".join(
        f"<li><code>{escape(seat)}</code> <span>{escape(describe_quality(room.quality.get(seat)))}"
        f"{escape(describe_formats(room.unsupported.get(seat, ())))}</span></li>"
        for seat in room.connected
    )
    connected = f'<ul class="ops-seats">{seats}</ul>' if seats else "<p>Nobody is connected.</p>"
    return (
        f'          <li class="card ops-item"><div><h3><code>{escape(room.room)}</code> on worker {room.worker}</h3>'
        f"{connected}</div></li>"
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
