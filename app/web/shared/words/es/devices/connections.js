/** Español para conexiones débiles: qué pasa y qué ayuda, en palabras sencillas. */

/** Qué pasa con la conexión de otra persona y qué ayuda, por motivo. @type {Record<string, string>} */
export const THEIR_CONNECTION = {
  "up.loss": "Su voz puede cortarse: su conexión es débil. Acercarse al router del Wi-Fi ayuda.",
  "up.jitter": "Su voz puede llegar entrecortada. Ayuda que nadie cerca descargue o vea videos en este momento.",
  "up.narrow": "Su imagen puede verse pequeña o detenerse: su conexión es lenta. Ayuda cerrar otros programas que usen internet.",
  "down.loss": "Puede perderse palabras: su conexión es débil. Acercarse al router del Wi-Fi ayuda.",
  "down.jitter": "Puede escuchar entrecortado. Ayuda que nadie cerca descargue o vea videos en este momento.",
  "down.narrow": "Puede ver imágenes pequeñas o detenidas: su conexión es lenta. Ayuda cerrar otros programas que usen internet.",
  delay: "Escucha y responde con un poco de retraso. Ayuda una pausa corta después de cada turno, o apagar la VPN.",
  silent: "En este momento no llega nada de su parte. Estamos recuperando su conexión; su lugar está guardado.",
};

/** Lo mismo, dicho a la propia persona. @type {Record<string, string>} */
export const YOUR_CONNECTION = {
  "up.loss": "Su voz puede cortarse: su conexión es débil. Acercarse al router del Wi-Fi ayuda.",
  "up.jitter": "Su voz puede llegar entrecortada. Ayuda que nadie cerca de usted descargue o vea videos en este momento.",
  "up.narrow": "Su imagen puede verse pequeña o detenerse: su conexión es lenta. Ayuda cerrar otros programas que usen internet.",
  "down.loss": "Puede perderse palabras: su conexión es débil. Acercarse al router del Wi-Fi ayuda.",
  "down.jitter": "Puede escuchar entrecortado. Ayuda que nadie cerca de usted descargue o vea videos en este momento.",
  "down.narrow": "Puede ver imágenes pequeñas o detenidas: su conexión es lenta. Ayuda cerrar otros programas que usen internet.",
  delay: "Escucha y responde con un poco de retraso. Ayuda una pausa corta después de cada turno, o apagar la VPN.",
  silent: "En este momento no llega nada de su parte. Estamos recuperando su conexión; su lugar está guardado.",
};
