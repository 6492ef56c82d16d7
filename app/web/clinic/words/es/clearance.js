/** Spanish for private screening, and for a couple's clearance. */

/** @type {Record<string, string>} */
const VALUES = {
  pending: "Aún sin decidir",
  cleared: "Con visto bueno",
  held: "En espera",
};

/** @type {Record<string, string>} */
const FINDINGS = {
  open: "Aún sin decidir",
  clear: "Con visto bueno",
  hold: "En espera",
};

/** @type {Record<string, string>} */
const MOVES = {
  clear: "Dar el visto bueno",
  hold: "Dejar en espera",
  reopen: "Volver a revisar",
};

/** @type {Record<string, string>} */
const REASONS = {
  screened: "La evaluación y la conversación lo apoyan",
  screened_again: "Una nueva evaluación lo apoya",
  danger: "Algo apunta a violencia, control o miedo",
  declined: "Prefiere no responder, o no tener sesiones en pareja",
  judgement: "Mi criterio clínico",
  changed: "Algo cambió",
  mistake: "Se anotó por error",
};

export const clearance_es = {
  values: VALUES,
  findings: FINDINGS,
  moves: MOVES,
  reasons: REASONS,
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
    not_both: "No hay visto bueno para las dos personas.",
    /** @param {string} day */
    until: (day) => `Cuenta hasta esta fecha: ${day}.`,
    decide: "Decidir",
    what: "¿Qué decide?",
    why: "¿Por qué?",
    needs_screening: "Antes hace falta una nueva evaluación",
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
