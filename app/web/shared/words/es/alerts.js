/** Spanish for help signals, as those who lead see them. */

import { timeOfDay } from "../../core/clock.js";
import { pluralIn } from "../spoken.js";

const plural = pluralIn("es");

/** @param {number} seconds */
const long = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 60) return `${Math.floor(whole / 60)} min`;
  return plural(whole, { one: "1 segundo", other: `${whole} segundos` });
};

/** @type {typeof import("../en/alerts.js").alerts_en} */
export const alerts_es = {
  title: "Alguien pidió ayuda",
  /** Who sent it, or both who may have. @param {string[]} names */
  who: (names) => {
    if (names.length > 1) return `${names.join(" o ")}, en una misma cámara, pidió ayuda`;
    return `${names[0] ?? "Alguien"} pidió ayuda`;
  },
  /** @param {number} seconds */
  ago: (seconds) => `hace ${long(seconds)}`,
  late: "llegó tarde: no había conexión",
  quiet: "Nadie más puede ver esto. Tómelo en serio y no lo diga en voz alta al grupo.",
  /** @param {string} name */
  seen: (name) => `${name} lo está atendiendo.`,
  /** What became of paging, and since when. @param {string} outcome @param {number} at Unix seconds. */
  paged: (outcome, at) => {
    const time = timeOfDay(at, "es");
    if (outcome === "answered") return `Alguien de guardia lo atiende desde: ${time}`;
    return outcome === "sent" ? `Se avisó a la guardia. Hora: ${time}` : "No se pudo avisar a nadie: llame usted, ahora.";
  },
  one_to_one: {
    /** @param {string} name */
    title: (name) => `Hable con ${name} antes de que termine la sesión`,
    why: "Contestó una pregunta sobre pensamientos de muerte o de lastimarse. Hable a solas, donde nadie más escuche.",
    take: "Yo hablo con esta persona",
    otherwise: "Mientras nadie lo tome, se les escribe a las personas de guardia.",
    refused: "No se pudo anotar aquí. Abra Seguimiento en otra ventana.",
  },
  welfare: {
    title: (name) => `¿Está a salvo ${name}?`,
    gone: (at) => `Se cortó su conexión y no ha vuelto. Se notó a esta hora: ${timeOfDay(at, "es")}`,
    back: (/** @type {number} */ at) => `Tiene conexión otra vez. Hora: ${timeOfDay(at, "es")}. Pregunte en privado cómo está.`,
    why: "Llame usted: Attune no llama a nadie. Solo se guardan los pasos y las horas, nunca lo que se dijo.",
    numbers: "Mostrar los números",
    numbers_documented: "Abre su ficha de crisis, y eso queda registrado.",
    refused: "No se pudo abrir aquí. Abra la ficha de crisis en otra ventana.",
    phone: "Su teléfono",
    contact: "Contacto de emergencia",
    contact_partner: "Este contacto parece ser la pareja. Piénselo antes de llamar.",
    no_permission: "No consta permiso para llamar a este contacto.",
    local: "Línea de emergencia del lugar donde está",
    none: "No se conoce ningún número.",
    steps: {
      called: "Llamé a la persona",
      reached: "Hablé con la persona",
      not_reached: "No contesta",
      contact_called: "Llamé a su contacto",
      emergency_called: "Llamé a la línea de emergencia",
      closed: "Ya lo atiende otra persona",
    },
    done: (step, at) => `${timeOfDay(at, "es")} · ${step}`,
  },
  /** For whoever talks to each of a couple apart. */
  device_check: {
    title: "Revisión de dispositivos",
    about: "Hable a solas con cada persona de la pareja. Las dos ven «Revisión de sonido e imagen» y nada más.",
    first: (name) => `Primero ${name}`,
    shared:
      "Comparten una pantalla, así que en esta sala no se puede preguntar nada en privado. Qué ayuda: que una persona use su propio teléfono con audífonos (su propio lugar), o una llamada en otro momento.",
    with: (name, other) => `Está con ${name}. ${other} espera en una página que no dice nada más.`,
    took: (length) => `La primera conversación duró ${length}. Procure que esta dure más o menos lo mismo.`,
    next: (name) => `Hablar ahora con ${name}`,
    next_in: (length) => `Podrá seguir en ${length}: cada conversación dura al menos un minuto.`,
    end: "Traer de vuelta a las dos personas",
    colleague: (name) => `${name} está haciendo una revisión de dispositivos.`,
  },
  see: "Ya lo vi",
  card: "Ficha de crisis",
  /** @param {string} name */
  card_of: (name) => `Ficha de crisis: ${name}`,
  talk: "Hablar en privado",
  done: "Hecho",
  /** While the own screen is shared: what stands here, everyone reads. */
  covered: {
    title: "Revise su pantalla, por favor",
    text: "Está compartiendo su pantalla. Deje de compartirla para continuar.",
    stop: "Dejar de compartir",
  },
};
