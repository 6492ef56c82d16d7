/** Español para lo que se pregunta antes de la sala: dónde está cada persona y qué hay a su alrededor. */

/** Qué no está bien en un campo, por código. @type {Record<string, string>} */
const FIELD_REFUSED = {
  "field.required": "Complete este dato, por favor.",
  "field.state": "Escriba un estado de Estados Unidos, o «other».",
  "field.phone": "Revise este número. Así no podemos llamar.",
};

/** @type {Record<string, string>} */
const HINTS = {
  unit: "Si lo hay",
  state: "Dos letras o el nombre en inglés. Fuera de Estados Unidos, escriba «other».",
  postal_code: "Si lo sabe",
  phone: "Un número donde le podamos llamar hoy.",
};

/** @type {Record<string, string>} */
const KINDS = {
  home: "Mi casa",
  work: "Mi trabajo",
  car_parked: "Un carro estacionado",
  car_moving: "En camino",
  other: "Otro lugar",
};

/** @type {Record<string, (name: string) => string>} */
const TITLES = {
  location: (name) => (name ? `${name}, ¿dónde está en este momento?` : "¿Dónde está en este momento?"),
  surroundings: (name) => (name ? "¿Cómo es el lugar donde están?" : "¿Cómo es el lugar donde está?"),
};

/** @type {Record<string, string>} */
const SEEN_BY = {
  location: "Solo lo ven quienes dirigen esta sesión. Así saben adónde enviar ayuda si la necesita.",
  surroundings: "Solo el equipo de esta sesión ve sus respuestas.",
};

/** @type {Record<string, string>} */
const COMPANY = { partner: "Mi pareja", child: "Un niño o una niña", someone: "Otra persona" };

/** @type {typeof import("../en/before.js").before_en} */
export const before_es = {
  titles: TITLES,
  seen_by: SEEN_BY,
  fields: {
    address: "Calle y número",
    unit: "Apartamento o cuarto",
    city: "Ciudad",
    state: "Estado",
    postal_code: "Código postal",
    kind: "¿Qué tipo de lugar es?",
    phone: "Teléfono para hoy",
  },
  hints: HINTS,
  kinds: KINDS,
  field_refused: FIELD_REFUSED,
  field_refused_else: "Revise este dato, por favor.",
  still: (address, name) => (name ? `${name}, ¿está en ${address}?` : `¿Está en ${address}?`),
  yes: "Sí",
  no: "No, estoy en otro lugar",
  proceed: "Continuar",
  cannot_say: "Ahora no lo puedo decir",
  change: "Cambiar dónde estoy",
  driving: "No entre mientras va en camino, por favor. Cuando se estacione, cambie aquí su respuesta.",
  refused: "No se pudo enviar. Intente otra vez en un momento, por favor.",
  around: {
    private: "¿Está en un lugar privado?",
    private_answers: { yes: "Sí, nadie me escucha", no: "No, alguien me puede escuchar" },
    overheard: "Está bien. El equipo hablará con usted antes de darle entrada.",
    headphones: "¿Usa audífonos?",
    headphones_answers: { yes: "Sí", no: "No" },
    company: "¿Quién está con usted?",
    company_shared: "¿Quién está con ustedes dos?",
    nobody: "Nadie",
    people: COMPANY,
    missing: "Responda las tres preguntas, por favor.",
  },
};
