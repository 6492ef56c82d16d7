/**
 * The messages and the view of the Attune protocol, version 1, as types. Follows signaling/PROTOCOL.md; holds no code.
 *
 * @typedef {"facilitator" | "member"} Role
 * @typedef {"waiting" | "live" | "ended"} RoomState
 * @typedef {"here" | "reconnecting"} Presence
 * @typedef {"open" | "queue" | "staff_only" | "quiet"} FloorMode
 * @typedef {"soft" | "hard"} MicPolicy
 * @typedef {"by_facilitator" | "when_free"} Grants
 * @typedef {"on" | "off_by_you" | "closed_by_floor" | "closed_by_room"} AudioTruth
 * @typedef {"on" | "off_by_you" | "closed_by_room"} VideoTruth
 * @typedef {"good" | "fair" | "poor"} Grade
 * @typedef {{ up: Grade, down: Grade, reasons: string[] }} SeatQuality
 *
 * @typedef {{ id: string, title: string, kind: string, state: RoomState, seats: number }} Room
 * @typedef {{ name: string, role: Role, seat: string }} Person
 * @typedef {{ people: string[], slot?: number, since?: number, presence: Presence, mic: boolean, camera: boolean,
 *   audio: boolean, video: boolean }} Seat
 * @typedef {{ people: string[], since: number, presence: Presence }} WaitingSeat
 * @typedef {{ person: string, phase: "speaking" | "suspended", since: number, hold_until?: number }} Holder
 * @typedef {{ mode: FloorMode, mic_policy: MicPolicy, grants: Grants, seq: number, queue: string[], holder?: Holder }} Floor
 * @typedef {{ seat: string, people: string[], role: Role, space: "waiting" | "main", mic: boolean, camera: boolean,
 *   audio: AudioTruth, video: VideoTruth, can: Record<string, string[]>, quality?: { grade: Grade, reasons: string[] } }} You
 * @typedef {{ room: Room, you: You, people: Record<string, Person>, seats?: Record<string, Seat>,
 *   waiting?: Record<string, WaitingSeat>, floor?: Floor, speaking?: string[],
 *   expected?: { members: number, facilitators: number }, notices?: string[], quality?: Record<string, SeatQuality> }} View
 *
 * @typedef {{ kind: string, seat?: string, person?: string, reason?: string, hold_until?: number }} RoomEvent
 *
 * @typedef {{ type: "welcome", seq: number, resume: string, resume_within_s: number, server_time: number, seat: string,
 *   ice_servers: RTCIceServer[], view?: View }} Welcome
 * @typedef {{ type: "room.changed", seq: number, events: RoomEvent[], patch: object }} RoomChanged
 * @typedef {{ rid: string, height: number, max_bps: number }} VideoLayer
 * @typedef {{ type: "media.offer", generation: number, sdp: string, layers?: VideoLayer[], restart?: boolean }} MediaOffer
 * @typedef {{ type: "media.layers", generation: number, rids: string[] }} MediaLayers
 * @typedef {{ type: "media.snapshot", re: number, room: object, relay: object }} Snapshot
 * @typedef {{ type: "ok", re: number }} Ok
 * @typedef {{ type: "error", re?: number, code: string, retryable: boolean, reason?: string, floor?: Floor }} WireError
 * @typedef {{ type: "bye", code: string, retry: boolean }} Bye
 * @typedef {Welcome | RoomChanged | MediaOffer | MediaLayers | Snapshot | Ok | WireError | Bye} ServerMessage
 *
 * @typedef {{ mic: boolean, camera: boolean }} DeviceSwitches
 * @typedef {{ ticket: string, expires_in_s: number, session: { title: string, state: RoomState },
 *   seat: { id: string, shared: boolean, role: Role, people: { id: string, name: string }[] } }} Ticket
 */

export {};
