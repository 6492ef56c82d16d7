/** Español de grupos y parejas. */

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
    days: (/** @type {number} */ count) => (count === 1 ? "1 día" : `${count} días`),
    sessions: (/** @type {number} */ count) => (count === 1 ? "1 sesión" : `${count} sesiones`),
  },
  pulse: "Pulso de la sesión",
  pulse_text:
    "Promedios de al menos cinco personas, de 0 a 10. No se ha estudiado qué significan. Se ven cuando ya no se pregunta a nadie.",
  pulse_none: "Todavía no hay nada que mostrar. Un promedio necesita respuestas de al menos cinco personas.",
  group: "Grupo",
  when: "Cuándo",
};
