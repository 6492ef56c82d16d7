/** Español para salir de una página al instante. Lo que no puede hacer se dice con la misma claridad. */

import { pluralIn } from "../spoken.js";
import { LIFELINES } from "./lifelines.js";

const plural = pluralIn("es");

/** @type {typeof import("../en/exit.js").exit_en} */
export const exit_es = {
  place: "Salida rápida",
  button: "Salir de esta página",
  hint: "También puede presionar Mayús (Shift) tres veces.",
  left: (left) =>
    plural(left, {
      one: "Presione Mayús (Shift) 1 vez más para salir de esta página.",
      other: `Presione Mayús (Shift) ${left} veces más para salir de esta página.`,
    }),
  gone: "Cargando",
  about: {
    open: "Acerca de «Salir de esta página»",
    title: "Acerca de «Salir de esta página»",
    close: "Cerrar",
    how: "El botón está arriba en cada página. También puede presionar la tecla Mayús (Shift) tres veces en dos segundos.",
    parts: [
      {
        title: "Qué hace",
        lines: [
          "Muestra otra página enseguida, por ejemplo la del clima.",
          "Apaga su cámara y su micrófono, y usted sale de la sesión. En la pantalla solo se lee que salió.",
          "Cierra su cuenta en este dispositivo.",
        ],
      },
      {
        title: "Qué no puede hacer",
        lines: [
          "No borra el historial de este navegador. Quien lo mire puede ver que este sitio estuvo abierto.",
          "No detiene programas espía. Una aplicación que vigila este dispositivo puede seguir viendo lo que usted hace.",
          "No borra mensajes ni correos donde está su enlace.",
          "Solo funciona en la página que tiene delante, no en otras pestañas.",
          "Si puso esta página en su pantalla de inicio, su ícono se queda ahí. Puede quitarlo como cualquier otro.",
        ],
      },
      {
        title: "Cómo navegar con más seguridad",
        lines: [
          "Si puede, use un dispositivo que nadie más revise: en una biblioteca, en el trabajo o de una amistad.",
          "Una ventana privada guarda menos historial cuando la cierra. No detiene programas espía.",
          "Si quita algo del historial, quite solo estas páginas. Un historial vacío puede llamar la atención.",
          "Pida a su equipo de atención una manera y una hora de comunicarse que le convengan.",
        ],
      },
      {
        title: "Volver",
        lines: ["Abra otra vez su propio enlace. Quizá necesite su PIN, y su terapeuta le dará entrada."],
      },
    ],
    lifelines: LIFELINES,
  },
};
