/** Español para el equipo: qué tan lista está cada persona que espera, y qué hacer. */

/** @type {Record<string, string>} */
const TODO = {
  begin: "aún no empieza",
  location: "falta que diga dónde está",
  surroundings: "falta que diga qué hay a su alrededor",
};

/** @type {Record<string, string>} */
const HOLDS = {
  "location.unknown": "No pudo decir dónde está. Llame, pregunte y anote la dirección.",
  "location.verbal": "Su estado pide decirlo en voz alta: nombre completo y dirección. Llame y confírmelo.",
  licence: "Nadie que dirige esta sesión tiene licencia allí. Dé entrada solo con un motivo.",
  driving: "Va en camino. Puede entrar cuando se estacione y cambie su respuesta.",
  "surroundings.unknown": "No pudo decir quién le puede escuchar. Llame y pregunte.",
  not_private: "Alguien le puede escuchar. Llame antes: solo preguntas de sí o no.",
};

/** @type {Record<string, string>} */
const NOTES = {
  not_alone: "hay alguien más",
  partner_present: "está su pareja",
  child_present: "hay un niño o una niña",
  no_headphones: "sin audífonos",
  "place.changed": "otra dirección",
  "place.car": "en un carro estacionado",
  "licence.some": "alguien que facilita no tiene licencia allí",
  "waived.licence": "licencia: entrada con motivo",
  "waived.not_private": "le pueden escuchar: entrada con motivo",
  "waived.surroundings.unknown": "alrededor: entrada con motivo",
};

/** @type {Record<string, string>} */
const REASONS = {
  asked: "Pregunté y está bien",
  safety: "Sería peor dejarle sin compañía ahora",
  temporary_practice: "Su estado permite la práctica temporal",
  supervisor: "De acuerdo con mi supervisión",
};

/** @type {Record<string, string>} */
const REFUSED = {
  "version.other": "Algo cambió mientras tanto. Mire otra vez, por favor.",
  "access.denied": "Solo lo ven quienes dirigen esta sesión.",
  "sign_in.needed": "Inicie sesión primero en este navegador.",
  "form.invalid": "Revise los datos marcados, por favor.",
};

/** @type {typeof import("../en/prepared.js").prepared_en} */
export const prepared_es = {
  todo: TODO,
  todo_else: "falta algo por hacer",
  holds: HOLDS,
  hold_else: "En espera. Abra los detalles.",
  notes: NOTES,
  reasons: REASONS,
  refused: REFUSED,
  refused_else: "No se pudo enviar. Intente otra vez en un momento, por favor.",
  ready: "puede entrar",
  details: "Detalles",
  details_of: (name) => `Detalles: ${name}`,
  title: (name) => `${name} hoy`,
  nothing: "No ha dicho dónde está.",
  call: "Teléfono de hoy",
  said_by_staff: "Lo anotó el equipo.",
  confirm: "Confirmado en voz alta: nombre completo y dirección",
  confirmed: "Se confirmaron en voz alta el nombre completo y la dirección.",
  admit_anyway: "Dar entrada con este motivo",
  reason: "Motivo",
  enter: "Anotar una dirección",
  save: "Guardar dirección",
  close: "Cerrar",
};
