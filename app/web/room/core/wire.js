/**
 * The messages and the view of the Attune protocol, version 1, as types. Follows signaling/PROTOCOL.md; holds no code.
 *
 * @typedef {"facilitator" | "co_facilitator" | "tech_host" | "observer" | "trainee" | "interpreter" | "captioner" | "member"} Role
 * @typedef {"waiting" | "live" | "held" | "suspended" | "ended"} RoomState
 * @typedef {"here" | "reconnecting"} Presence
 * @typedef {"open" | "queue" | "popcorn" | "round" | "held" | "dyad" | "fishbowl" | "staff_only" | "quiet"} FloorMode
 * @typedef {"advisory" | "soft" | "hard"} MicPolicy
 * @typedef {"by_facilitator" | "when_free"} Grants
 * @typedef {"on" | "off_by_you" | "closed_by_floor" | "closed_by_room" | "closed_by_role" | "none"} AudioTruth
 * @typedef {"on" | "off_by_you" | "closed_by_room" | "none"} VideoTruth
 * @typedef {"good" | "fair" | "poor"} Grade
 * @typedef {{ up: Grade, down: Grade, reasons: string[] }} SeatQuality
 * @typedef {Record<string, any>} Facts What a protocol's script tells; each has its own (docs/facilitation).
 *
 * @typedef {{ id: string, title: string, kind: string, state: RoomState, since?: number, unled_since?: number, seats: number }} Room
 * @typedef {{ name: string, role: Role, seat: string, serves?: string }} Person
 * @typedef {{ people: string[], slot?: number, since?: number, presence: Presence, mic: boolean, camera: boolean,
 *   audio: boolean, video: boolean, voice?: string, sharing?: boolean }} Seat
 * @typedef {{ people: string[], since: number, presence: Presence, late?: boolean }} WaitingSeat
 * @typedef {{ person: string, kind: "turn" | "quick", phase: "announced" | "speaking" | "suspended" | "paused", since: number,
 *   starts_at: number, hold_until?: number }} Holder
 * @typedef {{ mode: FloorMode, mic_policy: MicPolicy, grants: Grants, base: { mode: FloorMode, mic_policy: MicPolicy }, seq: number,
 *   queue: string[], quick: string[], heard: string[], point?: string, quick_had: string[], holder?: Holder }} Floor
 * @typedef {{ person: string, phase: string, limit_s?: number, ends_at?: number, left_s?: number, overrun?: number,
 *   closing?: boolean }} OwnTurn
 * @typedef {OwnTurn & { asked: boolean, stayed: boolean, counts_from?: number, decide_until?: number, then?: string }} LedTurn
 * @typedef {{ starts: string[], acts?: string[], main?: string, facts?: Facts }} PersonRun
 * @typedef {{ word: string, number: number }} Tag A word of a wheel, and how much of it.
 * @typedef {{ action?: string, values?: Record<string, unknown>, protocol?: string, word?: string, number?: number }} RunDeed
 * @typedef {{ code: string, people?: string[], number?: number, seconds?: number, numbers?: Record<string, number>, deeds?: RunDeed[] }} RunAsk
 * @typedef {{ number: number, protocol: string, step: string, since: number, due?: number, roles: Record<string, string[]>,
 *   paused: boolean, below: string[], next?: string[], facts: Facts }} Run
 * @typedef {{ turn?: LedTurn, run?: Facts, asks?: RunAsk[], ending?: { protocol: string, code: string }, emergency?: string, come_back: string[], distress: string[],
 *   voices: Record<string, { person: string, since: number }>, splits: Record<string, { apart: boolean }>,
 *   private: Record<string, { room: number }>, observers: Record<string, Record<string, boolean>>, lead?: string,
 *   lead_offered?: string, kept?: { kept: number, protocol: string, step: string, roles: Record<string, string[]> }[] }} Leading
 * @typedef {{ seat: string, people: string[], role: Role, leads: boolean, space: "outside" | "waiting" | "main" | "private" | "companion",
 *   mic: boolean, camera: boolean, audio: AudioTruth, video: VideoTruth, can: Record<string, string[]>,
 *   run: Record<string, PersonRun>, turn?: OwnTurn, quality?: { grade: Grade, reasons: string[] }, split_asked?: boolean,
 *   names?: Record<string, string[]>, call?: string,
 *   merge?: string[], home?: { seat: string, space: string }, asks?: { person: string, observer: string, name: string }[] }} You
 * @typedef {{ id: string, at: number, from: string, to: string, text: string, both?: boolean, attributed?: boolean, waiting?: boolean }} ChatMessage
 * @typedef {{ open: boolean, may: string[], messages: Record<string, ChatMessage> }} Chat
 * @typedef {{ question: number, affirmation: number, reflection: number, summary: number, last: string, ratio?: number,
 *   three_questions?: boolean }} Oars
 * @typedef {{ without_media: number, since?: number, hint_at?: number }} Silence
 * @typedef {{ seconds: number, share: number, fair: number, per_minute: number[], separated: boolean }} Talk
 * @typedef {{ window_s?: number, total_s?: number, people?: Record<string, Talk & { unreliable: boolean, hint?: string }>,
 *   units?: Record<string, Talk & { people: string[], unattributed_s: number }> }} Airtime Of all, for those who lead.
 * @typedef {{ room: Room, you: You, people: Record<string, Person>, seats?: Record<string, Seat>, away?: Record<string, { people: string[] }>,
 *   waiting?: Record<string, WaitingSeat>, floor?: Floor, run?: Run, leading?: Leading, speaking?: string[],
 *   chat?: Chat, gestures?: Record<string, string>, captions?: { id: string, text: string, at: number }[], captions_live?: boolean,
 *   prompt?: { id: string, person?: string }, oars?: Oars, airtime?: string | Airtime, silence?: Silence,
 *   expected?: { members: number, facilitators: number }, notices?: string[], quality?: Record<string, SeatQuality> }} View
 *
 * @typedef {{ kind: string, seat?: string, person?: string, reason?: string, hold_until?: number, starts_at?: number, turn?: string,
 *   ending?: string, run?: number, protocol?: string, step?: string, level?: number, beside?: boolean, open?: boolean, on?: boolean }} RoomEvent
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
 * @typedef {{ ticket: string, expires_in_s: number, session: { title: string, state: RoomState },
 *   seat: { id: string, shared: boolean, companion: boolean, role: Role, people: { id: string, name: string }[] } }} Ticket
 */

export {};
