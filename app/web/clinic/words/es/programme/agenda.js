/** Español: el plan de una sesión, lo que va a ser y lo que se hizo. */

import { pluralIn } from "../../../../shared/words/spoken.js";

const plural = pluralIn("es");

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

/** Cómo empiezan los turnos. @type {Record<string, string>} */
const MODES = {
  open: "Abierto: habla quien quiera",
  queue: "Fila: las manos, en orden",
  popcorn: "Cada quien invita a la siguiente persona",
  staff_only: "Solo el equipo",
  quiet: "Silencio",
};

/** @type {Record<string, string>} */
const TEMPLATES = {
  block: "Grupo de tres horas",
  process: "Grupo de proceso",
  class: "Clase",
  couple: "Pareja",
  couples: "Grupo de parejas",
  talk: "Sesión individual",
  visit: "Consulta médica",
  alumni: "Reunión de egreso",
};

/** Lo que no está bien en un plan o en una plantilla. @type {Record<string, string>} */
export const AGENDA_PROBLEMS = {
  "agenda_template.empty": "Todavía no hay partes que guardar.",
  "agenda_template.full": "Hay 20 plantillas para este tipo de sesión. Quite primero una.",
  "agenda_template.no_name": "Escriba, por favor, un nombre.",
  "agenda_template.taken": "Ya hay una plantilla con este nombre. Elija otro, o quite primero esa.",
  "agenda.choice": "Esto no se puede elegir de antemano. Elija, por favor, otra cosa.",
  "agenda.minutes": "Elija, por favor, de 1 a 240 minutos.",
  "agenda.too_many": "Por favor, no más de 20 partes.",
};

export const agenda_es = {
  title: "Plan de la sesión",
  lead: "En la sesión, un botón lleva de una parte a la siguiente. Solo lo ve quien facilita.",
  prepare: "Cómo será la sesión",
  prepared: "Lo que se preparó",
  done: "Lo que se hizo",
  none: "No se preparó nada.",
  part: "Parte",
  planned: "Previsto",
  actual: "Duró",
  left_out: "quedó fuera",
  added: "se agregó",
  not_reached: "no se llegó",
  begin: "Empezar con una plantilla",
  choose: "Elija…",
  copy: "Copiar el de la última sesión",
  no_last: "Ninguna sesión anterior de esta serie tiene un plan.",
  replace: {
    title: "¿Reemplazar lo que hay?",
    text: "Se reemplazan las partes de abajo. Todavía no se guarda nada.",
    yes: "Reemplazar",
    no: "Conservarlas",
  },
  own_templates: "De su clínica",
  examples: "Ejemplos",
  keep: {
    open: "Guardar como plantilla",
    title: "Plantillas para este tipo de sesión",
    text: "Quien planifica o facilita una sesión así puede empezar con ellas. Una plantilla no dice nada de nadie: póngale el nombre de una noche, no de una persona.",
    name: "Nombre",
    yes: "Guardar estas partes",
    done: "Se guardó como plantilla.",
    list: "Guardadas por su clínica",
    none: "Todavía no hay ninguna.",
    /** @param {number} count @param {string} length */
    size: (count, length) => plural(count, { one: `1 parte, ${length}`, other: `${count} partes, ${length}` }),
  },
  templates: TEMPLATES,
  parts: PARTS,
  modes: MODES,
  /** @param {string} part @param {string} what */
  name: (part, what) => [PARTS[part] ?? part, what].filter(Boolean).join(": "),
  min: "minutos",
  /** @param {string} part */
  starts: (part) => `${part}: qué empieza`,
  nothing: "No empieza nada",
  modes_label: "Cómo empiezan los turnos",
  decks_label: "Preguntas",
  protocols_label: "Ejercicios",
  choices: "Más opciones",
  no_text: "Ninguna",
  add: "Agregar una parte",
  /** @param {number} planned @param {number} length */
  sum: (planned, length) => `${planned} de ${length} minutos previstos.`,
  /** @param {number} count */
  over: (count) => `${count} min más de lo que dura la sesión.`,
  /** @param {number} count */
  free: (count) => `Quedan ${count} min libres.`,
  /** @param {string} name */
  up: (name) => `${name}: antes`,
  /** @param {string} name */
  down: (name) => `${name}: después`,
  /** @param {string} name */
  remove: (name) => `Quitar ${name}`,
  /** @param {string} name */
  longer: (name) => `${name}: alargar`,
  /** @param {string} name */
  shorter: (name) => `${name}: acortar`,
  /** @param {string} name */
  minutes_of: (name) => `${name}: minutos`,
};
