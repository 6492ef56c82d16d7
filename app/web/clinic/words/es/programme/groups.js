/** Español de grupos y parejas, y de lo que se les pregunta a los clientes sobre cómo están. */

import { LIFELINES } from "../../../../shared/words/es/lifelines.js";
import { pluralIn } from "../../../../shared/words/spoken.js";

const plural = pluralIn("es");

/** @type {Record<string, string>} */
const LEVELS = {
  asam_1: "Ambulatorio (1.0)",
  asam_2_1: "Ambulatorio intensivo (2.1)",
  asam_2_5: "Hospitalización parcial (2.5)",
  aftercare: "Seguimiento",
};

/** @type {Record<string, string>} */
const ADMISSIONS = { rolling: "Abierto", closed: "Cerrado" };

/** @type {Record<string, string>} */
const ADMISSION_HINTS = { rolling: "Se puede entrar en cualquier momento.", closed: "El grupo comienza completo." };

/** @type {Record<string, string>} */
const SEATS = { 1: "Una cámara para la pareja", 2: "Una cámara cada quien" };

/** @type {Record<string, string>} */
const SEAT_HINTS = {
  1: "La pareja usa un solo dispositivo. Cada quien confirma quién es.",
  2: "Cada quien entra desde su propio dispositivo, en cuartos donde no se escuche al otro.",
};

export const groups_es = {
  title: "Grupos",
  group: "Un grupo",
  new: "Grupo nuevo",
  save_new: "Formar grupo",
  none: "Todavía no hay grupos",
  none_text: "Quien está en un grupo queda en sus sesiones sin más.",
  name_hint: "Solo lo ve el equipo.",
  program_hint: "El programa de este grupo.",
  capacity_hint: "Muchos seguros cuentan hasta 12 personas como grupo.",
  fields: { name: "Nombre", program: "Programa", track: "Área", admission: "Entrada", members: "Personas", capacity: "Lugares" },
  admissions: ADMISSIONS,
  admission_hints: ADMISSION_HINTS,
  filled: (/** @type {number} */ members, /** @type {number | null} */ capacity) =>
    capacity ? `${members} de ${capacity}` : String(members),
  members: "Personas",
  client: "Cliente",
  add_member: "Agregar al grupo",
  since: "Desde",
  since_hint: "Queda en las sesiones desde este día.",
  no_members: "Todavía no hay nadie en este grupo",
  no_members_text: "Agregue a la primera persona. Quedará en las próximas sesiones.",
  joined: "Ya está en el grupo y en sus próximas sesiones.",
  left: "Ya no está en el grupo ni en sus próximas sesiones.",
  ask_remove: (/** @type {string} */ name) => ({
    title: `¿Quitar a ${name} de este grupo?`,
    text: "Saldrá de las próximas sesiones. Las anteriores quedan como fueron.",
    yes: "Quitar",
    no: "Cancelar",
  }),
  sessions: "Próximas sesiones",
  no_sessions: "Nada planeado en las próximas cuatro semanas.",
  person_none: "Todavía en ningún grupo",
  person_none_text: "Abra un grupo para agregar a esta persona.",
  levels: LEVELS,
  episodes: {
    target_min: "Minutos por semana",
    usual: (/** @type {string} */ low, /** @type {string} */ high) =>
      high ? `Lo usual en este nivel: de ${low} a ${high} por semana.` : `Lo usual en este nivel: ${low} por semana o más.`,
    unusual: "poco usual en este nivel",
    add: "Agregar un periodo",
    end: "Terminar",
    ended: "Hoy es el último día.",
    ask_end: (/** @type {string} */ name) => ({
      title: `¿Terminar este periodo de atención de ${name}?`,
      text: "Hoy es el último día. Los registros quedan.",
      yes: "Terminar hoy",
      no: "Cancelar",
    }),
    title: "Periodos de atención",
    none: "Todavía ninguno.",
    level: "Nivel de atención",
    starts: "Desde",
    ends: "Hasta",
    target: "Meta semanal",
  },
  couples: {
    title: "Parejas",
    couple: "Pareja",
    new: "Pareja nueva",
    save_new: "Formar pareja",
    none: "Todavía no hay parejas",
    none_text: "Dos clientes que reciben atención en pareja.",
    partners: "Integrantes",
    first: "Una persona",
    second: "La otra persona",
    cameras: "Cámaras",
    state: "Estado",
    seats: SEATS,
    seat_hints: SEAT_HINTS,
    end: "Terminar atención de pareja",
    ended: "Terminada",
    ended_done: "Terminada. La atención de cada quien sigue.",
    ask_end: {
      title: "¿Terminar la atención de esta pareja?",
      text: "Ya no se podrán planear sus sesiones de pareja. Los registros siguen aparte, como antes.",
      yes: "Terminar",
      no: "Cancelar",
    },
    apart: "Los registros de la pareja y los de cada quien están aparte. Nada pasa de uno a otro sin permiso.",
  },
  overrides: {
    partner: "Con cuál de las dos personas",
    choose: "Elija",
    role: "En qué función",
    about: (/** @type {string} */ name, /** @type {string} */ role) => `Sobre ${name}: ${role}.`,
    agreed: (/** @type {string} */ names) => `De acuerdo: ${names}.`,
    none_agreed: "Ninguna de las dos personas ha dado su acuerdo todavía.",
    title: "Excepciones",
    text: "Quien atiende a la pareja no atiende a nadie de ella por separado. La dirección clínica puede permitir una excepción de hasta 14 días, si las dos personas están de acuerdo.",
    add: "Permitir una excepción",
    reason: "Motivo",
    last_day: "Último día",
    most: "A más tardar en 14 días.",
    until: (/** @type {string} */ day) => `Hasta: ${day}`,
    states: { pending: "Espera a las dos personas", in_force: "Vigente", ended: "Terminada" },
    end: "Terminar la excepción",
    ended: "La excepción terminó.",
  },
};

const WEEKDAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

/** @param {{ rhythm: string, every: number, weekday: number | null }} plan */
function rhythm({ rhythm: how, every, weekday }) {
  const day = WEEKDAYS[weekday ?? 0];
  if (how === "session") return "después de cada sesión";
  if (how === "days") return plural(every, { one: "cada día", other: `cada ${every} días` });
  return plural(every, { one: `cada ${day}`, other: `cada ${every} semanas, el ${day}` });
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
    waiting: (count) => plural(count, { one: "Hay unas preguntas para usted", other: `Hay ${count} grupos de preguntas para usted` }),
    waiting_text: "Solo para usted, cuando tenga un momento tranquilo.",
    open: "Ver las preguntas",
    my_answers: "Mis respuestas",
    waits: "Las preguntas esperan un poco",
    waits_text: "Está en una sesión en la que tal vez comparte la pantalla. Las preguntas vuelven cuando termine.",
    none: "Ahora no hay preguntas",
    none_text: "Cuando haya, aparecen en su página.",
    about_week: "Cómo le ha ido últimamente",
    /** @param {string} day */
    about: (day) => `Su sesión del ${day}`,
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
    skipped: (count) =>
      plural(count, { one: "Dijo «paso» en 1 pregunta. Está bien.", other: `Dijo «paso» en ${count} preguntas. Está bien.` }),
    send: "Enviar",
    pass: "Paso en todo",
    ask_pass: () => ({
      title: "¿Paso en todo?",
      text: "Se borran las respuestas que ya dio. No hay problema.",
      yes: "Paso",
      no: "Continuar",
      calm: true,
    }),
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
    quieter: "Turnos de la mitad más callada",
    quieter_means:
      "Del tiempo en turnos, lo que tuvo la mitad del grupo que tuvo menos. Lo parejo sería un 50%. El silencio puede ser lo adecuado.",
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

/** La semana de todo el programa. */
export const week_es = {
  title: "La semana del programa",
  save: "Guardar como archivo",
  hours: "Horas",
  hours_text:
    "Las horas de cada cliente, sumadas. No cuentan los descansos ni las sesiones que no se toman en cuenta, igual que en la página de cada cliente.",
  present: "Presentes",
  planned: "Planeadas",
  sessions: "Sesiones",
  chart: (/** @type {string} */ present, /** @type {string} */ planned) =>
    `Barras por día: ${present} con presencia, de ${planned} planeadas.`,
  as_table: "Ver como tabla",
  day: "Día",
  clients: "Frente a la meta",
  clients_show: "Qué clientes",
  look: "Por atender",
  everyone: "Cada cliente",
  look_none: "Nadie lleva atraso, y lo planeado alcanza.",
  clients_none: "Nadie tiene una meta esta semana.",
  client: "Cliente",
  standing: "Esta semana",
  target: "Meta",
  standings: {
    behind: "Con atraso",
    short: "Plan muy corto",
    missed: "No se alcanzó",
    on_course: "Va bien",
    met: "Se alcanzó",
  },
  behind: (/** @type {string} */ time) => `${time} hasta ahora`,
  consents: "Falta firmar",
  consents_text: "Antes de una sesión de esta semana. Los documentos privados no aparecen aquí.",
  consents_none: "Esta semana no falta ninguna firma. Los documentos privados no aparecen aquí.",
  to_sign: "Documento",
  first: "Primera sesión",
  running_out: "Autorizaciones por terminar",
  running_out_text: "Al día de hoy, primero lo más urgente.",
  running_out_none: "Ninguna termina pronto.",
  left: "Quedan",
  last_day: "Último día",
  units: {
    days: (/** @type {number} */ count) => plural(count, { one: "1 día", other: `${count} días` }),
    sessions: (/** @type {number} */ count) => plural(count, { one: "1 sesión", other: `${count} sesiones` }),
  },
  pulse: "Pulso de la sesión",
  pulse_text:
    "Promedios de al menos cinco personas, de 0 a 10. No se ha estudiado qué significan. Se ven cuando ya no se pregunta a nadie.",
  pulse_none: "Todavía no hay nada que mostrar. Un promedio necesita respuestas de al menos cinco personas.",
  group: "Grupo",
  when: "Cuándo",
};
