/** Español: lo que se les pregunta a los clientes sobre cómo están, y lo que ve el equipo. */

import { LIFELINES } from "../../../shared/words/es/lifelines.js";

const WEEKDAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

/** @type {Record<string, string>} Ejercicios de la biblioteca, por clave. */
const PROTOCOLS = {
  closing_round: "Ronda de cierre",
  crisis_break: "Pausa por crisis",
  feedback_round: "Ronda de comentarios",
  feelings_check_in: "Cómo llega cada quien",
  fishbowl: "Pecera",
  go_round: "Ronda",
  grounding: "Volver al presente",
  guided_discussion: "Conversación guiada",
  imago: "Diálogo Imago",
  protected_silence: "Silencio protegido",
  reflect_first: "Primero, reflejar",
  speaker_listener: "Quien habla y quien escucha",
  talking_piece: "El objeto",
  time_out: "Tiempo fuera",
};

/** @param {{ rhythm: string, every: number, weekday: number | null }} plan */
function rhythm({ rhythm: how, every, weekday }) {
  const day = WEEKDAYS[weekday ?? 0];
  if (how === "session") return "después de cada sesión";
  if (how === "days") return every === 1 ? "cada día" : `cada ${every} días`;
  return every === 1 ? `cada ${day}` : `cada ${every} semanas, el ${day}`;
}

export const measures_es = {
  title: "Cuestionarios",
  /** @param {string} name */
  picture: (name) => `${name}, a lo largo del tiempo. Lo mismo está en la tabla de abajo.`,
  as_table: "Ver como tabla",
  day: "Día",
  score: "Puntaje",
  not_validated: "Sin validar: nadie ha estudiado qué significan estos números",
  own: {
    title: "Unas preguntas sobre usted",
    lead: "Son solo para usted. Si alguien más puede ver esta pantalla, contéstelas después.",
    /** @param {number} count */
    waiting: (count) => (count === 1 ? "Hay unas preguntas para usted" : `Hay ${count} grupos de preguntas para usted`),
    waiting_text: "Solo para usted, cuando tenga un momento tranquilo.",
    open: "Ver las preguntas",
    my_answers: "Mis respuestas",
    waits: "Las preguntas esperan un poco",
    waits_text: "Está en una sesión en la que tal vez comparte la pantalla. Las preguntas vuelven cuando termine.",
    none: "Ahora no hay preguntas",
    none_text: "Cuando haya, aparecen en su página.",
    about_week: "Sobre cómo le ha ido últimamente.",
    /** @param {string} day */
    about: (day) => `Sobre su sesión del ${day}.`,
    /** @param {number} items @param {number} answered */
    count: (items, answered) =>
      answered ? `${answered} de ${items} contestadas` : `${items} preguntas cortas. Puede decir «paso» en cualquiera.`,
    begin: "Empezar",
    go_on: "Continuar",
    later: "Después",
    /** @param {number} place @param {number} items */
    place: (place, items) => `Pregunta ${place} de ${items}`,
    slider_over: "Cuatro preguntas cortas",
    end_over: "Terminó",
    back: "Atrás",
    skip: "Paso en esta",
    any: "Mueva lo que quiera; deje lo que no quiera contestar.",
    unset: "sin respuesta",
    /** @param {number} value @param {number} most */
    of: (value, most) => `${value} de ${most}`,
    not_validated:
      "Estas cuatro las hicimos aquí. Nadie ha estudiado qué significan los números; le sirven a su equipo para ver cómo se sienten las sesiones.",
    told: "Si elige algo que no sea la primera respuesta, se le avisa de inmediato a alguien de su equipo de atención, para que pueda hablar con usted.",
    end: "Eso es todo. ¿Quiere enviarlo?",
    end_text: "Su terapeuta o su consejero pueden leer sus respuestas. Su pareja y el grupo, no.",
    /** @param {number} count */
    skipped: (count) => (count === 1 ? "Dijo «paso» en 1 pregunta. Está bien." : `Dijo «paso» en ${count} preguntas. Está bien.`),
    send: "Enviar",
    pass: "Paso en todo",
    ask_pass: {
      title: "¿Paso en todo?",
      text: "Se borran las respuestas que ya dio. No hay problema.",
      yes: "Paso",
      no: "Continuar",
      calm: true,
    },
    sent: "Enviado. Gracias.",
    passed: "Dijo «paso». Está bien.",
    talk: "Gracias por decirlo",
    talk_text:
      "No es fácil decirlo. Se le avisó a su equipo de atención, para que alguien hable con usted. Attune no puede prometer qué tan pronto. No tiene que esperar:",
    lifelines: LIFELINES,
    so_far: "Cómo ha ido",
    so_far_text: "Más alto quiere decir días más difíciles. Es normal que suba y baje. Su terapeuta puede verlo con usted.",
  },
  staff: {
    closed: "Los cuestionarios de un cliente son para su propio terapeuta y consejero, y para quien el cliente deje leerlos.",
    none: "Todavía no hay nada enviado.",
    /** @param {string} name */
    talk: (name) => `Hable hoy con ${name}`,
    /** @param {string} when */
    talk_text: (when) => `Una respuesta sobre pensamientos de muerte o de lastimarse, ${when}. Pregunte en privado, a solas.`,
    see: "Yo hablo con esta persona",
    have_it: "Queda a su cargo. Anote el resultado en Seguimiento.",
    /** @param {string} when */
    seen: (when) => `Alguien está a cargo desde: ${when}`,
    /** @param {number} total @param {number} most @param {string} band @param {string} when */
    last: (total, most, band, when) => `${total} de ${most}${band ? `, ${band}` : ""}, el ${when}`,
    no_score: "Sin puntaje: faltan demasiadas respuestas",
    prorated: "(las que faltan cuentan como el promedio)",
    band: "En palabras de quienes lo hicieron",
    answers: "Todas las respuestas",
    skipped: "sin respuesta",
  },
  group: {
    title: "Cómo está el grupo",
    lead: "Promedios de cinco personas o más, cuando la semana o las preguntas de la sesión ya terminaron. No hay respuestas de nadie en particular.",
    none: "Todavía no hay nada que mostrar.",
    sessions: "Después de las sesiones",
    exercises: "Ejercicios",
    protocols: PROTOCOLS,
    week: "Semana del",
    average: "Promedio",
    /** @param {string} value @param {number} people */
    of: (value, people) => `${value} (${people} personas)`,
    hidden: "menos de cinco",
  },
  plans: {
    title: "Preguntas que se les hacen",
    none: "A este grupo no se le pregunta nada.",
    add: "Preguntar algo",
    what: "Qué",
    whom: "A quién",
    of_group: "este grupo",
    of_program: "todo el programa",
    how_often: "Cada cuánto",
    rhythms: { weekly: "Un día de la semana", days: "Cada tantos días", session: "Después de cada sesión" },
    rhythm,
    weekday: "Día de la semana",
    weekdays: WEEKDAYS,
    every_weeks: "Cada cuántas semanas",
    every_days: "Cada cuántos días",
    save: "Preguntar desde hoy",
    added: "Se pregunta desde hoy.",
    end: "Dejar de preguntar",
    ended: "Ya no se pregunta.",
    /** @param {string} name */
    ask_end: (name) => ({
      title: `¿Dejar de preguntar ${name}?`,
      text: "Lo que ya se contestó se queda. Puede volver a preguntarlo después.",
      yes: "Dejar de preguntar",
      no: "Seguir preguntando",
      calm: true,
    }),
  },
  instruments: {
    title: "Cuestionarios con licencia",
    lead: "PHQ-9, GAD-7 y las preguntas después de la sesión vienen con Attune. Estos necesitan una licencia propia; traiga el archivo que puede usar.",
    name: "Cuestionario",
    license: "Licencia de",
    until: "Último día de la licencia",
    none: "sin archivo",
    no_end: "sin fecha final",
    bring: "Traer un archivo",
    file: "Archivo (TOML)",
    holder: "Quién dio la licencia",
    holder_hint: "Con su número, si lo tiene.",
    licensed: "Declaro que nuestra clínica tiene licencia para usar este cuestionario de esta manera, hasta ese día.",
    save: "Guardar",
  },
};
