/** Spanish for those on call, crisis cards, and what is agreed for an emergency. */

import { alerts_es } from "../../../shared/words/es/alerts.js";

/** @type {Record<string, (name: string) => string>} */
const STEPS = {
  signalled: (name) => `${name || "Alguien"} pidió ayuda.`,
  paged: (name) => `Se avisó a ${name}.`,
  sent: () => "El aviso salió.",
  unreached: () => "No se pudo avisar a nadie. Se pidió a la sesión que llame.",
  answered: (name) => `${name} lo atiende.`,
  acknowledged: (name) => `${name} lo vio en la sesión.`,
  closed: (name) => `${name} lo cerró.`,
};

/** @type {Record<string, string>} */
const NATURES = {
  help_signal: "Pidió ayuda",
  suicide_risk: "Riesgo de suicidio",
  violence: "Violencia",
  overdose: "Sobredosis",
  medical: "Emergencia médica",
  unreachable: "Se fue de repente y no contesta",
  other: "Otra cosa",
};

/** @type {Record<string, string>} */
const RECIPIENTS = {
  emergency_services: "Servicios de emergencia",
  crisis_line: "Línea de crisis",
  poison_control: "Control de Envenenamientos",
  hospital: "Un hospital",
  emergency_contact: "Contacto de emergencia",
  other_clinician: "Otro profesional",
};

/** @type {Record<string, string>} */
const RIGHTS = {
  leads: "porque usted dirige su sesión",
  answered: "porque usted respondió a su aviso",
  break_glass: "por acceso de emergencia",
};

export const safety_es = {
  on_call: {
    title: "Guardia",
    lead: "Si alguien en una sesión pide ayuda y nadie allí lo ha visto, suena aquí.",
    tab: "● Se necesita su ayuda",
    keep: "Quedar de guardia en este dispositivo",
    keep_text: "Mientras no lo toque, la página no puede sonar y su sesión se cerrará después de un rato, como siempre.",
    kept: "Este dispositivo está de guardia: suena, y su sesión sigue abierta hasta 12 horas. No lo deje sin nadie.",
    not_fresh: "Es posible que esta página no esté al día. Se sigue intentando.",
    none: "Nadie necesita su ayuda en este momento",
    none_text: "Esta página se actualiza cada dos segundos.",
    /** @param {string[]} names */
    who: (names) => (names.length > 1 ? `${names.join(" o ")}, en una misma cámara` : (names[0] ?? "Alguien")),
    ago: alerts_es.ago,
    late: "llegó tarde: no había conexión",
    answer: "Yo me encargo",
    mine: "Usted se encarga. Llame ahora a quien dirige la sesión, o a la persona.",
    /** @param {string} name */
    answered: (name) => (name ? `${name} se encarga.` : "Alguien en la sesión se encarga."),
    /** @param {string} name */
    card: (name) => `Ficha de crisis: ${name}`,
    timeline: "Lo que se hizo",
    /** @param {string} step @param {string} name */
    step: (step, name) => STEPS[step]?.(name) ?? "",
  },
  card: {
    title: "Ficha de crisis",
    documented: "Abrir esta ficha queda registrado: quién, cuándo y por qué.",
    nature: "¿Qué está pasando?",
    natures: NATURES,
    open: "Abrir la ficha",
    closed:
      "Puede abrir esta ficha mientras dirige una sesión con esta persona, o después de responder a su aviso. Si no, use el acceso de emergencia en su página.",
    to_person: "Ir a su página",
    print: "Imprimir",
    /** @param {string} name */
    shown_as: (name) => `En las sesiones: ${name}`,
    where: "Dónde está",
    no_address: "No hay dirección registrada. Pregunte dónde está.",
    of_record: "Esta es su dirección registrada. Puede estar en otro lugar: pregunte.",
    /** @param {string} time */
    said_at: (time) => `Según dijo: ${time}`,
    not_licensed: "Usted no tiene una licencia registrada para este estado. En una emergencia, ayude primero.",
    call: "Números",
    local: "Línea de emergencia del lugar donde está",
    no_local: "No está registrada. Pida al 911 que transfiera la llamada y dé la dirección.",
    their_phone: "Su teléfono",
    no_phone: "No está registrado",
    crisis_line: "Línea de crisis (llamada o texto; español: oprima 2)",
    poison: "Control de Envenenamientos",
    own_911: "Su propio 911 comunica con el lugar donde está usted, no con el de la persona.",
    contact: "Contacto de emergencia",
    no_contact: "No hay nadie registrado.",
    is_partner: "Parece ser su pareja. Si el peligro puede venir de la pareja, no llame.",
    permission: "Aceptó que se llame a esta persona.",
    no_permission: "No lo ha aceptado. Llame solo si su vida corre peligro.",
    phrase: "Frase acordada: no puede hablar con libertad",
    note: "Su clínica",
    told: "¿A quién informó?",
    told_text: "Anótelo enseguida. Queda en el registro de divulgaciones.",
    recipients: RECIPIENTS,
    rights: RIGHTS,
    /** @param {string} time @param {string} right */
    opened: (time, right) => `Hora en que se abrió: ${time} (${right})`,
  },
  settings: {
    title: "Guardia",
    text: "Si en 30 segundos nadie en la sesión ha visto que alguien pide ayuda, se avisa a estas personas una tras otra, cada 30 segundos. A los 90 segundos se avisa también a la dirección clínica.",
    none: "No hay nadie en la lista. Solo se avisa a la dirección clínica.",
    gone: "Ya no trabaja aquí",
    add: "Agregar a alguien",
    earlier: "Subir",
    url: "Su propio sistema de avisos (webhook)",
    url_hint: "Una dirección https. Solo enviamos identificadores, ningún nombre.",
    secret: "Secreto para firmar",
    secret_hint: "Al menos 16 caracteres. Nadie puede volver a leerlo.",
    secret_kept: "Hay uno que nadie puede leer. Déjelo vacío para conservarlo.",
    note: "Las líneas de su clínica en cada ficha de crisis",
    note_hint: "Por ejemplo, el número de la recepción por la noche.",
  },
  agreed: {
    title: "Para una emergencia",
    card: "Ficha de crisis",
    number: "Línea de emergencia donde vive",
    number_hint: "Diez dígitos: su propio 911 comunica con el lugar donde está usted.",
    phrase: "Frase acordada",
    phrase_hint: "Lo que dice cuando no puede hablar con libertad.",
  },
};
