/** Spanish for how long records are kept, for legal holds, and for what people ask about theirs. */

import { pluralIn } from "../../../../shared/words/spoken.js";

const plural = pluralIn("es");

/** What a class is, and why it is kept so long. @type {Record<string, [string, string]>} */
const CLASSES = {
  media: ["Sonido e imagen", "Pasan por la sesión y no se guardan."],
  chat: ["Mensajes en las sesiones", "Pasan por la sesión y no se guardan."],
  answers: [
    "Respuestas privadas en las sesiones",
    "Números de las preguntas de salida, del tiempo fuera y de volver al presente, y palabras de ánimo. Sirven justo después de la sesión.",
  ],
  log: [
    "Registros de las sesiones",
    "Quién habló y cuándo, paso a paso. Cuando un registro se borra, quedan la asistencia, los seguimientos, las alertas y un breve resumen.",
  ],
  places: ["Dónde estuvo cada cliente", "Es parte del expediente. La mayoría de los estados pide guardarlo por años."],
  documents: [
    "Acuerdos y decisiones",
    "Firmas, evaluaciones, seguimientos, alertas de ayuda, comunicaciones, seguro, constancias y correcciones. Cuenta desde el fin de la atención; la ley federal pide seis años (45 CFR 164.316).",
  ],
  audit: ["Auditoría", "Se guarda para siempre: si su comienzo se pudiera borrar, no se sabría si alguien lo quitó."],
  sign_ins: ["Accesos terminados", "Para responder «¿fui yo?». El más nuevo de cada persona queda."],
  links: ["Enlaces usados o vencidos", "Ya no abren nada."],
  mails: ["Correo enviado", "Para responder «no me llegó», hasta mucho después de la cita."],
  unsent_mails: ["Correo que no se pudo enviar", "El equipo puede revisarlo y volver a enviarlo."],
  copies: ["Copias pedidas por clientes", "Se puede pedir otra."],
  webhook_events: ["Lo que se avisó por webhook", "Hasta entonces se puede volver a enviar."],
};

/** @type {Record<string, string>} */
const ABOUT = {
  name: "Su nombre",
  contact: "Cómo comunicarse con usted",
  program: "Su programa",
  schedule: "Su calendario",
  attendance: "Cuándo asistió",
  place: "Dónde estuvo",
  agreement: "Algo que firmó",
  other: "Otra cosa",
};

/** @type {Record<string, string>} */
const COPY_STATES = { waiting: "En preparación", ready: "Lista", failed: "No se pudo preparar", removed: "Borrada" };

/** @type {Record<string, string>} */
const CORRECTION_STATES = { asked: "En espera", accepted: "Aceptada", declined: "No aceptada", withdrawn: "Retirada" };

/** @param {string} unit @param {number} count */
const length = (unit, count) => {
  if (unit === "years") return plural(count, { one: "1 año", other: `${count} años` });
  return plural(count, { one: "1 día", other: `${count} días` });
};

export const records_es = {
  title: "Expedientes",
  lead: "Cuánto se guarda cada cosa, qué se va a borrar, y qué piden las personas sobre sus datos.",
  tabs: { keeping: "Plazos", holds: "Retenciones legales", requests: "Solicitudes" },
  classes: CLASSES,
  keeping: {
    title: "Cuánto se guarda cada cosa",
    text: (/** @type {number} */ minutes) =>
      `Lo que vence se borra cada ${minutes} minutos, poco a poco. Los números dicen lo que se borrará la próxima vez. Lo retenido queda.`,
    what: "Qué",
    kept: "Se guarda",
    due: "Se va a borrar",
    held: "Retenido",
    length,
    never: "No se guarda",
    for_good: "Para siempre",
    due_since: (/** @type {number} */ count, /** @type {string} */ day) => `${count}; lo más antiguo es del ${day}`,
    none: "Nada por ahora",
    change: "Cambiar los plazos",
    change_text:
      "Consulte con quien le asesora en derecho: los plazos dependen de cada estado. Los límites de abajo son lo menos que es seguro.",
    range: (/** @type {string} */ from, /** @type {string} */ to) => `De ${from} a ${to}.`,
    unit: { days: "días", years: "años" },
    runs: "Borrado hace poco",
    runs_none: "Nada todavía.",
    others: "Lo que no está en la lista, como la asistencia y las citas, no se borra.",
  },
  holds: {
    title: "Retenciones legales",
    text: "Mientras haya una retención sobre un cliente o una sesión, nada se borra, por antiguo que sea. La de un cliente también conserva las sesiones en las que estuvo.",
    none: "No hay retenciones.",
    place: "Retener",
    client: "Cliente",
    reason: "Motivo",
    reason_hint: "Por ejemplo, la carta que lo pide. Lo lee quien cuida los expedientes.",
    placed: "La retención está puesta.",
    on: "Sobre",
    by: "Puesta por",
    since: "Desde",
    state: "Estado",
    holds: "Vigente",
    ended: (/** @type {string} */ when, /** @type {string} */ who) => `Terminada el ${when} por ${who}`,
    end: "Terminar",
    ask_end: {
      title: "¿Terminar esta retención?",
      text: "Lo que conservaba se borra a su tiempo. Puede ser dentro de una hora.",
      yes: "Terminar la retención",
      no: "Conservarla",
    },
    now_ended: "La retención terminó.",
    session: "Retener esta sesión",
    session_text: "Una retención legal impide que se borre algo de esta sesión.",
  },
  requests: {
    corrections: "Correcciones",
    corrections_text:
      "Un cliente dice que algo sobre su persona está mal. Si es así, cámbielo en su lugar y luego acepte. La respuesta se debe en 60 días (45 CFR 164.526).",
    corrections_none: "Nadie espera una respuesta.",
    due: (/** @type {string} */ day) => `Responder antes del ${day}`,
    late: (/** @type {string} */ day) => `Había que responder el ${day}`,
    wrong: "Qué está mal",
    right: "Qué sería correcto",
    answer: "Respuesta",
    answer_hint: "El cliente la lee. Para no aceptar hace falta un motivo.",
    accept: "Aceptar",
    decline: "No aceptar",
    answered: "El cliente puede leer su respuesta.",
    copies: "Copias",
    copies_text:
      "Cada cliente pide su copia en su propia página. Si alguien la pide por escrito, puede prepararla aquí; queda en la auditoría.",
    copies_none: "Nadie ha pedido una.",
    client: "Cliente que la pidió por escrito",
    make: "Preparar una copia",
    asked: "La copia se está preparando.",
    who: "Cliente",
    when: "Pedida",
    state: "Estado",
    own: "Pedida en su propia página",
    written: (/** @type {string} */ name) => `Pedida por escrito; la anotó ${name}`,
    download: "Descargar",
  },
  own: {
    title: "Sus datos",
    lead: "Lo que esta clínica guarda sobre usted: puede tener una copia y decir si algo está mal.",
    copy: "Una copia de lo que se guarda sobre usted",
    copy_text:
      "Su perfil, lo que firmó, sus sesiones, cuándo asistió, dónde estuvo, y lo que se comunicó y a quién. No hay nada sobre otros clientes.",
    copy_careful:
      "Cualquiera que abra el archivo puede leerlo. Si alguien mira su teléfono o computadora, también puede pedir la copia a su equipo de atención.",
    ask: "Pedir una copia",
    ask_again: "Pedir una más nueva",
    making: "Su copia se está preparando. Tarda un momento; puede salir de esta página.",
    until: (/** @type {string} */ when) => `Puede descargarla hasta el ${when}.`,
    asked_at: (/** @type {string} */ when) => `Pedida el ${when}`,
    written: "Su clínica preparó esta porque usted la pidió por escrito. Pídasela.",
    failed: "No se pudo preparar la copia. Pídala otra vez, o pregunte a su equipo de atención.",
    removed: "Esta copia se borró después de una semana. Puede pedir otra.",
    download: "Descargar",
    correction: "¿Algo está mal?",
    correction_text:
      "Diga qué está mal y qué sería correcto. Su clínica responde en 60 días. Lo que escriba queda en su expediente, y la respuesta también.",
    about: "¿Sobre qué es?",
    wrong: "¿Qué está mal?",
    right: "¿Qué sería correcto?",
    send: "Enviar",
    sent: "Enviado. Aquí encontrará la respuesta.",
    yours: "Lo que pidió",
    due: (/** @type {string} */ day) => `Su clínica responde antes del ${day}.`,
    answer: (/** @type {string} */ words) => `Respuesta: ${words}`,
    said: (/** @type {string} */ words) => `Usted dijo: ${words}`,
    withdraw: "Retirar",
    ask_withdraw: { title: "¿Retirar esta solicitud?", text: "Queda anotado que la hizo.", yes: "Retirar", no: "Conservarla" },
    disagree: "Diga por qué no está de acuerdo",
    disagree_hint: "Queda en su expediente, junto a la respuesta.",
    link: "Una copia de lo que se guarda sobre usted, y correcciones",
    open: "Abrir",
  },
  about: ABOUT,
  copy_states: COPY_STATES,
  correction_states: CORRECTION_STATES,
  gone: {
    answers: (/** @type {string} */ day) => `Lo que las personas respondieron en privado se borró el ${day}, como eligió su clínica.`,
    log: (/** @type {string} */ day, /** @type {number} */ people) =>
      `El registro de esta sesión se borró el ${day}. ${plural(people, { one: "Había 1 cliente", other: `Había ${people} clientes` })}. La asistencia y los seguimientos se guardan.`,
  },
};
