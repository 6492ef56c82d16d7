/** Spanish for those on call, crisis cards, what is agreed for an emergency, private screening and clearance. */

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
    not_cleared: "Aún no hay visto bueno para sus sesiones en pareja.",
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
  departures: {
    title: "Cómo se fue cada persona",
    /** @param {string} time */
    ended: (time) => `Fin de la sesión: ${time}`,
    goes_on: "La sesión todavía no termina.",
    print: "Imprimir",
    nobody: "Nadie estuvo en esta sesión.",
    /** @param {string} came @param {string} left */
    from_to: (came, left) => (left ? `${came} a ${left}` : `desde ${came}`),
    ways: {
      here: "En la sesión",
      stayed: "Hasta el final",
      left: "Se fue por su cuenta",
      lost: "Se perdió la conexión",
      removed: "Salió por decisión del equipo",
    },
    goodbye: "Se despidió",
    no_goodbye: "Sin preguntas de salida",
    /** @param {number} number @param {boolean} call */
    exit: (number, call) => `Preguntas de salida: ${number} de 10${call ? ", quiere una llamada" : ""}`,
    done: {
      crisis_break: "pausa por crisis",
      private_talk: "conversación a solas",
      stay: "alguien se quedó",
      call: "llamada hoy",
      note: "vista; no hizo falta más",
    },
    facts: {
      signal: "Señal de ayuda desde su lugar",
      "welfare.due": "Sin conexión; se pidió averiguar cómo está",
      "welfare.called": "Se llamó a la persona",
      "welfare.reached": "Se habló con la persona",
      "welfare.not_reached": "No contestó",
      "welfare.contact_called": "Se llamó a su contacto",
      "welfare.emergency_called": "Se llamó a la línea de emergencia",
      "welfare.closed": "Lo atendió otra persona",
      "welfare.back": "Con conexión otra vez",
    },
    crisis: "Pausa por crisis: qué se hizo",
    crisis_facts: {
      started: "Empezó la pausa por crisis",
      acknowledged: "Alguien confirmó",
      with_group: "Un colega se quedó con el grupo",
      private_talk: "Conversación a solas",
      group_break: "Descanso para el grupo",
      emergency: "Emergencia",
      regroup: "El grupo volvió a reunirse",
      debrief: "Se abrió la palabra al grupo",
      documented: "Documentado",
      connection_lost: "Se perdió la conexión de la persona",
      connected: "La persona volvió a tener conexión",
      reminder_colleague: "Recordatorio de llamar a un colega",
      reminder_director: "Recordatorio de llamar a la dirección",
      talked: "Se habló con la persona",
      called_person: "Se llamó a la persona",
      called_contact: "Se llamó a su contacto de emergencia",
      called_crisis_line: "Se llamó a la línea de crisis",
      called_emergency: "Se llamó a la línea de emergencia del lugar donde está",
      called_on_call: "Se llamó a la guardia",
      called_director: "Se llamó a la dirección clínica",
      help_arrived: "Llegó la ayuda",
      stayed: "La persona se quedó en la sesión",
      left_with_plan: "La persona se fue con un plan",
    },
    tasks: "Queda por hacer",
    no_tasks: "No queda nada abierto.",
    to_tasks: "Seguimiento",
    hand_over: "Pasar a la guardia",
    hand_over_text:
      "La primera persona de guardia recibe un correo con un enlace a esta página y puede leerla durante un día. El correo no nombra a nadie. Llámele también, por favor.",
    hand_over_now: "Pasar ahora a la guardia",
    /** @param {string} time @param {string} by @param {string} to */
    handed: (time, by, to) => `${time}: de ${by} a ${to}`,
  },
  agreed: {
    title: "Lo acordado con esta persona",
    card: "Ficha de crisis",
    number: "Línea de emergencia donde vive",
    number_hint: "Diez dígitos: su propio 911 comunica con el lugar donde está usted.",
    phrase: "Frase acordada",
    phrase_hint: "Lo que dice cuando no puede hablar con libertad.",
    accommodations: "Qué le ayuda a participar",
    accommodations_hint:
      "Por ejemplo, subtítulos, cámara apagada o intérprete. Lo ve quien facilita su sesión cuando llega. Sin diagnósticos.",
  },
};

/** @type {Record<string, string>} */
const CLEARANCE_VALUES = {
  pending: "Aún sin decidir",
  cleared: "Con visto bueno",
  held: "En espera",
};

/** @type {Record<string, string>} */
const CLEARANCE_FINDINGS = {
  open: "Aún sin decidir",
  clear: "Con visto bueno",
  hold: "En espera",
};

/** @type {Record<string, string>} */
const CLEARANCE_MOVES = {
  clear: "Dar el visto bueno",
  hold: "Dejar en espera",
  reopen: "Volver a revisar",
};

/** @type {Record<string, string>} */
const CLEARANCE_REASONS = {
  screened: "La evaluación y la conversación lo apoyan",
  screened_again: "Una nueva evaluación lo apoya",
  danger: "Algo apunta a violencia, control o miedo",
  declined: "Prefiere no responder, o no tener sesiones en pareja",
  judgement: "Mi criterio clínico",
  changed: "Algo cambió",
  mistake: "Se anotó por error",
};

export const clearance_es = {
  values: CLEARANCE_VALUES,
  findings: CLEARANCE_FINDINGS,
  moves: CLEARANCE_MOVES,
  reasons: CLEARANCE_REASONS,
  couple: {
    title: "Sesiones en pareja",
    text: "Resulta de lo que decide cada terapeuta individual. No dice de quién de la pareja viene ni por qué. Por favor, no lo comente con nadie de la pareja.",
    /** @param {string} day */
    until: (day) => `Hay que revisarlo antes de esta fecha: ${day}.`,
    waits: "Se pueden planear. En la sala de espera, la pareja ve las mismas palabras hasta que haya visto bueno para las dos personas.",
  },
  person: {
    title: "Evaluación privada",
    text: "Esto solo lo lee quien atiende a esta persona individualmente. La pareja y quien hace la terapia de pareja nunca lo ven.",
    closed:
      "Esto solo lo lee quien atiende a esta persona individualmente. En una emergencia, use el acceso de emergencia en la pestaña de contacto.",
    by_glass: "Lo lee con acceso de emergencia. Quedó anotado y se avisó a la dirección clínica.",
    contact: "El contacto de emergencia parece ser la pareja, y aún no hay visto bueno. Acuerden otro contacto en privado.",
    none: "Aún sin evaluación",
    /** @param {number} total @param {number} most */
    sum: (total, most) => `${total} de ${most}`,
    positive: "por encima del límite",
    negative: "no pasa del límite",
    number_only: "Un número no decide nada. Decide usted.",
    start: "Anotar una evaluación",
    before:
      "Primero pregunte: «¿Es buen momento para hablar? ¿No hay nadie más con usted?». Basta con sí o no. No pregunte si hay otra persona adulta o un menor de más de 2 años.",
    /** @param {number} number */
    item: (number) => `Pregunta ${number}`,
    no_text: "Su clínica no ha escrito las preguntas. Léalas de su propia copia con permiso.",
    in_private: "No había nadie más y usaba su propia pantalla. Nadie podía ver ni escuchar.",
    save: "Guardar",
    answers: "Respuestas",
    decide_title: "Sesiones con su pareja",
    no_couple: "Esta persona no forma parte de una pareja.",
    both: "Hay visto bueno para las dos personas.",
    not_both: "Todavía hace falta el visto bueno para las dos personas.",
    /** @param {string} day */
    until: (day) => `Cuenta hasta esta fecha: ${day}.`,
    decide: "Decidir",
    what: "¿Qué decide?",
    why: "¿Por qué?",
    needs_screening: "El visto bueno solo se puede dar con una evaluación hecha después de la última decisión.",
    note: "No se avisa a la pareja. Elija lo que elija, las dos personas ven las mismas palabras.",
    saved: "Guardado. No se avisa a ningún cliente.",
  },
  settings: {
    title: "Parejas: evaluación privada",
    text: "Son valores prudentes. Lo decide su personal clínico.",
    asks: "Las sesiones en pareja esperan el visto bueno para las dos personas",
    asks_hint: "Sesiones de pareja y grupos de parejas. Mientras esperan, las dos personas ven las mismas palabras.",
    review: "Días que cuenta una evaluación",
    instrument: "Qué se pregunta",
    kinds: { hits: "HITS (cuatro preguntas, de 1 a 5)", own: "Nuestras propias preguntas" },
    hits_hint: "Attune incluye su puntuación, no su texto. Escriba las cuatro preguntas solo si tiene permiso de sus autores.",
    name: "Nombre",
    items: "Preguntas, una por línea",
    lowest: "Respuesta más baja",
    highest: "Respuesta más alta",
    limit: "Es positivo por encima de",
    limit_hint: "HITS: el límite publicado es 10. Decide el personal clínico, no el número.",
  },
};
