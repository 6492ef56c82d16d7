/**
 * The messages of the Attune protocol, version 1, as types. Follows signaling/PROTOCOL.md; holds no code. The types of the view are made
 * from the server's (wire-view.js).
 *
 * @typedef {import("./wire-view.js").ChatMessage} ChatMessage
 * @typedef {import("./wire-view.js").Floor} Floor
 * @typedef {import("./wire-view.js").Grade} Grade
 * @typedef {import("./wire-view.js").OwnTurn} OwnTurn
 * @typedef {import("./wire-view.js").Role} Role
 * @typedef {import("./wire-view.js").RoomEvent} RoomEvent
 * @typedef {import("./wire-view.js").Run} Run
 * @typedef {import("./wire-view.js").Seat} Seat
 * @typedef {import("./wire-view.js").Tag} Tag
 * @typedef {import("./wire-view.js").View} View
 * @typedef {import("./wire-view.js").WaitingSeat} WaitingSeat
 * @typedef {import("./wire-view.js").OarsTally} Oars
 * @typedef {import("./wire-view.js").Phase} RoomState
 *
 * @typedef {{ type: "welcome", seq: number, resume: string, resume_within_s: number, server_time: number, seat: string,
 *   view?: View }} Welcome
 * @typedef {{ type: "room.changed", seq: number, events: RoomEvent[], patch: object }} RoomChanged
 * @typedef {{ rid: string, height: number, max_bps: number }} VideoLayer
 * @typedef {{ type: "media.offer", generation: number, sdp: string, layers?: VideoLayer[], restart?: boolean,
 *   ice_servers: RTCIceServer[] }} MediaOffer
 * @typedef {{ type: "media.layers", generation: number, rids: string[] }} MediaLayers
 * @typedef {{ type: "media.paused", generation: number, slots: number[] }} MediaPaused
 * @typedef {"hear" | "be_heard" | "see" | "be_seen"} Lack
 * @typedef {{ type: "media.unsupported", generation: number, cannot: Lack[] }} MediaUnsupported
 * @typedef {{ type: "media.snapshot", re: number, room: object, relay: object }} Snapshot
 * @typedef {{ type: "heartbeat" }} Heartbeat
 * @typedef {{ type: "pong", re: number, server_time: number }} Pong
 * @typedef {{ type: "ok", re: number }} Ok
 * @typedef {{ type: "error", re?: number, code: string, retryable: boolean, reason?: string, floor?: Floor }} WireError
 * @typedef {{ type: "bye", code: string, retry: boolean }} Bye
 * @typedef {Welcome | RoomChanged | MediaOffer | MediaLayers | MediaPaused | MediaUnsupported | Snapshot | Heartbeat | Pong | Ok | WireError | Bye} ServerMessage
 *
 * @typedef {{ mic: boolean, camera: boolean }} DeviceSwitches
 * @typedef {{ ticket: string, expires_in_s: number, session: { title: string, state: RoomState, camera: "required" | "preferred" | "free",
 *   prepares?: boolean },
 *   seat: { id: string, shared: boolean, companion: boolean, role: Role, people: { id: string, name: string }[],
 *   unproved: string[] } }} Ticket
 */

export {};
