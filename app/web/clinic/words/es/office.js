/** Español de equipo, reglas, correo, auditoría y ajustes. */

/** @type {Record<string, [string, string]>} */
const POLICY_FIELDS = {
  max_people: ["Máximo de clientes", ""],
  max_seats: ["Máximo de cámaras", "Cuenta también al equipo."],
  facilitator: ["Quién puede facilitar", ""],
  admission: ["Cómo se entra", ""],
  join_early_s: ["La sala se abre antes (minutos)", ""],
  late_after_s: ["Cuenta como tarde después de (minutos)", "Vacío significa nunca."],
  lock_after_s: ["Nadie nuevo entra después de (minutos)", "Vacío significa nunca."],
  camera: ["Cámaras", ""],
  chat: ["Mensajes al grupo", ""],
  direct: ["Mensajes privados", ""],
  screen: ["Compartir pantalla", ""],
  floor_mode: ["Cómo comienza una sesión", ""],
  mic_policy: ["Micrófonos de quienes escuchan", ""],
  names: ["Nombres en pantalla", ""],
  location_each_session: ["Preguntar dónde está cada cliente", ""],
  observers: ["Personas que observan", ""],
  partners: ["La pareja en una misma sesión", ""],
  turn_s: ["Duración de un turno (segundos)", "Vacío significa sin límite."],
  overrun: ["Cuando un turno se alarga", ""],
  picture_height: ["Imagen más grande", "Las imágenes pequeñas ayudan a conexiones débiles."],
  min_staff: ["Mínimo de equipo", ""],
};

/** @type {Record<string, string>} */
const POLICY_VALUES = {
  "facilitator.licensed": "Profesional con licencia",
  "facilitator.couples_therapist": "Terapeuta de pareja",
  "facilitator.assigned": "Alguien del equipo de atención",
  "facilitator.licensed_or_educator": "Profesional con licencia o quien da clases",
  "facilitator.prescriber": "Quien receta medicamentos",
  "facilitator.host": "Quien coordina",
  "admission.each": "De uno en uno",
  "admission.together": "La pareja al mismo tiempo",
  "admission.batch": "El grupo entero",
  "camera.required": "Necesaria",
  "camera.preferred": "Se agradece",
  "camera.free": "Como quiera cada quien",
  "chat.off": "Apagados",
  "chat.windows": "Solo cuando quien facilita los abre",
  "chat.on": "Encendidos",
  "direct.off": "Apagados",
  "direct.staff": "Solo con el equipo",
  "direct.staff_companion": "Solo con el equipo, desde un teléfono propio",
  "direct.on": "Encendidos",
  "screen.staff": "Solo el equipo",
  "screen.everyone": "Cualquier persona",
  "screen.host": "Solo quien coordina",
  "floor_mode.open": "Cualquier persona puede hablar",
  "floor_mode.queue": "Se levanta la mano",
  "floor_mode.staff_only": "Solo habla el equipo",
  "mic_policy.soft": "Como quiera cada quien",
  "mic_policy.hard": "Apagados hasta su turno",
  "names.display": "El nombre que eligió cada quien",
  "names.pseudonym": "Un nombre inventado",
  "names.legal_or_display": "Nombre legal o elegido",
  "names.legal": "Nombre legal",
  "observers.consent_of_all": "Solo si cada persona está de acuerdo",
  "observers.notice": "Después de avisar al grupo",
  "observers.never": "Nunca",
  "partners.allow": "Sí",
  "partners.separate": "No, en grupos aparte",
  "overrun.notify": "Solo avisar",
  "overrun.prompt": "Preguntar a la persona",
  "overrun.auto_release": "Terminar el turno",
  true: "Sí",
  false: "No",
};

/** @type {Record<string, string>} */
const MAIL_KINDS = {
  invitation: "Invitación",
  staff_invitation: "Invitación al equipo",
  appointment_planned: "Sesión planeada",
  appointment_moved: "Sesión cambiada",
  appointment_cancelled: "Sesión cancelada",
  reminder: "Recordatorio",
  sign_in_recovery: "Nuevo acceso",
};

/** @type {Record<string, string>} */
const MAIL_STATES = { demo: "Cartas", dead: "Sin entregar", waiting: "En espera", sent: "Enviado" };

/** @type {Record<string, string>} */
const MAIL_NONE = {
  demo: "Todavía no hay cartas",
  dead: "Todo se entregó",
  waiting: "No hay nada en espera",
  sent: "Todavía no se envió nada",
};

/** @type {Record<string, string>} */
const MAIL_REASONS = {
  no_such_address: "La dirección no existe",
  bad_address: "La dirección no es válida",
  utf8_address: "El servidor de correo no puede escribir esta dirección",
  mailbox_off: "El buzón está cerrado",
  mailbox_full: "El buzón está lleno",
};

/** @type {Record<string, string>} */
const AREAS = {
  person: "Personas",
  couple: "Parejas",
  care_team: "Equipo de atención",
  programme: "Grupos y atención",
  schedule: "Agenda",
  sign_in: "Acceso",
  policy: "Reglas",
  settings: "Ajustes",
  mail: "Correo",
  break_glass: "Acceso de emergencia",
};

/** @type {Record<string, string>} */
const VERBS = {
  read: "visto",
  list: "lista vista",
  write: "cambiado",
  change: "cambiado",
  create: "agregado",
  archive: "archivado",
  restore: "recuperado",
  merge: "unido",
  import: "importado",
  export: "exportado",
  invite: "invitado",
  assign: "agregado",
  end: "terminado",
  override: "excepción",
  cancel: "cancelado",
  plan: "planeado",
  enter: "entrada a una sala",
  use: "usado",
  begin: "sesión iniciada",
};

export const office_es = {
  team: {
    title: "Equipo",
    new: "Integrante nuevo",
    search: "Buscar por nombre",
    none: "No hay nadie",
    none_text: "Invite a las personas que trabajan aquí.",
    invite: "Agregar e invitar",
    email_hint: "Recibe un enlace para elegir cómo entrar. Funciona una vez.",
  },
  policies: {
    title: "Reglas",
    lead: "Qué pasa en cada tipo de sesión. Los límites que protegen a las personas no se pueden cambiar.",
    none: "Aquí no hay nada que elegir",
    none_text: "Todo en este tipo de sesión es fijo.",
    when: "Los cambios valen para sesiones cuya sala aún no está abierta.",
    usual: (/** @type {string} */ value) => (value ? `Normalmente: ${value}.` : ""),
    fields: POLICY_FIELDS,
    value: (/** @type {string} */ name, /** @type {unknown} */ value) =>
      value === null || value === undefined ? "" : (POLICY_VALUES[`${name}.${value}`] ?? POLICY_VALUES[String(value)] ?? String(value)),
  },
  mail: {
    title: "Correo",
    lead: "Los mensajes dicen cuándo y dónde entrar, nunca para qué.",
    states: MAIL_STATES,
    none: MAIL_NONE,
    none_text: "Los mensajes aparecen aquí sin más.",
    to: "Para",
    kind: "Qué",
    when: "Cuándo",
    why: "Por qué",
    kinds: MAIL_KINDS,
    reasons: MAIL_REASONS,
    reason_else: "El servidor de correo no lo aceptó",
    again: "Enviar otra vez",
    queued: "Se enviará otra vez.",
  },
  audit: {
    title: "Auditoría",
    lead: "Quién hizo qué, y quién vio qué. No se puede cambiar.",
    actor: "Quién",
    subject: "Sobre quién",
    action: "Qué",
    any: "Cualquier cosa",
    since: "Desde",
    until: "Hasta",
    look: "Buscar",
    when: "Cuándo",
    none: "No se encontró nada",
    none_text: "Pruebe con otros días o menos condiciones.",
    nobody: "El servicio",
    areas: AREAS,
    act: (/** @type {string} */ code) => {
      const [area, verb = ""] = code.split(".");
      return [AREAS[area] ?? area.replaceAll("_", " "), VERBS[verb] ?? verb.replaceAll("_", " ")].filter(Boolean).join(": ");
    },
  },
  settings: {
    title: "Ajustes",
    clinic: "La clínica",
    name: "Nombre",
    time_zone: "Zona horaria",
    zone_hint: "Las sesiones nuevas se planean en ella. Escriba una ciudad, por ejemplo Chicago.",
    holidays: "Días libres",
    holidays_text: "Las series se saltan estos días.",
    day: "Día",
    day_name: "Nombre",
    add_day: "Agregar día libre",
  },
};
