/** Español del día del equipo y de la página propia de cada cliente. */

import { LIFELINES } from "../../../shared/words/es/lifelines.js";
import { pluralIn } from "../../../shared/words/spoken.js";

const plural = pluralIn("es");

/** @type {Record<string, string>} */
const TO_DOS = {
  contact: "Diga cómo le podemos avisar",
  pin: "Elija un PIN",
  passkey: "Cree una llave de acceso",
  time_zone: "Revise su zona horaria",
};

/** @type {Record<string, string>} */
const STATES = { planned: "Planeada", open: "Abierta", live: "En curso", ended: "Terminada", cancelled: "Cancelada" };

/** @type {Record<string, string>} */
const FOLLOW_KINDS = {
  removal: "Salió de una sesión por decisión del equipo",
  exit_check: "Número alto en las preguntas de salida",
  call: "Quiere una llamada",
  left_early: "Salió antes de las preguntas de salida",
  welfare: "Se fue después de que se anotó malestar. Comuníquese pronto",
  help: "Señal de ayuda desde su lugar. Pregunte a cada persona a solas",
  answer: "Contestó sobre pensamientos de muerte o de lastimarse. Hable hoy con esta persona, a solas",
  check_in: "Le gustaría hablar, después de su programa",
};

/** @type {Record<string, string>} */
const FOLLOW_CAUSES = {
  distress: "mucho malestar",
  intoxicated: "parecía bajo los efectos de algo",
  not_alone: "había alguien más",
  unsafe_place: "un lugar poco seguro",
  disruptive: "el grupo no podía continuar",
  confidentiality: "la privacidad del grupo",
  technical: "motivo técnico",
  other: "otro motivo",
};

/** @type {Record<string, string>} */
const FOLLOW_OUTCOMES = {
  reached: "Hubo contacto",
  not_reached: "Sin contacto, se intentará otra vez",
  handed_on: "Queda a cargo de otra persona",
  not_needed: "Ya no hace falta",
};

export const day_es = {
  today: "Hoy",
  none: "Hoy no hay sesiones",
  none_text: "Aquí aparecen las sesiones que usted facilita o apoya.",
  whole_clinic: "Usted no está en ninguna sesión hoy. Estas son las de toda la clínica.",
  to_schedule: "Ver la agenda",
  states: STATES,
  waiting: (/** @type {number} */ count) => `${count} en espera`,
  here: (/** @type {number} */ count) => `${count} en la sala`,
  missing: "Aún no llega:",
  ahead: "Sesiones",
  over: "Ya pasó",
  open_room: "Abrir la sala",
  change: "Cambiar",
  opens: (/** @type {string} */ time) => `Se abre: ${time}`,
  first_steps: {
    title: "Su primer día",
    done: "Hecho",
    steps: {
      name: "Diga su nombre",
      staff: "Invite a su equipo",
      people: "Agregue a sus clientes",
      groups: "Forme un grupo",
      session: "Planee la primera sesión",
    },
    hints: {
      name: "Está en «Mi cuenta». Es el nombre que ven las demás personas de una sesión.",
      staff: "Cada persona recibe un enlace para elegir cómo entrar.",
      people: "Uno por uno, o desde un archivo.",
      groups: "Quien está en un grupo queda en sus sesiones sin más.",
      session: "La sala se abre sola a su hora.",
    },
  },
  follow: {
    title: "Seguimiento",
    lead: "Asuntos de las sesiones de los que alguien debe ocuparse. Primero lo que vence antes.",
    none: "No hay nada pendiente",
    none_text: "Cuando algo de una sesión necesite una llamada después, aparecerá aquí.",
    done: "Hecho en el último mes",
    session: "Cómo se fue cada persona de esa sesión",
    kinds: FOLLOW_KINDS,
    causes: FOLLOW_CAUSES,
    because: (/** @type {string} */ what, /** @type {string} */ cause) => `${what} (${cause})`,
    due: (/** @type {string} */ when) => `Vence: ${when}`,
    by_end_of: (/** @type {string} */ day) => `al final del ${day}`,
    overdue: (/** @type {string} */ when) => `Venció: ${when}`,
    mine: "A su cargo",
    of: (/** @type {string} */ name) => `A cargo de ${name}`,
    team: "A cargo del equipo de atención",
    last: (/** @type {string} */ what, /** @type {string} */ name, /** @type {string} */ when) => `${what}: ${name}, ${when}`,
    note: "Anotar qué hizo",
    note_for: (/** @type {string} */ name) => `Anotar qué hizo por ${name}`,
    codes_only: "Aquí solo se guarda el resultado. Lo que se habló va en el expediente.",
    what: "Resultado",
    outcomes: FOLLOW_OUTCOMES,
    again: "Intentar otra vez",
    in_hours: (/** @type {number} */ hours) =>
      hours === 24 ? "Mañana a esta hora" : plural(hours, { one: "En 1 hora", other: `En ${hours} horas` }),
    colleague: "Colega",
    save: "Guardar",
    saved: "Se guardó.",
  },
  own: {
    hello: (/** @type {string} */ name) => `Hola, ${name}`,
    next: "Su próxima cita",
    today: (/** @type {string} */ time) => `Hoy, ${time}`,
    begun: "Ya comenzó. Todavía se puede entrar.",
    join: "Entrar",
    opens: (/** @type {string} */ time, /** @type {string} */ day) =>
      day ? `Podrá entrar desde: ${day}, ${time}` : `Podrá entrar desde: ${time}`,
    none: "Por ahora no hay nada planeado",
    none_text: "Su próxima cita aparecerá aquí. Si esperaba una, llame a su equipo de atención.",
    appointment: "Cita",
    with: (/** @type {string} */ name) => `Con ${name}`,
    week: "Esta semana",
    week_none: "Nada planeado esta semana.",
    zone: (/** @type {string} */ zone) => `Horas de ${zone}. Se puede cambiar en Mi cuenta.`,
    to_do: "Por hacer",
    to_dos: TO_DOS,
    more: "Más",
    calendar: "Poner esto en mi calendario",
    devices: "Dónde tengo acceso abierto",
    agreements: "Mis acuerdos",
    exception: {
      title: "Una pregunta de su equipo de atención",
      text: (/** @type {string} */ name, /** @type {string} */ day) =>
        `Por lo general, quien atiende a una pareja no atiende por separado a ninguna de las dos personas, para que cada quien pueda hablar con libertad. La dirección clínica propone una excepción para ${name}. Último día: ${day}.`,
      free: "Comienza solo si las dos personas están de acuerdo, cada una por su cuenta. No tiene que contestar, y puede preguntar antes a su equipo de atención.",
      agree: "Estoy de acuerdo",
      agreed: "Ya dio su acuerdo",
      after: "Si cambia de opinión, dígaselo a su equipo de atención.",
      ask: (/** @type {string} */ name) => ({
        title: `¿Está de acuerdo con la excepción para ${name}?`,
        text: "Esta respuesta es solo suya. Su pareja da la suya.",
        yes: "Estoy de acuerdo",
        no: "Ahora no",
        calm: true,
      }),
    },
    help: LIFELINES,
  },
};
