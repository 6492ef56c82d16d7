/** Spanish for connected systems. */

/** @type {Record<string, string>} */
const ACTS = {
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
  acts: ACTS,
};
