/** Español para el panel de quienes facilitan: con calma, breve, y nunca un juicio sobre nadie. */

import { minutes } from "../../core/clock.js";
import { pluralIn } from "../spoken.js";
import { prepared_es } from "./before.js";

const plural = pluralIn("es");

/** Un tiempo aproximado, como se dice. @param {number} seconds */
const about = (seconds) => (seconds < 90 ? `${Math.round(seconds / 10) * 10} segundos` : `${Math.round(seconds / 60)} minutos`);

/** @type {Record<string, string>} */
const REMOVAL_REASONS = {
  distress: "Tiene mucho malestar",
  intoxicated: "Parece bajo los efectos de algo",
  not_alone: "Hay alguien más ahí",
  unsafe_place: "No está en un lugar seguro, por ejemplo al volante",
  disruptive: "El grupo no puede continuar en este momento",
  confidentiality: "La privacidad del grupo está en riesgo",
  technical: "Problema técnico",
  other: "Otro motivo",
};

/** @type {import("../compose.js").Console} */
export const console_es = {
  label: "Panel de quien facilita",
  close: "Cerrar el panel",
  tabs: { turns: "Turnos", people: "Personas", protocols: "Ejercicios", talk: "Charla" },
  unread: (count) => plural(count, { one: "1 nuevo", other: `${count} nuevos` }),
  tabs_label: "Partes del panel",

  deeds: {
    next: (name) => (name ? `Sigue: ${name}` : "Siguiente"),
    revoke: () => "Terminar este turno",
    stay_with: () => "Acompañar",
    resume: () => "Reanudar",
    back: () => "Volver al grupo",
    bring_back: (name) => `Que vuelva ${name}`,
    admit_all: () => "Dar entrada a todo el grupo",
    choose: () => "Elegir un ejercicio",
    hold_wait: () => "Esperar",
    hold_defer: () => "Dejar para el final",
    hold_skip: () => "Saltar el turno",
    let_run: () => "Dejar que siga",
    more: () => "1 minuto más",
    gentle_close: () => "Cierre suave",
    give_word: () => "Que hable",
    both: () => "Las dos personas, una tras otra",
    agree: () => "Aceptar",
    not_now: () => "Ahora no",
    take_lead: () => "Tomar la conducción",
    take_offer_back: () => "Retirar la oferta",
  },
  asks: {
    hold_over: (names) => `${names} perdió la conexión y aún no vuelve. ¿Qué hacemos con su turno?`,
    overrun: (names) => `${names} se pasó del tiempo.`,
    overrun_long: (names) => `${names} lleva el doble del tiempo.`,
    voice: (names) => `${names} quiere hablar en el lugar compartido.`,
    split: (names) => `${names} pide su propio lugar. Los dos dispositivos no se escuchan entre sí.`,
    split_close: (names) => `${names} pide su propio lugar. Los dos dispositivos podrían escucharse: ayudan los audífonos.`,
    lead_offered: (names) => `${names || "Una colega o un colega"} le ofrece la conducción.`,
    lead_pending: (names) => `Le ofreció la conducción a ${names}.`,
    observer: (names, { number }) =>
      `${names} quiere observar. ${number ? `Hasta ahora dijeron que sí: ${number}.` : "Aún nadie responde."} Tienen que aceptar todas las personas.`,
    observer_refused: (names) => `${names} no puede observar hoy: no todas las personas aceptan.`,
  },
  length: about,
  decides_itself: (sentence, time) => `${sentence} En ${time} pasa solo al final.`,

  now: {
    title: "Ahora",
    dropped: (name) => `Se cortó la conexión de ${name}.`,
    has_floor: (name) => `Le toca a ${name}.`,
    stands: "La sesión está en pausa.",
    free: {
      open: "Cualquiera puede hablar.",
      queue: "Nadie tiene el turno. Las manos van por orden.",
      popcorn: "Nadie tiene el turno. Quien habla dice quién sigue.",
      staff_only: "Ahora solo habla el equipo.",
      quiet: "Momento de silencio. No hace falta que nadie hable.",
    },
    nobody: "Nadie tiene el turno.",
    step: (protocol, place, of) => (place ? `${protocol} · paso ${place} de ${of}` : protocol),
    paused: (protocol) => `${protocol}: en pausa. La sala sigue con los turnos de antes.`,
    turn: (name) => `Turno de ${name}`,
    next: (names) => `Después: ${names.join(", luego ")}`,
    come_back: (names) => `Volver con ${names}`,
    distress: (names) => `En un momento difícil: ${names}`,
    silence: (seconds) => `Nadie habla desde hace ${minutes(seconds)}. Espere, nombre el silencio o diga lo que escuchó.`,
    private: "Está en una sala privada. El grupo no escucha lo que se dice aquí.",
    dismiss: "Cerrar",
  },

  clock({ kind, seconds = 0 }) {
    const time = minutes(seconds);
    switch (kind) {
      case "announced":
        return { text: `empieza en ${time}`, over: false };
      case "left":
        return { text: `quedan ${time}`, over: false };
      case "over":
        return { text: `${time} de más`, over: true };
      case "stands":
        return { text: seconds ? `en pausa, quedan ${time}` : "en pausa", over: false };
      case "holding":
        return { text: seconds ? `turno guardado, ${time}` : "turno guardado", over: false };
      case "stayed":
        return { text: `con su compañía, ${time}`, over: false };
      default:
        return { text: `habla desde hace ${time}`, over: false };
    }
  },

  prepared: prepared_es,
  waiting: {
    title: "Sala de espera",
    reconnecting: "Reconectando",
    late: "llegó tarde",
    admit: "Dar entrada",
    admit_all: "Dar entrada a todo el grupo",
    unproved: (names) => `Falta que inicie sesión: ${names}`,
    away: (name) => `${name} no está`,
    away_question: (name) => `¿Hoy no está ${name}?`,
    away_text: (name) =>
      `Confirme, por favor, que ${name} salió del cuarto. Su pareja puede entrar sola. A ${name} no se le cuenta asistencia, y puede iniciar sesión más tarde.`,
    away_wait: "Esperar",
    arriving: (name, partner) => `${name} ya inició sesión. ¿Ve a ${name} junto a ${partner}?`,
    seen: (name) => `Sí, veo a ${name}`,
    not_seen: (name) => `No, ${name} no está`,
  },

  turns: {
    title: "Turnos",
    line: "En la fila",
    no_line: "No hay nadie en la fila.",
    here: "Presentes",
    others: "Otras personas presentes",
    give: "Dar el turno",
    give_to: (name) => `Dar el turno a ${name}`,
    earlier: (name) => `Subir a ${name}`,
    later: (name) => `Bajar a ${name}`,
    place: (place) => `Lugar ${place}`,
    quick: "sobre este punto",
    both: (names) => `${names}: una persona tras otra`,
    has_floor: "Tiene el turno",
    come_back: "volver después",
    heard: "ya tuvo turno",
    mode: "Modo de los turnos",
    /** @type {Record<string, string>} */
    modes: {
      open: "Abierto: habla cualquiera",
      queue: "Fila: manos por orden",
      popcorn: "En cadena: quien habla dice quién sigue",
      staff_only: "Solo el equipo",
      quiet: "Silencio",
    },
    how: "Cómo se dan los turnos",
    microphones: "Micrófonos",
    mic_policies: {
      advisory: "Encendidos para el grupo",
      soft: "Encendidos; quien habla sigue",
      hard: "Solo quien tiene el turno",
    },
    grants: "Cuando nadie tiene el turno",
    grants_by: { by_facilitator: "Doy yo cada turno", when_free: "Lo toma la primera mano" },
    meanwhile: (protocol) => `Ahora «${protocol}» decide quién habla. Lo que elija aquí vale cuando termine.`,
  },

  people: {
    title: "Personas",
    role_names: {
      facilitator: "facilita",
      co_facilitator: "cofacilita",
      tech_host: "ayuda técnica",
      trainee: "en formación",
      observer: "observa",
      interpreter: "interpreta",
      captioner: "escribe subtítulos",
      member: "",
    },
    one_camera: "una cámara",
    reconnecting: "reconectando",
    lead: "conduce",
    muted: "micrófono apagado",
    stepped_out: "salió un momento",
    in_private: (room) => `sala privada ${room}`,
    come_back: "volver con",
    distress: "momento difícil",
    mark_come_back: (name) => `Volver con ${name}`,
    mark_distress: (name) => `${name} está en un momento difícil`,
    distress_does: "Mientras esté marcado, ningún turno suyo termina solo.",
    overheard: "alguien puede escuchar",
    overheard_tile: "Alguien puede escuchar",
    mark_overheard: (name) => `Es posible que alguien escuche a ${name}`,
    overheard_does: "Para recordar que no se le pregunte por su seguridad donde alguien escuche. Solo lo ve quien facilita.",
    flagged: "comprobar cómo está si se corta",
    mark_flag: (name) => `Comprobar cómo está ${name} si se corta la conexión`,
    flag_does: "Si no vuelve, se le pedirá a usted que averigüe si está a salvo.",
    flagged_by: {
      distress: "porque está en un momento difícil",
      talk: "por algo que contestó: hable hoy con esta persona",
      help: "porque pidió ayuda",
      answer: "por sus respuestas al salir",
      call: "porque quiere que le llamen",
    },
    give_word: (name) => `Que hable ${name}`,
    has_word: "habla por esta cámara",
    private_with: "Sala privada, conmigo",
    private_to: (names) => `Sala privada, con ${names}`,
    bring_back: "Traer de vuelta al grupo",
    reason: "Motivo, solo para el equipo",
    no_reason: "Sin motivo",
    reasons: REMOVAL_REASONS,
    reason_hint: "El grupo solo ve que salió un momento. Con un motivo que no sea técnico queda un seguimiento para después.",
    out: "Llevar a la sala de espera",
    out_of: (names) => `Llevar a la sala de espera: ${names}`,
    offer_lead: "Ofrecer la conducción",
    role_label: "Función",
    roles: { facilitator: "Facilita", co_facilitator: "Cofacilita", trainee: "En formación", tech_host: "Ayuda técnica" },
    nobody: "Todavía no hay nadie más.",
  },

  protocols: {
    title: "Ejercicios",
    running: "En marcha",
    on_top: "Empezar otro encima",
    listening: "Turnos y escucha",
    pauses: "Pausas y calma",
    kept: "Seguir desde la última vez",
    none: "En este momento no se puede empezar ningún ejercicio.",
    not_when: "No usar cuando",
    not_reviewed: "Sin revisión clínica.",
    list_not_reviewed: (all) => `${all ? "Estos textos no tienen" : "Algunos de estos textos no tienen"} revisión clínica.`,
    options: "Opciones",
    start: "Empezar",
    cancel: "Ahora no",
    missing: (names) => `Elija primero: ${names}.`,
    pause: "Pausar",
    stop: "Detener",
    stop_does: "Termina este ejercicio. La sala sigue con los turnos de antes.",
    pause_does: "Todo queda en pausa. La sala sigue con los turnos de antes hasta que lo reanude.",
    stop_question: (title) => `¿Detener «${title}»?`,
    stop_yes: "Sí, detener",
    stop_no: "Continuar",
    below: (names) => `Espera debajo: ${names}`,
    due: (left) => `quedan ${left} para este paso`,
    due_over: (over) => `este paso se pasó ${over}`,
    what: "Qué puede hacer ahora",
    wait: "En este momento no hay nada que hacer. Sigue por su cuenta.",
  },

  deck: {
    where: (deck, topic) => `${deck} · ${topic}`,
    place: (place, of) => `Pregunta ${place} de ${of}`,
    follow_up: "Para ir más lejos:",
    hint: "Para usted:",
    previous: "Anterior",
    next: "Pregunta siguiente",
  },

  talk: {
    title: "Charla",
    none: "Todavía no hay nada que mostrar. Se cuenta mientras alguien habla.",
    last: "Quién habló en los últimos 15 minutos. Solo lo ven quienes facilitan; el silencio puede estar bien.",
    unreliable: "Los niveles de este micrófono no son de fiar.",
    over: (name) => `${name} ha hablado bastante. ¿Dar las gracias e invitar a otras personas?`,
    under: (name) => `${name} no ha tenido oportunidad de hablar. Invite sin señalar.`,
    not_apart: "No se puede distinguir quién habla de la pareja.",
    picture: (name, bars) =>
      `${name}, minuto a minuto, desde el más antiguo: ${bars.map((bar) => Math.round(bar * 60)).join(", ")} segundos`,
    silence: (seconds) => `Nadie habla desde hace ${minutes(seconds)}.`,
    speaking: "Alguien habla.",
    without: (count) =>
      count
        ? `${plural(count, { one: "1 lugar no envía", other: `${count} lugares no envían` })} nada: puede ser la conexión, no silencio.`
        : "",
  },

  oars: {
    title: "Su cuenta",
    about: "Solo para usted; se borra cuando termina la sesión.",
    kinds: { question: "Pregunta", affirmation: "Afirmación", reflection: "Reflejo", summary: "Resumen" },
    count: (kind, count) => `Contar: ${kind}. Van ${count}.`,
    undo: "Quitar la última",
    ratio: (ratio) => `${ratio} reflejos por cada pregunta`,
    three: "Tres preguntas seguidas. Un reflejo podría abrir más.",
  },

  prompts: {
    title: "Enviar una frase",
    to: "Para",
    all: "Todo el grupo",
    occasion: "Para qué",
    of_run: (protocol) => `Para «${protocol}»`,
    send: "Enviar",
    send_this: (text) => `Enviar: ${text}`,
    calm: "Por ahora no se envían frases: se deja al grupo en calma.",
  },

  chat: { title: "Mensajes", open: "Abrir los mensajes para el grupo", close: "Cerrar los mensajes" },

  session: {
    title: "Sesión",
    end: "Terminar la sesión",
    end_question: "¿Terminar la sesión para todo el grupo?",
    end_text: "Todas las personas salen de la sala, y no se puede abrir otra vez.",
    end_yes: "Sí, terminar para el grupo",
    end_no: "Continuar",
  },

  keys: [
    ["N", "Turno siguiente"],
    ["B", "Hacer lo principal"],
    ["G", "Ir al panel"],
    ["S", "Acompañar a quien habla"],
  ],
};
