/** Español para lo que dicen muchas páginas y lo que rodea a cada una. */

/** @type {Record<string, string>} */
const STAFF_ROLES = {
  owner: "Titular",
  admin: "Administración",
  clinical_director: "Dirección clínica",
  clinician: "Profesional clínico",
  care_coordinator: "Coordinación de atención",
  tech_host: "Apoyo técnico",
  auditor: "Auditoría",
};

export const common_es = {
  staff_roles: STAFF_ROLES,
  list: (/** @type {readonly string[]} */ parts) => new Intl.ListFormat("es", { type: "conjunction" }).format(parts),
  loading: "Cargando…",
  working: "Un momento…",
  try_again: "Intentar otra vez",
  more: "Cargar más",
  failed: "No se pudo",
  offline: "No hay conexión. Lo mostramos en cuanto vuelva.",
  old: (/** @type {string} */ time) => `No hay conexión. Esto es de antes: ${time}`,
  found: (/** @type {number} */ count, /** @type {boolean} */ more) => `En la lista: ${count}${more ? ", y hay más" : ""}.`,
  no_one_found: "No hay nadie con ese nombre",
  type_a_name: "Escriba un nombre",
  undo: "Deshacer",
  close: "Cerrar",
  cancel: "Cancelar",
  save: "Guardar",
  saved: "Guardado.",
  edit: "Editar",
  change: "Cambiar",
  remove: "Quitar",
  removed: "Quitado.",
  actions: "Acciones",
  go_on: "Continuar",
  back: "Atrás",
  copy: "Copiar",
  copied: "Copiado.",
  or: "o",
  yes: "Sí",
  no: "No",
  optional: "(opcional)",
  fetch_newer: "Traer la versión nueva",
  leave: {
    title: "¿Salir sin guardar?",
    text: "Lo que escribió aquí todavía no se guardó.",
    yes: "Salir",
    no: "Seguir editando",
  },
};

/** @type {Record<string, string>} */
const UNFINISHED = {
  totp: "Conecte una aplicación de códigos: una contraseña sola no basta.",
  recovery_codes: "Guarde códigos de recuperación, por si pierde su llave o su teléfono.",
};

/** @type {Record<string, string>} */
const PAGES = {
  today: "Hoy",
  on_call: "Guardia",
  schedule: "Agenda",
  people: "Personas",
  groups: "Grupos",
  couples: "Parejas",
  follow_ups: "Seguimiento",
  team: "Equipo",
  policies: "Reglas",
  documents: "Acuerdos",
  agreements: "Mis acuerdos",
  insurance: "Seguros",
  questions: "Preguntas",
  support: "Red de apoyo",
  connected: "Seguir en contacto",
  mail: "Correo",
  systems: "Sistemas",
  audit: "Auditoría",
  records: "Expedientes",
  own_data: "Sus datos",
  settings: "Ajustes",
  programme: "Citas",
  week: "Semana del programa",
};

export const shell_es = {
  overdue: (/** @type {number} */ count) => `${count} sin hacer a tiempo`,
  tab_title: "Attune",
  skip: "Ir a la página",
  menu: "Páginas",
  more: "Más",
  pages: PAGES,
  account: "Mi cuenta",
  sign_out: "Cerrar sesión",
  unfinished: UNFINISHED,
  home: "Ir a mi primera página",
  nowhere: "Aquí no hay ninguna página",
  nowhere_text: "Quizás el enlace es viejo o le falta una parte.",
  idle: {
    title: "¿Sigue ahí?",
    text: "Pronto se cerrará su sesión para que nadie más vea esta página. Oprima cualquier tecla para quedarse.",
    stay: "Quedarme",
  },
  proof: {
    title: "Confirme que es usted, por favor",
    text: "Es un cambio importante, por eso lo preguntamos otra vez.",
    passkey: "Usar mi llave de acceso",
    /** Sigue la dirección del servicio de acceso. */
    provider: "Entrar otra vez con",
    away: "Entre otra vez en la pestaña nueva y luego vuelva aquí.",
  },
};

/** @type {Record<string, string>} */
const SYSTEM_ACTS = {
  "system.read": "Leyó registros",
  "export.ask": "Pidió archivos",
  "export.done": "Los archivos quedaron listos",
  "export.file": "Descargó un archivo",
  "export.remove": "Borró sus archivos",
};

export const systems_es = {
  title: "Sistemas conectados",
  lead: "Un expediente electrónico puede leer de aquí la asistencia, las citas y los equipos de atención. Nada se puede escribir.",
  connect: "Conectar un sistema",
  change: "Cambiar",
  keys: "Claves",
  none: "No hay ningún sistema conectado",
  none_text: "Un sistema conectado lee por sí solo, con sus propias claves.",
  part2:
    "Lo que protege 42 CFR parte 2 sale solo si el consentimiento de la persona nombra a la organización. Al sistema se le dice cuántas personas faltan, y no quiénes.",
  addresses: "Lo que necesita la otra parte",
  address: "Dirección de la API",
  token_address: "Dirección para los permisos de acceso",
  client_id: "Identificador del cliente",
  recipient: "Organización",
  recipient_hint: "Después no se puede cambiar: los consentimientos la nombran.",
  no_recipients: "Primero agregue, en Seguros, una organización que lleve expedientes.",
  name: "Nombre",
  scopes: "Lo que puede leer",
  scopes_hint: "Permisos de SMART on FHIR, separados por espacios. system/*.rs significa todo.",
  public_keys: "Claves públicas",
  keys_hint:
    "Un conjunto de claves (JWKS): RSA, o EC en P-384. Para renovarlas, ponga la anterior y la nueva, y más tarde solo la nueva. Nunca ponga una clave privada.",
  keys_url: "O dónde están las claves",
  keys_url_hint: "Una dirección HTTPS que el servicio pueda consultar. Déjela vacía si ya puso las claves.",
  used: "Último uso",
  never: "Todavía no",
  made: "Desde",
  withdrawn: "Retirado",
  in_use: "Conectado",
  withdraw: "Retirar",
  ask_withdraw: {
    title: "¿Retirar este sistema?",
    text: "Desde este momento ya no puede leer nada. Lo que leyó se queda allá. No se puede deshacer.",
    yes: "Retirar",
    no: "Cancelar",
  },
  activity: "Lo que salió",
  activity_none: "Todavía nada",
  activity_none_text: "En cuanto el sistema lea algo, aparece aquí.",
  when: "Cuándo",
  what: "Qué hizo",
  type: "Tipo de registro",
  count: "Registros",
  acts: SYSTEM_ACTS,
};
