/** Español para lo que hacen y ven las personas del grupo además de lo básico de la sala: pasos, mensajes, parejas, pantalla propia. */

import { pluralIn } from "../spoken.js";
import { before_es } from "./before.js";
import { LIFELINES } from "./lifelines.js";

const plural = pluralIn("es");

/** @type {Record<string, string>} */
const PIN_REFUSED = {
  "sign_in.wrong": "Ese PIN no coincide. Intente otra vez, por favor.",
  "pin.not_digits": "Un PIN solo tiene números. Intente otra vez, por favor.",
  "sign_in.wait": "Espere unos minutos, por favor, e intente otra vez. Su equipo de atención también puede ayudar.",
};

/** @type {import("../compose.js").Member} */
export const member_es = {
  your_part: "Su parte",
  keys: [
    ["Q", "Veinte segundos sobre este punto"],
    ["T", "Tiempo fuera, cuando hablan dos personas"],
    ["C", "Mensajes"],
  ],
  settings: {
    clock: "Ocultar los relojes",
    calm: "Pantalla sencilla: menos cosas, nada que se mueva ni que cuente",
    captions: "Mostrar subtítulos cuando alguien los escribe",
    captions_size: "Tamaño de los subtítulos",
    captions_sizes: { normal: "Mediana", large: "Grande", largest: "Muy grande" },
    captions_place: "Lugar de los subtítulos",
    captions_places: { below: "Debajo de las imágenes", above: "Arriba de las imágenes" },
    read_captions: "Que mi lector de pantalla lea los subtítulos",
    share: "Mostrarme cuánto he hablado",
    own_share: {
      more: "Hasta ahora ha hablado más que la mayoría. Puede ser justo lo que hoy hace falta.",
      about_as_much: "Ha hablado más o menos lo mismo que el resto.",
      less: "Si quiere hablar, hay lugar para usted.",
    },
  },

  clock: {
    left: (time) => `Quedan ${time}`,
    until: (time) => `Hasta: ${time}`,
    over: "Se pasó un poco del tiempo. Termine con calma.",
    closing: "Termine su idea, por favor. Sin prisa.",
    stands: "reloj en pausa",
  },

  prompt: { title: "Una idea para usted", for_all: "Una idea para el grupo", away: "Cerrar" },

  step: {
    paused: "El ejercicio está en pausa.",
    question: "La pregunta",
    due: (name) => `Le toca hablar a ${name}.`,
    acts_of: (name) => `La parte de ${name}`,
    next: (names) => `Después: ${names}`,
    one_microphone: "Comparten un micrófono, así que se queda encendido. Dejen hablar, por favor, a la persona que aparece aquí.",
    private_elsewhere: "Las preguntas privadas están en el teléfono de cada quien.",
  },

  turns: {
    made: "Ya lo dijo alguien: bajar mi mano",
    quick: "Sobre este punto",
    quick_does: "Veinte segundos, solo sobre este punto. Va antes que el resto.",
    more: "Más",
    signs: "Mostrar algo sin hablar",
    next: "¿Quién sigue?",
    next_hint: "Invite a alguien que no ha hablado. Puede decir «paso».",
    key: "Tecla",
  },

  gestures: { with_you: "Aquí estoy", nod: "De acuerdo", warm: "Con cariño" },
  roles: {
    observer: "Observa",
    trainee: "En formación",
    interpreter: "Interpreta",
    captioner: "Escribe subtítulos",
    tech_host: "Ayuda técnica",
  },

  tile: {
    partners: "Pareja, en una cámara",
    shares: "Comparte su pantalla",
    inner: "Círculo interior",
    outer: "Círculo que escucha",
    pin: "Dejar junto a quien habla",
    unpin: "Volver a la fila",
  },
  away: (names, many) => (many ? `${names} salieron un momento.` : `${names} salió un momento.`),

  couple: {
    title: "Su lugar",
    free: "Todavía no habla nadie de ustedes.",
    has_word: (name) => `Habla ${name}.`,
    take: (name) => `Va a hablar ${name}`,
    give: (name) => `Que hable ${name}`,
    ask: (name) => `${name} quiere hablar`,
  },

  asks: {
    observer: (name) =>
      `¿Puede ${name} observar hoy? Va a ver y escuchar al grupo, y no habla. Está bien decir que no: para usted no cambia nada.`,
    for_person: (name) => `${name}, ¿qué responde?`,
    yes: "Sí, está bien",
    no: "No",
  },

  before: before_es,

  proof: {
    title: "Escriba su PIN, por favor",
    text: "Cada persona tiene el suyo. Después se les puede dar entrada.",
    pin: (name) => `${name}, escriba su PIN`,
    me: "Soy yo",
    me_named: (name) => `Soy yo, ${name}`,
    hidden: "Los números no se ven ni se guardan en esta página.",
    help: "¿No tiene PIN o se le olvidó? Su equipo de atención puede ayudar.",
    later: (name) => `Ya llegó ${name}`,
    arriving: (name, host) => `Gracias, ${name}. Podrá participar en cuanto ${host} vea que está aquí.`,
    staff: "Inicie sesión primero en este navegador. Después abra otra vez su enlace.",
    refused: PIN_REFUSED,
    refused_else: "No se pudo enviar. Intente otra vez en un momento, por favor.",
  },

  /** On a person's own phone: neutral, whoever else reads it. */
  sound_problem: {
    button: "Problema de audio",
    sent: "Gracias. Lo estamos revisando.",
    kept: "No hay conexión en este momento. Nos llegará en cuanto vuelva.",
  },

  chat: {
    title: "Mensajes",
    close: "Cerrar mensajes",
    none: "Todavía no hay mensajes.",
    kept: "Los mensajes se borran cuando termina la sesión.",
    to: "Para",
    all: "Todo el grupo",
    staff: "El equipo",
    staff_only: "Solo el equipo",
    as: "Escribe",
    both: "Las dos personas",
    text: "Su mensaje",
    send: "Enviar",
    closed: "Los mensajes están cerrados en este momento. Puede leer lo que se escribió.",
    unread: (count) => plural(count, { one: "1 nuevo", other: `${count} nuevos` }),
    to_one: (name) => `para ${name}`,
    to_staff: "para el equipo",
    waiting: "Espera hasta que esa persona tenga su propia pantalla.",
    from_seat: (names) => `desde el lugar compartido de ${names}`,
    you: "Usted",
    from: (name) => `Mensaje nuevo de ${name}.`,
    replies: { here: "Aquí estoy", moment: "Un momento, por favor", trouble: "Algo no funciona", call: "Llámeme, por favor" },
    waiting_title: "Un mensaje para usted",
    waiting_from: "Su equipo de atención",
    answer: "Su respuesta",
    write: (names) => `Escribir a ${names}`,
    write_short: "Escribir",
    both_read: "Las dos personas pueden leerlo en su pantalla. No escriba nada privado.",
    one_reads: "Solo lo puede leer esta persona.",
    below: "Mensaje nuevo más abajo",
  },

  captions: {
    title: "Subtítulos",
    input: "Escribir subtítulos",
    send: "Mostrar",
    speaker: "Quién habla",
    no_speaker: "Sin nombre",
    last_minute: "Lo dicho en el último minuto",
    newest: "Lo más reciente",
    hint: "Con Enter, la línea aparece para todas las personas aquí. No se guarda.",
  },

  screen: { start: "Compartir mi pantalla", stop: "Dejar de compartir", yours: "Está compartiendo su pantalla." },

  held: {
    title: "Una breve pausa",
    text: (host) => `En este momento ${host} no está. Nadie ve ni escucha a nadie hasta que vuelva.`,
    waiting: "Esperamos a que vuelva. Su lugar está guardado. No tiene que hacer nada.",
    breathe: "Si quiere, inhale en cuatro y exhale en seis, o mire a su alrededor y nombre lo que ve.",
    suspended: "Por ahora nos detenemos aquí",
    suspended_text: (host) =>
      `Por ahora ${host} no pudo volver. Es posible que su equipo de atención le llame. Si lo necesita, llame usted: no tiene que esperar.`,
    suspended_stay: "Puede quedarse en esta página. Si vuelve, la sesión sigue donde estaba.",
    help: LIFELINES,
  },

  device_check: {
    talk: (host) => `Revisión de sonido e imagen con ${host}. Nadie más en la sesión escucha lo que se dice aquí.`,
    wait: (host) =>
      `Revisión de sonido e imagen con ${host}, una persona tras otra. No tiene que hacer nada. Después seguimos con la sesión.`,
  },
  private_room: {
    title: "Sala privada",
    with: (names, host) =>
      names
        ? `Está en una sala privada con ${names}. El grupo no escucha lo que se dice aquí.`
        : `Está en una sala privada. El grupo no escucha lo que se dice aquí. Espere aquí, por favor, a ${host}.`,
    back: "Su lugar en el grupo está guardado.",
  },

  companion: {
    check: (name) => `${name}, esta es su propia pantalla`,
    check_text:
      "Úsela junto a la cámara compartida, para levantar la mano, las preguntas privadas y los mensajes. No tiene cámara ni sonido. Téngala donde solo usted la vea.",
    join: "Abrir mi pantalla",
    title: "Su propia pantalla",
    beside: "El sonido y la imagen están en la cámara compartida.",
    apart: "El sonido y la imagen están en el otro dispositivo. Tenga esta pantalla donde solo usted la vea.",
    waiting: "Su lugar todavía no está en la sala. Esta pantalla se activa cuando lo esté.",
    notes: "Mis notas",
    notes_hint: "Solo en este dispositivo, hasta que salga o cierre esta página. No se envían.",
    notes_unkept: "Solo en esta página y solo mientras está abierta. No se envían.",
    seat: "Tener mi propio lugar",
    seat_text: (host) =>
      `Este teléfono pasa a ser su cámara y su micrófono, cuando ${host} diga que sí. La pantalla no le dice a su pareja por qué.`,
    seat_apart: "Uso audífonos o estoy en otro cuarto",
    seat_ask: "Pedir mi propio lugar",
    seat_asked: (host) => `Su petición le llegó a ${host}. No tiene que hacer nada.`,
    seat_stop: "Retirar la petición",
    merge: "Volver al mismo lugar",
    merge_text: "Cuando las dos personas quieran, comparten otra vez una cámara.",
    merge_asked: "Usted quiere volver al mismo lugar.",
    merge_stop: "Seguir aparte",
    merge_other: (name) => `${name} quiere volver al mismo lugar.`,
    leave: "Cerrar esta pantalla",
    leave_text: "Su lugar sigue en la sala. Puede volver con el mismo enlace.",
    hidden: "Lo privado se muestra solo aquí.",
  },
};
