/** Español de lo que rodea cada página. */

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
  mail: "Correo",
  audit: "Auditoría",
  settings: "Ajustes",
  programme: "Citas",
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
