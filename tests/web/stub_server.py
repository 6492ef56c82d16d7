"""A stand-in for the server, for looking at the web client: static files, tickets, and scripted rooms.

The invitation names the scene: `#member`, `#couple`, `#facilitator`, `#seats-9`, `#waiting`, `#lost` … It follows
PROTOCOL.md only as far as the pictures need, and sends no media: the others are shown by their initials.
"""

import asyncio
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

WEB = Path(__file__).parents[2] / "app" / "web"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' ws: wss:; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
NAMES = "Ana Ben Chloe Farid Grace Hugo Imani Jonas Keiko Luis Maren Noor Oskar Priya".split()

SWITCHES = {"mic": True, "camera": True}
STAFF = [
    *("floor.grant", "floor.set_mode", "floor.next", "floor.revoke"),
    *("seat.admit", "seat.admit_all", "seat.move_to_waiting", "session.end"),
]
CLOSED = {"space": "waiting", "audio": "closed_by_room", "video": "closed_by_room"}

app = FastAPI()
app.mount("/web", StaticFiles(directory=WEB), name="web")


@app.middleware("http")
async def add_policy(request: Request, call_next: Any) -> Response:
    response: Response = await call_next(request)
    response.headers["Content-Security-Policy"] = CSP
    return response


@app.get("/join")
async def join() -> FileResponse:
    return FileResponse(WEB / "index.html")


@app.post("/api/v1/tickets")
async def tickets(request: Request) -> JSONResponse:
    scene = (await request.json())["invitation"]
    if scene in ("invalid", "expired", "ended"):
        return JSONResponse({"code": f"link.{scene}"}, status_code=404, media_type="application/problem+json")
    room = build_view(scene)
    people = [{"id": person, "name": room["people"][person]["name"]} for person in room["you"]["people"]]
    seat = {
        "id": room["you"]["seat"],
        "shared": len(people) > 1,
        "role": room["you"]["role"],
        "people": people,
    }
    session = {"title": room["room"]["title"], "state": "live"}
    return JSONResponse({"ticket": scene, "expires_in_s": 300, "session": session, "seat": seat})


def build_view(scene: str) -> dict[str, Any]:
    """The first view of a scene."""
    count = int(scene.split("-")[1]) if scene.startswith("seats-") else 5
    people: dict[str, Any] = {"pt_0": {"name": "Dr. Reyes", "role": "facilitator", "seat": "se_0"}}
    seats: dict[str, Any] = {"se_0": build_seat(["pt_0"], 0)}
    for index in range(1, count):
        couple = index == 4
        names = ["Dana", "Eli"] if couple else [NAMES[index - 1]]
        ids = [f"pt_{index}{'ab'[n] if couple else ''}" for n in range(len(names))]
        for person, name in zip(ids, names, strict=True):
            people[person] = {"name": name, "role": "member", "seat": f"se_{index}"}
        seats[f"se_{index}"] = build_seat(ids, index)
    you = (
        "se_0" if scene == "facilitator" else "se_4" if scene == "couple" else "se_1" if count > 1 else "se_0"
    )
    mine = seats[you]["people"]
    role = people[mine[0]]["role"]
    view: dict[str, Any] = {
        "room": {
            "id": "ss_1",
            "title": "Tuesday evening group",
            "kind": "group",
            "state": "live",
            "seats": 15,
        },
        "you": {
            "seat": you,
            "people": mine,
            "role": role,
            "space": "main",
            **SWITCHES,
            "audio": "on",
            "video": "on",
        },
        "people": people,
        "seats": seats,
        "floor": {"mode": "queue", "mic_policy": "soft", "grants": "by_facilitator", "seq": 7, "queue": []},
        "speaking": [],
    }
    can = ["session.leave", "devices.set", "floor.request", *(STAFF if role == "facilitator" else [])]
    view["you"]["can"] = {person: list(can) for person in mine}
    if count >= 5:
        view["floor"] |= {
            "holder": {"person": "pt_2", "phase": "speaking", "since": time.time()},
            "queue": ["pt_3", mine[0]],
        }
        view["speaking"] = ["se_2"]
        seats["se_3"] |= {"mic": False, "audio": False, "camera": False, "video": False}
        if role == "member":
            view["you"]["can"][mine[0]] += ["floor.withdraw", "floor.pass"]
    if scene == "couple":
        view["floor"]["holder"]["person"] = "pt_4a"
        view["floor"]["queue"] = ["pt_1"]
        view["speaking"] = ["se_4"]
        view["you"]["can"]["pt_4a"] = ["floor.release", "floor.pass"]
    if scene in ("lost", "facilitator"):
        seats["se_2" if scene == "lost" else "se_3"]["presence"] = "reconnecting"
    if scene == "lost":
        view["floor"]["holder"] |= {"phase": "suspended", "hold_until": time.time() + 30}
        view["speaking"] = []
        view["you"] |= {"audio": "closed_by_floor"}
    if scene == "facilitator":
        for person, name, at in (
            ("pt_90", "Mia", "se_9"),
            ("pt_91", "Tom", "se_9"),
            ("pt_92", "Zoe", "se_10"),
        ):
            people[person] = {"name": name, "role": "member", "seat": at}
        view["waiting"] = {
            "se_9": {"people": ["pt_90", "pt_91"], "since": 1.0, "presence": "here"},
            "se_10": {"people": ["pt_92"], "since": 2.0, "presence": "here"},
        }
        view["notices"] = ["storage_behind"]
        view["floor"]["queue"] = ["pt_3", "pt_1"]
    if scene == "waiting":
        view["you"] |= CLOSED | {"can": {"pt_1": ["session.leave", "devices.set"]}}
        view = {key: view[key] for key in ("room", "you")} | {
            "people": {"pt_1": people["pt_1"]},
            "expected": {"members": 6, "facilitators": 1},
        }
    return view


def build_seat(people: list[str], slot: int) -> dict[str, Any]:
    on = dict.fromkeys(("mic", "camera", "audio", "video"), True)
    return {"people": people, "slot": slot, "since": float(slot), "presence": "here", **on}


@app.websocket("/api/v1/room")
async def room(socket: WebSocket) -> None:
    await socket.accept(subprotocol="attune.v1")
    hello = await socket.receive_json()
    if "resume" in hello:
        # A server that stays silent: the page goes on waiting for its return.
        with suppress(WebSocketDisconnect):
            await socket.receive_text()
        return
    scene = hello["ticket"]
    if scene in ("full", "replaced"):
        code = {"full": "room.full", "replaced": "seat.replaced"}[scene]
        await socket.send_json({"type": "bye", "code": code, "retry": False})
        return
    view = build_view(scene)
    welcome = {
        "type": "welcome",
        "seq": 1,
        "resume": "rs",
        "resume_within_s": 300,
        "server_time": time.time(),
    }
    await socket.send_json({**welcome, "seat": view["you"]["seat"], "ice_servers": [], "view": view})
    if scene == "lost":
        await asyncio.sleep(2)
        await socket.close(1011)
        return
    with suppress(WebSocketDisconnect):
        await answer_requests(socket, view)


async def answer_requests(socket: WebSocket, view: dict[str, Any]) -> None:
    seq = 1
    async for message in socket.iter_json():
        kind, patch = message["type"], {}
        if kind == "session.leave":
            await socket.send_json({"type": "bye", "code": "left", "retry": False})
            return
        if kind == "seat.admit":
            patch = {"waiting": {message["seat"]: None}}
        if kind == "floor.withdraw":
            patch = {
                "floor": {"seq": 8, "queue": [p for p in view["floor"]["queue"] if p != message["person"]]}
            }
        if kind == "floor.pass":
            await socket.send_json(
                {"type": "error", "re": message["id"], "code": "floor.stale", "retryable": True}
            )
            continue
        await socket.send_json({"type": "ok", "re": message["id"]})
        if patch:
            seq += 1
            await socket.send_json({"type": "room.changed", "seq": seq, "events": [], "patch": patch})


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", timeout_graceful_shutdown=1)
