/** Which sentences of a language fit what a view shows. The sentences themselves are each language's. Pure. */

import { holds, isShared, isSpeaking, isYours, nameOf, namesOf, placeInLine, voiceOn } from "../../room/core/view/selectors.js";
import { composeConsole } from "./compose-console.js";

/**
 * @typedef {import("../../room/core/wire.js").View} View
 * @typedef {import("../../room/core/wire.js").Seat} Seat
 * @typedef {typeof import("./en/now.js").say_en} Say
 * @typedef {typeof import("./en/now.js").agenda_en} Agenda
 * @typedef {typeof import("./en/room.js").room_en} Room
 * @typedef {typeof import("./en/member.js").member_en} Member
 * @typedef {typeof import("./en/console.js").console_en} Console
 * @typedef {typeof import("./en/links.js").links_en} Links
 * @typedef {typeof import("./en/alerts.js").alerts_en} Alerts
 * @typedef {typeof import("./en/devices/comfort.js").comfort_en} Comfort
 * @typedef {typeof import("./en/exit.js").exit_en} Exit
 * @typedef {{ say: Say, links: Links, exit: Exit, room: Room, member: Member, console: Console, alerts: Alerts, comfort: Comfort, agenda: Agenda }} Texts What a language has to have.
 * @typedef {{ text: string, kind: "speaking" | "holder" | "line" | "role" | "simulated" | "sign", place?: number }} TileNote
 */

/** Kinds of sessions in which couples are treated together. */
const TOGETHER = new Set(["couples", "multi_couple"]);
/** Where protocols say who is heard. */
const LISTENING_MODES = new Set(["round", "held", "dyad", "fishbowl"]);

/** So many of those in line stand behind the sentence. */
const SHOWN_IN_LINE = 2;

/** Refusals that change nothing anyone would notice; `seat.taken` is for simulated clients alone. */
const SILENT = new Set(["hand.is_up", "hand.is_down", "media.stale_generation", "media.unavailable", "seat.taken"]);

/** What a browser may have no format for, gravest first. @type {readonly import("../../room/core/wire.js").Lack[]} */
const LACKS_BY_WEIGHT = ["hear", "be_heard", "see", "be_seen"];

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The place of a person: in line, or, where a round gives the turns, among its next. @param {View} view @param {string} person */
const placeOf = (view, person) => placeInLine(view, person) || (view.run?.next ?? []).indexOf(person) + 1;

/** Whether something may be said to "you" of this person: not on a seat that two people share. @param {View} view @param {string} person */
const isYou = (view, person) => isYours(view, person) && !isShared(view);

/** A language, whole: its texts, and what chooses among them. @param {Texts} texts */
export const compose = ({ say, links, exit, room, member, console, alerts, comfort, agenda }) => ({
  exit,
  ...room,
  ...links,
  ...lookups(room, links, member, comfort),
  ...ofViews(say, member),
  member: { ...member, gesture: gestureOf(member) },
  console: { ...console, ...composeConsole(console) },
  alerts,
  comfort,
  agenda,
});

/** @param {Member} member @returns {(gesture: string) => string} */
const gestureOf = (member) => (gesture) => member.gestures[gesture] ?? gesture;

/** Sentences by code. @param {Room} room @param {Links} links @param {Member} member @param {Comfort} comfort */
const lookups = (room, links, member, comfort) => ({
  /** Why somebody cannot come in yet. @param {string} code */
  hindrance: (code) => links.hindrances[code] ?? links.hindrances["service.unreachable"],
  /** Why somebody inside is cut off, or may be. @param {import("../../room/core/connection/trouble.js").Trouble} code */
  trouble: (code) => links.troubles[code],
  /** The gravest of what this browser has no format for, or "". @param {readonly import("../../room/core/wire.js").Lack[]} cannot */
  lacks: (cannot) => {
    const gravest = LACKS_BY_WEIGHT.find((one) => cannot.includes(one));
    return gravest ? links.lacks[gravest] : "";
  },
  way_back: room.way_back,
  /** @param {string} code */
  page: (code) => room.pages[code] ?? links.browser_pages[code] ?? room.page_else,
  /** Why a dimmed control does nothing now. @param {string} request */
  notNow: (request) => room.not_now[request] ?? room.not_now_else,
  /** Why a PIN was not taken. @param {string} code */
  pinRefused: (code) => member.proof.refused[code] ?? member.proof.refused_else,
  /** What is wrong with a field that somebody filled in. @param {string} code */
  fieldRefused: (code) => member.before.field_refused[code] ?? member.before.field_refused_else,
  /** @param {string} code */
  notice: (code) => room.notices[code] ?? "",
  /** @param {import("../../room/core/media/devices.js").Problem} problem @param {"mic" | "camera"} kind */
  deviceProblem(problem, kind) {
    if (problem === "none") return "";
    return comfort.picture.lost[problem] ?? room.device_problems[kind][/** @type {"denied" | "missing" | "busy"} */ (problem)];
  },
  /** What is wrong with a connection and what helps. @param {string} reason @param {boolean} own */
  connection: (reason, own) => room.connection_reasons[own ? "own" : "theirs"][reason] ?? "",
});

/** The words that look at a view. @param {Say} say @param {Member} member */
function ofViews(say, member) {
  const gesture = gestureOf(member);

  /** @param {string} [kind] Of the room. */
  function hosts(kind = "") {
    const [host, all] = say.hosts[kind] ?? say.hosts_else;
    return { host, hosts: all };
  }

  /** @param {View} view */
  const hostOf = (view) => hosts(view.room.kind).host;

  /** Those to come, the next one first. @param {View} view */
  const lineOf = (view) => {
    const queue = view.floor?.queue ?? [];
    return (queue.length ? queue : (view.run?.next ?? [])).filter((person) => !holds(view, person));
  };

  /** @param {View} view @param {string} person @param {number} place */
  const placed = (view, person, place) => (isShared(view) ? say.person_in_line(nameOf(view, person), place) : say.you_in_line(place));

  /** @param {View} view @param {number} [last] Places behind it are left out. */
  const yourPlaces = (view, last = Infinity) =>
    view.you.people
      .map((person) => ({ person, place: placeOf(view, person) }))
      .filter(({ place }) => place > 0 && place <= last)
      .map(({ person, place }) => placed(view, person, place));

  /** The names of the next two behind the sentence, and the own place further back. @param {View} view @param {boolean} [tells_next] Whether the sentence names the next one itself. */
  function behind(view, tells_next = false) {
    if (situation(view) || view.room.state !== "live") return "";
    const line = lineOf(view);
    const names = line.slice(0, SHOWN_IN_LINE).map((person) => (isYou(view, person) ? "" : nameOf(view, person)));
    const shown = tells_next && names[0] ? 0 : names.length;
    const places = line.slice(shown).flatMap((person, index) => (isYours(view, person) ? [placed(view, person, shown + index + 1)] : []));
    return [...(shown ? [say.next(names)] : []), ...places].join(" ");
  }

  /** What goes before everything else: where the room or the viewer is, when that is not the group as usual. @param {View} view */
  function situation(view) {
    if (view.room.state === "held") return say.held(capital(hostOf(view)));
    if (view.room.state === "suspended") return say.suspended;
    if (view.you.space !== "private") return "";
    if (view.you.device_check) return say.device_check[view.you.device_check](hostOf(view));
    const others = Object.keys(view.people).filter((person) => !isYours(view, person));
    return say.private_room(namesOf(view, others), hostOf(view));
  }

  /** The turn, where it says more than the run does: one's own, or one that is being held. @param {View} view */
  function ofTurn(view) {
    const holder = view.floor?.holder;
    if (!holder) return "";
    if (holder.phase === "suspended") return say.turn.lost(nameOf(view, holder.person));
    if (!isYou(view, holder.person) || holder.phase === "paused") return "";
    return holder.phase === "announced" ? say.turn.yours_soon : say.turn.yours;
  }

  /** @param {View} view */
  function whoNow(view) {
    const holder = view.floor?.holder;
    if (!holder) return freeFloor(view);
    const name = nameOf(view, holder.person);
    if (ofTurn(view)) return ofTurn(view);
    if (holder.phase === "announced") return say.turn.soon(name);
    if (holder.phase === "paused") return isYou(view, holder.person) ? say.turn.yours_paused : say.turn.paused(name);
    return holder.kind === "quick" ? say.turn.quick(name) : say.turn.of(name);
  }

  /** @param {View} view */
  function freeFloor(view) {
    if (view.room.state === "waiting") return say.free.waiting(hostOf(view));
    if (view.run?.paused) return say.run_paused;
    const mode = view.floor?.mode ?? "open";
    // Whoever has raised a hand, and whoever sees that others have, needs no word on how.
    const asks = mode === "queue" && view.you.role === "member" && !lineOf(view).length;
    return asks ? say.free.raise : (say.free.modes[mode] ?? say.free.modes.open);
  }

  /** @param {View} view @param {string} [of_run] The sentence of the run's step, if there is one. */
  const now = (view, of_run = "") => situation(view) || ofTurn(view) || of_run || whoNow(view);

  /** Why nothing of a person's is passed on, whatever they switch. @param {View} view @param {Say["camera"]} device */
  function closedByRoom(view, device) {
    if (view.you.space === "waiting") return device.until_let_in;
    return ["held", "suspended"].includes(view.room.state) ? device.until_back(hostOf(view)) : device.until_start;
  }

  /** Why nobody but staff is heard while the floor is free. @param {string | undefined} mode */
  function closedBecause(mode) {
    if (mode === "quiet") return say.microphone.quiet;
    if (mode && LISTENING_MODES.has(mode)) return say.microphone.listen;
    return mode === "staff_only" ? say.microphone.staff_only : say.microphone.raise;
  }

  return {
    hosts,

    /** The one sentence that says what is happening now, true for the reader. */
    now,
    behind,

    /** What is read out of it, sentence by sentence; during the own turn without who is next. @param {View} view @param {string} of_run */
    nowParts(view, of_run) {
      const holder = view.floor?.holder;
      const next = view.floor?.queue[0];
      const is_quiet = situation(view) || (holder && isYours(view, holder.person)) || !next || isYours(view, next);
      return [now(view, of_run), ...(situation(view) ? [] : yourPlaces(view)), ...(is_quiet ? [] : [say.next([nameOf(view, next)])])];
    },

    /** One's own turn, or that it is next, or "". @param {View} view */
    ownTurn(view) {
      const holder = view.floor?.holder;
      if (situation(view)) return "";
      if (holder && isYours(view, holder.person)) return whoNow(view);
      return yourPlaces(view, 1).join(" ");
    },
    turn_over: say.turn.yours_over,

    /** Of a couple's session it is always the same: nothing may tell what they wait for. @param {View} view */
    waitingText(view) {
      if (TOGETHER.has(view.room.kind)) return say.waiting.together;
      return (view.room.state === "live" ? say.waiting.here : say.waiting.not_yet)(capital(hostOf(view)));
    },

    /** The sentence for a refused request, or "" when none is needed. @param {string} code @param {string} [kind] Of the room. */
    refusal: (code, kind) => (SILENT.has(code) ? "" : (say.refusals[code] ?? say.refused).replace("{host}", hosts(kind).host)),

    /** @param {View} view */
    microphone(view) {
      const holder = view.floor?.holder?.phase === "paused" ? undefined : view.floor?.holder;
      switch (view.you.audio) {
        case "on":
          return say.microphone.on;
        case "off_by_you":
          return say.microphone.off_by_you;
        case "closed_by_floor":
          return holder ? say.microphone.while_speaks(nameOf(view, holder.person)) : closedBecause(view.floor?.mode);
        case "closed_by_role":
          return say.microphone.by_role;
        default:
          return closedByRoom(view, say.microphone);
      }
    },

    /** @param {View} view */
    camera(view) {
      switch (view.you.video) {
        case "on":
          return say.camera.on;
        case "off_by_you":
          return say.camera.off_by_you;
        default:
          return closedByRoom(view, say.camera);
      }
    },

    /** The name under a tile; on a shared seat also who of the two speaks. @param {View} view @param {Seat} seat */
    tileName(view, seat) {
      const voice = voiceOn(view, seat);
      if (seat.people.length < 2 || !voice) return namesOf(view, seat.people);
      const listeners = seat.people.filter((person) => person !== voice);
      return [say.tile.speaking(nameOf(view, voice)), ...listeners.map((person) => say.tile.listening(nameOf(view, person)))].join(" · ");
    },

    /** @param {View} view @param {string} id @param {Seat} seat @returns {TileNote[]} */
    tileNotes(view, id, seat) {
      /** @type {TileNote[]} */
      const notes = [];
      const has_turn = view.floor?.holder?.phase !== "paused" && seat.people.some((person) => holds(view, person));
      if (has_turn)
        notes.push({
          text: seat.people.some((person) => isYours(view, person)) ? say.tile.your_turn : say.tile.their_turn,
          kind: "holder",
        });
      const places = seat.people.map((person) => placeOf(view, person)).filter((place) => place > 0);
      if (places.length) {
        const place = Math.min(...places);
        notes.push({ text: place === 1 ? say.tile.next : say.tile.place(place), kind: "line", place });
      }
      if (isSpeaking(view, id)) notes.push({ text: say.tile.speaks, kind: "speaking" });
      if (seat.simulated) notes.push({ text: member.tile.simulated, kind: "simulated" });
      const role = member.roles[view.people[seat.people[0]]?.role ?? ""];
      if (role) notes.push({ text: role, kind: "role" });
      for (const person of seat.people) {
        const sign = view.gestures?.[person];
        if (sign)
          notes.push({
            text: seat.people.length > 1 ? `${nameOf(view, person)}: ${gesture(sign).toLowerCase()}` : gesture(sign),
            kind: "sign",
          });
      }
      return notes;
    },
  };
}
