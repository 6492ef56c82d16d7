/** Spanish for help signals, as those who lead see them. */

import { timeOfDay } from "../../core/clock.js";

/** @param {number} seconds */
const long = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 60) return `${Math.floor(whole / 60)} min`;
  return whole === 1 ? "1 segundo" : `${whole} segundos`;
};

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
