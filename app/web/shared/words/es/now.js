/** Español: qué pasa ahora, por qué un micrófono está apagado, y qué dice el plan de la sesión a quien facilita. `compose.js` elige entre estas frases. */

import { pluralIn } from "../spoken.js";
import { member_es } from "./member.js";
import { REFUSALS } from "./refusals.js";

const plural = pluralIn("es");

/** @param {number} place */
const inLine = (place) => `en el lugar ${place} de la fila`;

/** @type {import("../compose.js").Say} */
export const say_es = {
  hosts: {
    psychoeducation: ["quien facilita", "quienes facilitan"],
    medical_visit: ["su profesional de salud", "sus profesionales de salud"],
    alumni: ["quien coordina", "quienes coordinan"],
  },
  hosts_else: ["su terapeuta", "sus terapeutas"],

  held: (host) => `${host} no está en este momento. Nadie escucha a nadie hasta que vuelva.`,
  suspended: "La sesión se detuvo por ahora. Si necesita a su equipo de atención, llámele, por favor.",
  private_room: member_es.private_room.with,
  device_check: member_es.device_check,
  run_paused: member_es.step.paused,

  next: ([first, second]) => `Sigue ${first || "usted"}${second === undefined ? "" : `, luego ${second || "usted"}`}.`,
  you_in_line: (place) => (place === 1 ? "Sigue usted." : `Usted está ${inLine(place)}.`),
  person_in_line: (name, place) => (place === 1 ? `Sigue ${name}.` : `${name} está ${inLine(place)}.`),

  turn: {
    lost: (name) => `Se cortó la conexión de ${name}. Le guardamos su lugar.`,
    yours_soon: "Su turno está por empezar.",
    yours: "Le toca a usted.",
    yours_paused: "Su turno está en pausa.",
    yours_over: "Terminó su turno.",
    soon: (name) => `El turno de ${name} está por empezar.`,
    paused: (name) => `El turno de ${name} está en pausa.`,
    quick: (name) => `${name} dice algo breve sobre este punto.`,
    of: (name) => `Le toca a ${name}.`,
  },

  free: {
    waiting: (host) => `La sesión empieza cuando llegue ${host}.`,
    modes: {
      open: "Cualquiera puede hablar.",
      staff_only: "Ahora habla quien facilita. Usted puede escuchar.",
      quiet: "Es un momento de silencio. No hace falta que nadie hable.",
      queue: "Nadie tiene el turno.",
      popcorn: "Quien habla dice quién sigue.",
      round: "Una ronda: a cada quien se le ofrece un turno.",
      held: "El objeto de la palabra da la vuelta. Habla quien lo tiene.",
      dyad: "Dos personas hablan entre sí. El resto escucha.",
      fishbowl: "El círculo interior habla. El círculo exterior escucha.",
    },
    raise: "Levante la mano cuando quiera hablar.",
  },

  waiting: {
    together: "Su equipo de atención todavía está organizando esta sesión.",
    here: (host) => `Está en la sala de espera. ${host} le dará entrada.`,
    not_yet: (host) => `Está en la sala de espera. ${host} aún no llega. Le dará entrada cuando llegue.`,
  },

  microphone: {
    by_role: "Su función aquí no lo usa",
    on: "Encendido",
    off_by_you: "Usted lo apagó",
    until_back: (host) => `Apagado hasta que vuelva ${host}`,
    until_let_in: "Apagado hasta que le den entrada",
    until_start: "Apagado hasta que empiece la sesión",
    while_speaks: (name) => `Apagado mientras habla ${name}`,
    quiet: "Apagado: momento de silencio",
    listen: "Apagado mientras escucha",
    staff_only: "Apagado: ahora solo habla el equipo",
    raise: "Apagado: levante la mano para hablar",
  },

  camera: {
    until_back: (host) => `Apagada hasta que vuelva ${host}`,
    on: "Encendida",
    off_by_you: "Usted la apagó",
    until_let_in: "Apagada hasta que le den entrada",
    until_start: "Apagada hasta que empiece la sesión",
  },

  tile: {
    speaking: (name) => `${name} habla`,
    listening: (name) => `${name} escucha`,
    your_turn: "Su turno",
    their_turn: "Tiene el turno",
    next: "Sigue",
    place: (place) => `Lugar ${place} en la fila`,
    speaks: "Habla",
  },

  refusals: REFUSALS,
  refused: "No se pudo. Inténtelo otra vez, por favor.",
};

/** Para qué es una parte de la sesión. @type {Record<string, string>} */
const PARTS = {
  check_in: "Inicio",
  psychoeducation: "Tema",
  break: "Descanso",
  process_group: "Grupo de proceso",
  skills: "Habilidades",
  closing: "Cierre",
  talk: "Conversación",
};

export const agenda_es = {
  title: "Plan de la sesión",
  parts: PARTS,
  /** @param {string} part @param {string} what */
  name: (part, what) => [PARTS[part] ?? part, what].filter(Boolean).join(": "),
  /** @param {number} count */
  minutes: (count) => plural(count, { one: "1 minuto", other: `${count} minutos` }),
  /** @param {number} count */
  left: (count) => (count >= 0 ? `quedan ${count} min` : `${-count} min de más`),
  /** @param {number} count */
  not_begun: (count) => plural(count, { one: "Hay una parte prevista.", other: `Hay ${count} partes previstas.` }),
  /** @param {string} name @param {number} count */
  next: (name, count) => `Sigue: ${name}, ${count} min`,
  last: "Es la última parte.",
  /** @param {string[]} cuts */
  cuts: (cuts) => `Para terminar a tiempo: ${cuts.join(", ")}.`,
  /** @param {string} name @param {number} from @param {number} to */
  cut: (name, from, to) => (to ? `${name}, ${to} min en vez de ${from}` : `sin ${name}`),
  change: "Cambiar el plan",
  /** @param {number} took @param {number} planned */
  took: (took, planned) => `duró ${took} min, se previeron ${planned}`,
  /** @param {number} took */
  took_added: (took) => `duró ${took} min, se agregó`,
  add: "Agregar una parte",
  add_next: "Agregar como siguiente",
  part: "Para qué es",
  starts: "Qué empieza",
  nothing: "Nada",
  decks: "Preguntas",
  protocols: "Ejercicios",
  length: "Minutos",
  drop: "Dejar fuera",
  dropped: "queda fuera",
  take_in: "Incluir otra vez",
  /** @param {string} name */
  up: (name) => `${name}: antes`,
  /** @param {string} name */
  down: (name) => `${name}: después`,
  /** @param {string} name @param {number} count */
  longer: (name, count) => `${name}: alargar a ${count} minutos`,
  /** @param {string} name @param {number} count */
  shorter: (name, count) => `${name}: acortar a ${count} minutos`,
};
