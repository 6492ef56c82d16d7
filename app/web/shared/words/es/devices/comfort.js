/** Español para cámara, sonido y batería: lo que cada quien elige, y lo que se le dice de sus propios aparatos. */

/** @type {typeof import("../../en/devices/comfort.js").comfort_en} */
export const comfort_es = {
  title: "Cámara y sonido",
  only_here: "Esto es solo para usted, en este dispositivo.",

  picture: {
    title: "Su imagen",
    blur: "Difuminar lo que hay detrás",
    blur_note: "Se hace en este dispositivo. Si hay alguien a su lado, su imagen podría verse.",
    starting: "Su imagen difuminada se está preparando. Mientras tanto nadie puede verla.",
    lost: {
      blur_slow:
        "Este dispositivo es muy lento para difuminar el fondo. La cámara también está apagada, para que nadie vea lo que hay detrás.",
      blur_broken: "El fondo ya no se puede difuminar. La cámara está apagada, para que nadie vea lo que hay detrás.",
      blur_power: "Difuminar el fondo gasta mucha batería. La cámara está apagada, para que nadie vea lo que hay detrás.",
    },
    without: "Usar la cámara sin difuminar",
    again: "Intentar difuminar otra vez",
    hide_self: "No ver mi propia imagen",
    hide_self_note: "El grupo sí ve su imagen. En ese lugar, usted ve su nombre.",
    show_self: "Ver mi imagen",
  },

  rest: {
    start: (minutes) => (minutes === 1 ? "Descansar la cámara 1 minuto" : `Descansar la cámara ${minutes} minutos`),
    note: "No hace falta una razón. El equipo ve que es un descanso. El grupo ve su nombre, como con cualquier cámara apagada.",
    now: (left) => `Su cámara descansa: ${left}`,
    end: "Encender la cámara",
    next: (time) => `Por ahora ya usó sus descansos. Próximo descanso: ${time}. Puede apagar la cámara cuando quiera.`,
    over: "Terminó el descanso. Encienda la cámara cuando quiera.",
    tile: "En descanso",
  },

  sound: {
    title: "Su sonido",
    noise: "Ruido a su alrededor",
    noises: { browser: "Quitar un poco", strong: "Quitar más", off: "Dejarlo como está" },
    noise_note: "«Quitar más» ayuda con ventiladores y tráfico. Gasta un poco más de batería.",
    noise_cannot: "Este navegador no puede quitar más. Quita un poco.",
    test: "Escuchar mi voz",
    test_note: "Se graban tres segundos en este dispositivo, usted los escucha y se borran. Nadie más los escucha.",
    states: {
      idle: "",
      recording: "Diga unas palabras…",
      playing: "Así se escucha su voz.",
      silent: "No se escuchó nada. ¿Es el micrófono correcto?",
      failed: "No funcionó. Intente otra vez, por favor.",
    },
    no_mic: "Primero encienda el micrófono.",
  },

  power: {
    title: "Batería",
    low: "Gastar menos batería",
    low_note: "Imágenes más pequeñas, sin difuminar, sin nada que se mueva.",
    offers: {
      battery: "Le queda poca batería.",
      data: "Su dispositivo está ahorrando datos.",
      slow: "Este dispositivo tiene mucho trabajo.",
    },
    yes: "Gastar menos batería",
    no: "No, gracias",
  },

  howl: "Hay dos dispositivos muy cerca y hacen eco. Apague el micrófono de uno, o use audífonos.",
  howl_mute: "Apagar este micrófono",
  close: "Cerrar",
};
