/** Español de Estados Unidos, en palabras sencillas y de usted. Nada de esto acusa, apura ni usa palabras técnicas. */

import { LANGUAGES } from "../languages.js";
import { pluralIn } from "../spoken.js";
import { THEIR_CONNECTION, YOUR_CONNECTION } from "./devices/connections.js";
import { LATER, LIFELINES } from "./lifelines.js";

const plural = pluralIn("es");

/** @param {number} count @param {string} one @param {string} other */
const counted = (count, one, other) => `${count} ${plural(count, { one, other })}`;

/** @type {import("../compose.js").Room} */
export const room_es = {
  ...LANGUAGES.es,
  language: "Idioma / Language",
  language_away: "No se pudo cargar ese idioma. Revise su conexión y elíjalo otra vez.",
  tab_title: "Attune – cita",
  loading: "Un momento, por favor…",

  now_title: "Qué pasa ahora",

  bar: {
    title: "Sus controles",
    microphone: "Micrófono",
    camera: "Cámara",
    hand_up: "Levantar la mano",
    hand_down: "Bajar la mano",
    pass: "Paso",
    release: "Ya terminé",
    leave: ["Salir", " de la sesión"],
    leave_question: "¿Salir de la sesión?",
    leave_text: "Puede volver con el mismo enlace.",
    leave_yes: "Sí, salir",
    leave_no: "Quedarme",
    help: "Ayuda",
    panel: "Panel",
    waiting: "en espera",
    states: { mic: ["Encendido", "Apagado"], camera: ["Encendida", "Apagada"] },
    press: (key, name) => `Oprima ${key} para la mano de ${name}.`,
  },

  people_here: "Personas en la sala",
  people_below: (count) => `${count} más`,
  you: "(usted)",
  mic_closed: "Micrófono apagado por la sala.",
  mic_off: "Micrófono apagado.",
  skip: "Ir a la parte principal",
  skip_to_turn: "Ir a su turno",

  nobody: "alguien",
  choose: "Elija, por favor",
  none_chosen: "Ninguna",

  check: {
    title: "Cuando quiera, entre",
    hear: "¿Se escucha su voz?",
    heard: "Su voz se escucha bien",
    silent: "Aún no hay sonido. Diga unas palabras.",
    off: "Su micrófono está apagado",
    missing: "No hay micrófono",
    picture: "Su imagen",
    own_picture: "Su propia imagen",
    sound: "Sonido y dispositivos",
    camera_rule: {
      required: "Por favor, deje la cámara encendida, a menos que haya acordado otra cosa con su equipo de atención.",
      preferred: "Si puede, deje la cámara encendida.",
      free: "Puede tener la cámara encendida o apagada, como prefiera.",
    },
    join: "Entrar a la sesión",
    joining: "Entrando…",
    next: "Es posible que espere un momento hasta que le den entrada. Attune nunca graba el sonido ni la imagen.",
    network: {
      checking: "Revisando su red…",
      found: {
        direct: "Su red funciona bien.",
        detour: "Su red funciona. Puede haber un pequeño retraso.",
        blocked: "Es posible que el sonido y la imagen no pasen por esta red. Esto puede ayudar:",
        unchecked: "",
      },
      mends: ["Si usa VPN o proxy, pruebe sin eso.", "Pruebe con otra red, como la de su teléfono.", "Pruebe con otro dispositivo."],
      still: "Aun así puede entrar.",
      call: "Si no funciona, llame a su equipo de atención.",
      again: "Revisar otra vez",
    },
  },

  devices: {
    mic: { use: "Micrófono que se usa", one: "Micrófono" },
    camera: { use: "Cámara que se usa", one: "Cámara" },
    speaker: { use: "Altavoz que se usa", one: "Altavoz" },
    test: "Probar con un sonido suave",
  },

  waiting: {
    title: "Está en el lugar correcto",
    comfort: "Su imagen y su voz todavía no llegan a nadie. Respire con calma. No tiene que hacer nada.",
  },

  help: {
    title: "Ayuda y ajustes",
    close: "Cerrar",
    turns_title: "Los turnos",
    picture_title: "Imagen y texto",
    sound_title: "Sonido y cámara",
    large_text: "Letra más grande",
    colors: "Colores",
    themes: { device: "Como este dispositivo", light: "Claro", dark: "Oscuro" },
    keys_title: "Teclas",
    keys_on: "Usar teclas sueltas como atajos",
    keys: [
      ["H", "Levantar o bajar la mano"],
      ["P", "Paso"],
      ["R", "Ya terminé"],
    ],
    device_keys: [
      ["M", "Encender o apagar el micrófono"],
      ["V", "Encender o apagar la cámara"],
      ["?", "Esta ayuda"],
    ],
    hand_of: (name) => `Mano de ${name}`,
    turns: "Levante la mano cuando quiera hablar. Siempre puede decir «paso», sin dar razones: también es participar.",
    danger: `${LIFELINES} Si esta página no funciona, llame a su equipo de atención.`,
  },

  way_back: "Volver a mi página",
  pages: {
    "link.missing": {
      title: "Use su propio enlace, por favor",
      text: "Esta página se abre con el enlace de su invitación. Abra otra vez el enlace de su mensaje o pida a su equipo de atención que se lo envíe de nuevo.",
    },
    "link.invalid": {
      title: "Este enlace no funciona",
      text: "Revise, por favor, que abrió completo el enlace de su invitación. Si aún no funciona, su equipo de atención puede enviarle otro.",
    },
    "link.withdrawn": {
      title: "Este enlace ya no sirve",
      text: "Su equipo de atención lo cambió por otro. Su cámara y su micrófono están apagados. Use, por favor, el enlace nuevo, o pídalo a su equipo de atención.",
    },
    "link.expired": {
      title: "Este enlace no está abierto en este momento",
      text: "Funciona solo cerca de la hora de su cita. Vuelva entonces, por favor, o pida un enlace nuevo a su equipo de atención.",
      action: "Intentar otra vez",
    },
    "session.ended": {
      title: "Esta sesión terminó",
      text: `Gracias por haber venido. Puede cerrar esta ventana. Si más tarde se pone difícil: ${LATER}`,
    },
    "room.full": {
      title: "No hay lugar en este momento",
      text: "Espere un momento, por favor, e inténtelo otra vez. Si sigue así, su equipo de atención puede ayudarle.",
      action: "Intentar otra vez",
    },
    "seat.replaced": {
      title: "Este lugar está abierto en otra ventana",
      text: "Puede estar aquí en una sola ventana. Si quiere seguir en esta, úsela aquí.",
      action: "Usar aquí",
    },
    left: {
      title: "Salió de la sesión",
      text: `Su cámara y su micrófono están apagados. Puede volver con el mismo enlace. ${LIFELINES}`,
      action: "Volver",
    },
    "rate.limited": {
      title: "Un momento, por favor",
      text: "Hubo muchos intentos en poco tiempo. Espere un minuto, por favor, e inténtelo otra vez.",
      action: "Intentar otra vez",
    },
    "service.unreachable": {
      title: "No podemos conectar con el servicio",
      text: "Revise, por favor, su conexión a internet e inténtelo otra vez en un momento. No ha perdido su lugar.",
      action: "Intentar otra vez",
    },
  },
  page_else: {
    title: "La sesión se cerró aquí",
    text: "Algo no salió como debía. Puede abrir su enlace otra vez.",
    action: "Intentar otra vez",
  },

  not_now: {
    "floor.request": "En este momento no se puede levantar la mano.",
    "floor.pass": "Ahora no hace falta decir «paso». Siempre está bien decirlo.",
    "floor.next": "No hay nadie en la fila.",
    "floor.revoke": "En este momento nadie tiene el turno.",
  },
  not_now_else: "Eso no se puede en este momento.",

  joiningAs: (names) =>
    names.length > 1 ? `Entran ${new Intl.ListFormat("es").format(names)}, en una cámara` : `Entra como ${names[0] ?? ""}`,

  expected: (expected) =>
    expected
      ? `Hoy se espera a ${counted(expected.members, "participante", "participantes")} y a ${counted(expected.facilitators, "persona que facilita", "personas que facilitan")}.`
      : "",

  device_problems: {
    mic: {
      denied:
        "Su navegador no tiene permiso para usar el micrófono. Toque el signo del micrófono o del candado junto a la dirección para permitirlo. También puede entrar sin él.",
      busy: "Parece que otro programa usa su micrófono. Cierre ese programa o entre sin él.",
      missing: "No encontramos ningún micrófono. Puede entrar y escuchar.",
    },
    camera: {
      denied:
        "Su navegador no tiene permiso para usar la cámara. Toque el signo de la cámara o del candado junto a la dirección para permitirlo. También puede entrar sin ella.",
      busy: "Parece que otro programa usa su cámara. Cierre ese programa o entre sin ella.",
      missing: "No encontramos ninguna cámara. Puede entrar, y se mostrará su nombre.",
    },
  },
  device_states: {
    none: "",
    denied: "Sin permiso",
    missing: "No se encontró",
    busy: "En uso",
    blur_slow: "Sin difuminar",
    blur_broken: "Sin difuminar",
    blur_power: "Sin difuminar",
  },

  reconnecting: (names) => `Reconectando. Guardamos el lugar de ${names}`,
  reconnecting_short: "Reconectando",

  notices: {
    storage_behind:
      "En este momento no se guarda lo que pasa aquí. Se guardará en cuanto vuelva a ser posible. Puede seguir. El sonido y la imagen nunca se graban.",
    storage_refused:
      "Una parte del registro de esta sesión no se puede guardar. Puede seguir; por favor, avise a quien se encarga de Attune. El sonido y la imagen nunca se graban.",
    relay_down: "Estamos recuperando el sonido y la imagen. Quédese, por favor: tarda unos segundos.",
  },

  paused: "Imagen en pausa: conexión débil",
  paused_short: "Imagen en pausa",

  grades: { good: "Buena conexión", fair: "Conexión inestable", poor: "Conexión débil", unknown: "Aún no se sabe" },
  grades_short: { fair: "Inestable", poor: "Débil" },
  connection_reasons: { own: YOUR_CONNECTION, theirs: THEIR_CONNECTION },

  connections: {
    title: "Conexiones",
    support:
      "Si alguien necesita más ayuda, puede enviar los detalles a su soporte técnico. Solo hay números: ni nombres ni nada de lo que se dijo.",
    copy: "Copiar detalles para soporte",
    copied: "Copiado. Ya puede pegarlo en un mensaje.",
    not_copied: "No se pudo copiar. Inténtelo otra vez en un momento.",
  },

  sound_tap: { button: "Toque aquí para escuchar", why: "Su navegador espera un toque antes de reproducir el sonido." },

  waits: (names) => (names.includes("&") ? `${names} están en la sala de espera.` : `${names} está en la sala de espera.`),
};
