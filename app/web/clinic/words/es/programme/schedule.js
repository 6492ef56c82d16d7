/** Español de la agenda y de la edición de sesiones. */

/**
 * @typedef {import("../../../core/schedule/repeat.js").Repeat} Repeat
 * @typedef {import("../../../core/time/dates.js").Writer} Writer
 */

import { pluralIn } from "../../../../shared/words/spoken.js";
import { daysOf, nthOf, WEEKDAYS } from "../../../core/schedule/repeat.js";
import { weekdayOf } from "../../../core/time/dates.js";

const plural = pluralIn("es");

/** @type {Record<string, string>} */
const KINDS = {
  group: "Grupo",
  psychoeducation: "Clase",
  individual: "Individual",
  couples: "Pareja",
  multi_couple: "Grupo de parejas",
  medical_visit: "Consulta médica",
  alumni: "Egresados",
};

/** @type {Record<string, string>} */
const TRACKS = { group: "Grupo", individual: "Individual", couples: "Parejas", sud: "Consumo", medical: "Médica" };

/** @type {Record<string, string>} */
const ROLES = {
  facilitator: "Facilita",
  co_facilitator: "Cofacilita",
  tech_host: "Apoyo técnico",
  member: "Cliente",
  interpreter: "Interpreta",
  captioner: "Subtitula",
  observer: "Observa",
  trainee: "En formación",
};

/** @type {Record<string, string>} */
const EVERY = { never: "Una vez", day: "Cada día", week: "Cada semana", month: "Cada mes" };

/** @type {Record<string, string>} */
const INTERVAL = { day: "Cada cuántos días", week: "Cada cuántas semanas", month: "Cada cuántos meses" };

/** @type {Record<string, string>} */
const SCOPE = { label: "Cambiar", one: "Solo esta sesión", following: "Esta y las siguientes", all: "Toda la serie" };

/** @type {Record<string, { title: string, text: string, yes: string, no: string }>} */
const ASK_CANCEL = {
  one: { title: "¿Cancelar esta sesión?", text: "Cada persona invitada recibe un mensaje.", yes: "Cancelar la sesión", no: "Dejarla" },
  following: {
    title: "¿Cancelar esta y las siguientes?",
    text: "Cada persona invitada recibe un mensaje. Las anteriores quedan.",
    yes: "Cancelar las sesiones",
    no: "Dejarlas",
  },
  all: {
    title: "¿Cancelar toda la serie?",
    text: "Cada persona invitada recibe un mensaje. Las anteriores quedan.",
    yes: "Cancelar la serie",
    no: "Dejarla",
  },
};

/** @type {Record<string, string>} */
const TEMPLATES = {
  couples_week: "Una semana con parejas",
  day_week: "Una semana de día",
  evening_week: "Una semana de tarde",
  alumni_week: "Egresados, una vez por semana",
};

/** @type {Record<string, string>} */
const TEMPLATE_HINTS = {
  couples_week: "Grupos tres días, cada quien por separado, la pareja, y cita médica cada dos semanas.",
  day_week: "Grupos tres mañanas, sesiones individuales, y cita médica cada dos semanas.",
  evening_week: "Grupos tres tardes, sesiones individuales, y cita médica cada dos semanas.",
  alumni_week: "Una reunión abierta.",
};

/** @type {Record<string, string>} */
const NTHS = { 1: "primer", 2: "segundo", 3: "tercer", 4: "cuarto", "-1": "último" };

/** @type {Record<string, [string, string]>} */
const UNITS = { day: ["Cada día", "días"], week: ["Cada semana", "semanas"], month: ["Cada mes", "meses"] };

/** @param {number} nth @param {string} day @param {Writer} writer */
const byWeekday = (nth, day, writer) => `El ${NTHS[nth]} ${writer.weekday(weekdayOf(day))} del mes`;

/** @param {Repeat} repeat @param {string} day @param {Writer} writer */
function sentence(repeat, day, writer) {
  if (repeat.every === "never") return "Una vez.";
  const [one, many] = UNITS[repeat.every];
  const often = plural(repeat.interval, { one, other: `Cada ${repeat.interval} ${many}` });
  const days = new Intl.ListFormat("es").format(daysOf(repeat, day).map((code) => writer.weekday(WEEKDAYS.indexOf(code))));
  const where =
    repeat.every === "week"
      ? `: ${days}`
      : repeat.every === "day"
        ? ""
        : repeat.by === "date"
          ? `, el día ${Number(day.slice(8, 10))}`
          : `, el ${NTHS[nthOf(day)]} ${writer.weekday(weekdayOf(day))}`;
  const end = repeat.ends === "count" ? `${repeat.count} veces` : repeat.until ? `hasta: ${writer.onlyDay(repeat.until)}` : "";
  return `${often}${where}${end && `; ${end}`}.`;
}

export const schedule_es = {
  title: "Agenda",
  session: "Sesión",
  new: "Sesión nueva",
  save_new: "Planear sesión",
  planned: (/** @type {number} */ count) => plural(count, { one: "Sesión planeada.", other: `Sesiones planeadas: ${count}.` }),
  cancel: "Cancelar la sesión",
  cancelled: "Cancelada. Cada persona invitada recibe un mensaje.",
  ask_cancel: ASK_CANCEL,
  replan: "Planearla otra vez",
  replanned: "La sesión está planeada de nuevo. Cada persona invitada recibe un mensaje.",
  substitute: {
    title: "¿Alguien no puede venir?",
    text: "Otra persona del equipo puede tomar su lugar, solo en esta sesión.",
    begin: "Nombrar suplente",
    out: "Quién falta",
    in: "Quién viene en su lugar",
    send: "Nombrar suplente",
    done: (/** @type {string} */ name) => `${name} toma su lugar en esta sesión.`,
  },
  interpreter: {
    title: "¿Viene intérprete de fuera?",
    text: "Viene solo a esta sesión y pasa por la sala de espera. Recibe un enlace propio por correo y no necesita cuenta.",
    begin: "Agregar intérprete",
    name: "Nombre",
    name_hint: "Así aparece en la sesión.",
    language: "Idioma que interpreta",
    serves: "Para quién viene",
    everyone: "Para todo el grupo",
    has_agreed: "Tenemos su acuerdo de confidencialidad firmado",
    send: "Agregar intérprete",
    done: (/** @type {string} */ name) => `${name} viene a esta sesión. El enlace está en camino.`,
  },
  today: "Hoy",
  before: "Antes",
  after: "Después",
  view: "Semana o día",
  week: "Semana",
  day: "Día",
  whose: "Sesiones de quién",
  everyone: "Todas",
  own: "Mías",
  none_here: "Nada planeado.",
  in_zone: (/** @type {string} */ zone) => `Horas de ${zone}.`,
  kinds: KINDS,
  tracks: TRACKS,
  roles: ROLES,
  fields: {
    title: "Título",
    kind: "Tipo",
    track: "Área",
    day: "Día",
    time: "Comienza",
    duration: "Minutos, con descansos",
    break: "Minutos de descanso",
    cohort: "Grupo",
  },
  title_hint: "Se ve en la sesión. No aparece en correos ni calendarios.",
  cohort_hint: "Sus integrantes vienen a esta sesión sin más.",
  no_cohort: "Sin grupo",
  ends: (/** @type {string} */ time, /** @type {string} */ net) => `Termina: ${time} · Sin descansos: ${net}`,
  people: "Personas",
  no_people: "Nadie todavía. Agregue a quien facilita y a quienes vienen.",
  others: (/** @type {number} */ count) => `Y ${count} más.`,
  add_person: "Agregar a una persona",
  role_of: (/** @type {string} */ name) => `Función de ${name}`,
  from_group: "Viene con el grupo",
  against: "Revise esto, por favor",
  refuses: "No se puede guardar:",
  warns: "Por revisar:",
  scope: SCOPE,
  repeat: {
    label: "Cada cuánto",
    every: EVERY,
    interval: INTERVAL,
    days: "En estos días",
    by: "En cada mes",
    by_weekday: byWeekday,
    by_date: (/** @type {number} */ date) => `El día ${date} del mes`,
    ends: "Hasta cuándo",
    after: "Después de varias sesiones",
    until: "Hasta un día",
    count: "Cuántas sesiones",
    last_day: "Último día posible",
    sentence,
    other: "Se repite con una regla propia.",
  },
  templates: {
    button: "Planear una semana",
    title: "Planear una semana con una plantilla",
    none: "No hay plantillas.",
    template: "Plantilla",
    names: TEMPLATES,
    hints: TEMPLATE_HINTS,
    cohort: "Para el grupo",
    couple: "Para la pareja",
    client: "Para el cliente",
    session: (/** @type {string} */ kind, /** @type {string} */ length) => `${kind}, ${length}`,
    nobody: "Ninguno",
    first_monday: "Primer lunes",
    weeks: "Cuántas semanas",
    plan: "Planear estas semanas",
  },
};

/** @type {Record<string, string>} */
const ATTENDANCE_REASONS = {
  connection: "Por otro medio mientras se perdió la conexión",
  shared_seat: "Una de dos personas ante una cámara compartida",
  roll_call: "Se pasó lista",
  fault: "Attune no funcionaba o registró mal",
  mistake: "La corrección anterior estaba mal",
  other: "Otra razón",
};

export const attendance_es = {
  title: "Asistencia",
  /** @param {string} when */
  goes_on: (when) => `${when} · todavía sigue`,
  /** @param {number} count */
  participants: (count) => plural(count, { one: "Asistió 1 persona", other: `Asistieron ${count} personas` }),
  csv: "Descargar como CSV",
  nobody: "No se esperaba a nadie aquí.",
  picture: "Quién estuvo y cuándo",
  numbers: "En números",
  name: "Nombre",
  came: "Entrada",
  left: "Salida",
  never: "no asistió",
  present: "Presencia",
  private: "Sala privada",
  uncounted: "No cuenta: descansos y tiempo sin nadie que facilite",
  corrected: "Corrección",
  recorded: "Según el registro",
  led: "facilitó",
  /** @param {string} time */
  was: (time) => `registro: ${time}`,
  reasons: ATTENDANCE_REASONS,
  correct: {
    button: "Corregir",
    /** @param {string} name */
    title: (name) => `Corregir la asistencia: ${name}`,
    lead: "El registro se conserva, y también cada corrección. El cliente solo ve los minutos.",
    times: "Tiempos de presencia, sin que falte ninguno",
    never: "No asistió.",
    from: "De",
    to: "A",
    add: "Agregar un tiempo",
    whole: "Estuvo todo el tiempo",
    /** @param {string} from @param {string} to */
    remove: (from, to) => `Quitar de ${from} a ${to}`,
    reason: "Por qué",
    note: "Nota para el equipo",
    save: "Guardar la corrección",
  },
  roll: {
    title: "Pasar lista: cámaras compartidas",
    text: "Attune no puede ver cuántas personas hay en una imagen. ¿Quién estuvo?",
    /** @param {string} one @param {string} other */
    who: (one, other) => `${one} y ${other}`,
    both: "Las dos personas",
    /** @param {string} name */
    only: (name) => `Solo ${name}`,
    save: "Guardar la lista",
  },
  /** @param {string} days */
  weeks: (days) => `Semanas, ${days}`,
  earlier: "Una semana antes",
  later: "Una semana después",
  week: "Semana",
  /** @param {string} present @param {string} target */
  of: (present, target) => `${present} de ${target}`,
  bar_hint: "La línea es la meta semanal. Solo se suman los tipos de sesión que su clínica cuenta.",
  limited: "Nunca se incluyen las sesiones que usted no puede conocer.",
  /** @param {string} time */
  behind: (time) => `Faltan ${time} de lo planeado hasta ahora esta semana.`,
  make_up: "Sesiones para recuperar",
  make_up_text: "Están abiertas a clientes de este tipo de grupo, tienen lugar y nada se opone.",
  no_make_up: "Ninguna sesión que queda esta semana sirve.",
  planned: "Planeado",
  other_kinds: "En sesiones que no cuentan",
  sessions: "Sesiones",
  session: "Sesión",
  when: "Cuándo",
  to_come: "por venir",
  not_counted: "no cuenta",
  remark: "Notas",
  /** @param {string} days */
  group: (days) => `Asistencia, ${days}`,
  group_none: "No hay sesiones esta semana.",
  own: {
    title: "Su tiempo",
    this_week: "Esta semana",
    hint: "Minutos completos de conexión. ¿Algo no está bien? Avise a su equipo de atención.",
  },
};
