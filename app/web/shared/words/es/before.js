/** Español para lo que se pregunta antes de la sala, y para lo que ve el equipo. */

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

/** @type {Record<string, string>} */
const READ_IN = { en: "Leer esto en inglés", es: "Leer esto en español" };

/** Documentos por firmar. Aquí no se dice cuáles: la pareja puede estar mirando. */
const DOCUMENTS = {
  sign: (/** @type {string} */ name) => (name ? `${name}, lea esto, por favor` : "Lea esto, por favor"),
  confirm: (/** @type {string} */ name) => (name ? `${name}, ¿sigue de acuerdo?` : "¿Sigue de acuerdo?"),
  confirm_text: (/** @type {string} */ title) => `Usted ya firmó «${title}».`,
  agree: "Estoy de acuerdo y firmo",
  still: "Sí, sigo de acuerdo",
  read_again: "Leerlo otra vez",
  later: "Quiero hablar antes con el equipo",
  decline: "No, gracias",
  optional: "Puede decir que no y entrar igual.",
  changed: "Este texto cambió mientras lo leía. Aquí está el nuevo. Todavía no se firmó nada, y lo demás no se perdió.",
  read_in: READ_IN,
  seen_by: "El equipo ve que firmó. Su copia está en «Mis acuerdos».",
  own_screen: "¿Hay algo solo para usted? Lo encontrará en su propio teléfono o en su página, en «Mis acuerdos».",
};

/** @type {typeof import("../en/before.js").before_en} */
export const before_es = {
  documents: DOCUMENTS,
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

/** @type {Record<string, string>} */
const STEPS = {
  begin: "aún no empieza",
  "acknowledge.agreement": "falta confirmar el acuerdo",
  "sign.agreement": "falta firmar el acuerdo",
  "sign.telehealth": "falta firmar: atención por video, donde está ahora",
  "sign.group": "falta firmar: reunirse en grupo",
  "sign.couples": "falta firmar: reunirse en pareja",
  "sign.private": "falta firmar algo en su propia pantalla",
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
  arranging:
    "Su equipo de atención aún está organizando las sesiones en pareja. Diga solo eso. Su terapeuta de pareja puede verlo en la página de la pareja.",
  not_private: "Alguien le puede escuchar. Llame antes: solo preguntas de sí o no.",
  "agreements.unknown": "No se pudo saber qué firmó. Intente otra vez en un momento, por favor.",
  "agreements.private":
    "Tiene algo que firmar donde nadie más vea la pantalla: en su propio teléfono o en «Mis acuerdos». No le pregunte delante de su pareja, por favor.",
};

/** @type {Record<string, string>} */
const NOTES = {
  "withdrawn.agreement": "retiró: el acuerdo",
  "withdrawn.telehealth": "retiró: atención por video",
  "withdrawn.group": "retiró: reunirse en grupo",
  "withdrawn.couples": "retiró: reunirse en pareja",
  "withdrawn.private": "retiró algo privado",
  no_observers: "no quiere que observen",
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

/** @type {Record<string, string>} */
const DOCUMENT_STATES = {
  signed: "firmado",
  acknowledge: "firmado; falta confirmarlo hoy",
  sign: "sin firmar",
  withdrawn: "retirado",
  declined: "dijo que no",
};

/** @type {Record<string, string>} */
const DOCUMENT_KINDS = {
  agreement: "Acuerdo de confidencialidad",
  telehealth: "Atención por video",
  part2: "Permiso de la Parte 2",
  group: "Reunirse en grupo",
  couples: "Reunirse en pareja",
  observers: "Personas que observan",
};

/** @type {typeof import("../en/before.js").prepared_en} */
export const prepared_es = {
  todo: STEPS,
  todo_else: "falta algo por hacer",
  holds: HOLDS,
  hold_else: "En espera. Abra los detalles.",
  notes: NOTES,
  reasons: REASONS,
  refused: REFUSED,
  refused_else: "No se pudo enviar. Intente otra vez en un momento, por favor.",
  ready: "puede entrar",
  signed: "todo firmado",
  documents: "Acuerdos",
  documents_help: "Nadie entra sin estos. Puede firmar en su página o decirle que acepta: anótelo entonces en su página de cliente.",
  document_states: DOCUMENT_STATES,
  kinds: DOCUMENT_KINDS,
  moved_out: (name, what) => `${name} está en la sala de espera: ${what}.`,
  details: "Detalles",
  details_of: (name) => `Detalles: ${name}`,
  title: (name) => `${name} hoy`,
  nothing: "No ha dicho dónde está.",
  accommodations: "Qué le ayuda a participar",
  call: "Teléfono de hoy",
  kind: (kind) => `Según dijo: «${kind}»`,
  said_by_staff: "Lo anotó el equipo.",
  confirm: "Confirmado en voz alta: nombre completo y dirección",
  confirmed: "Se confirmaron en voz alta el nombre completo y la dirección.",
  admit_anyway: "Dar entrada con este motivo",
  reason: "Motivo",
  enter: "Anotar una dirección",
  save: "Guardar dirección",
  close: "Cerrar",
};
