/** Español para los caminos al servicio: qué estorba, que se sigue intentando y qué ayuda. */

/** @type {import("../compose.js").Links} */
export const links_es = {
  browser_pages: {
    "browser.in_app": {
      title: "Abra esta página en su navegador, por favor",
      text: "Esta página está abierta dentro de otra aplicación, donde la cámara y el sonido muchas veces no funcionan. Busque «Abrir en el navegador» en su menú (⋯, ⋮ o el signo de compartir). O copie su enlace y péguelo en Safari o Chrome.",
      action: "Intentarlo aquí",
    },
    "browser.insecure": {
      title: "Esta dirección no puede usar su cámara",
      text: "Empieza con «http://». Los navegadores permiten la cámara y el micrófono solo en direcciones que empiezan con «https://». Abra otra vez, por favor, el enlace de su invitación, o pídalo a su equipo de atención.",
      action: "Entrar sin cámara ni micrófono",
    },
    "webrtc.off": {
      title: "En este navegador están apagadas las videollamadas",
      text: "Un ajuste de privacidad o una extensión bloquea «WebRTC», que hace falta para el sonido y la imagen. Actívelo, por favor, para esta página, o abra el mismo enlace en otro navegador o en otro dispositivo.",
      action: "Intentar otra vez",
    },
    "devices.off": {
      title: "Este navegador no puede usar su cámara",
      text: "No deja que ninguna página use la cámara ni el micrófono. Abra, por favor, el mismo enlace en Chrome, Edge, Firefox o Safari. También puede entrar aquí solo para ver y escuchar.",
      action: "Entrar sin cámara ni micrófono",
    },
    unsupported: {
      title: "Este navegador no permite videollamadas",
      text: "Abra, por favor, el mismo enlace en una versión actual de Chrome, Edge, Firefox o Safari.",
    },
  },
  copy_link: {
    button: "Copiar mi enlace",
    done: "Copiado. Ahora abra su navegador y péguelo donde van las direcciones. No lo comparta: abre su lugar.",
    by_hand: "Su enlace, para copiarlo a mano. No lo comparta: abre su lugar.",
  },
  hindrances: {
    "service.busy": "En este momento entra mucha gente. Lo intentamos otra vez en un momento. No tiene que hacer nada.",
    "service.unreachable":
      "No podemos conectar con el servicio en este momento. Lo seguimos intentando. Revise, por favor, que este dispositivo tenga internet; puede ayudar otra red u otro dispositivo.",
    "network.answers":
      "Esta red todavía no nos deja pasar. Es posible que primero pida iniciar sesión: abra cualquier otra página, inicie sesión ahí y vuelva. No ha perdido su lugar.",
  },
  try_now: "Intentar ahora",
  renewal: {
    title: "Una nueva versión",
    text: "Hay una nueva versión de esta página. Puede quedarse en esta hasta que termine la sesión. Si la vuelve a cargar, tendrá que tocar otra vez el botón para entrar.",
    now: "Volver a cargar",
    later: "Ahora no",
  },
  troubles: {
    "": "",
    lost: "Se cortó su conexión. La estamos recuperando…",
    lost_long:
      "Aún no podemos conectar con el servicio. Lo seguimos intentando. Suele ayudar acercarse al router, usar otra red o abrir su enlace en otro dispositivo.",
    unsure: "Revisando su conexión…",
    media_lost: "Se cortaron el sonido y la imagen. Los estamos recuperando…",
    media_failing:
      "En este momento no pasan el sonido ni la imagen. Lo seguimos intentando. Suele ayudar apagar la VPN o el proxy, usar otra red o abrir su enlace en otro dispositivo.",
    media_blocked:
      "Su navegador no deja pasar el sonido ni la imagen. Puede ser por un proxy, un ajuste de privacidad o una extensión que bloquea «WebRTC». Abra, por favor, su enlace en otro navegador o en otro dispositivo.",
    media_only_here:
      "Esta demostración funciona solo en esta computadora, y algunos navegadores, como Firefox, necesitan una red para el sonido y la imagen aun así. Conéctese, por favor, a cualquier red e inicie de nuevo la demostración, o abra su enlace en Chrome o Edge.",
    weak: "Su conexión es débil. Primero va su voz; las imágenes pueden detenerse.",
  },
  lacks: {
    hear: "Su navegador no puede reproducir las otras voces. Abra, por favor, su enlace en Firefox, Chrome, Edge o Safari, o en otro dispositivo.",
    see: "Su navegador no puede mostrar las otras imágenes. Aun así, usted está en la sesión; para ver las imágenes, abra, por favor, su enlace en Firefox, Chrome, Edge o Safari, o en otro dispositivo.",
    be_heard:
      "Su navegador no puede enviar su voz de modo que otras personas la escuchen. Abra, por favor, su enlace en Firefox, Chrome, Edge o Safari, o en otro dispositivo.",
    be_seen:
      "Su navegador no puede enviar su imagen de modo que otras personas la vean. Aun así, usted está en la sesión; para que le vean, abra, por favor, su enlace en otro navegador o en otro dispositivo.",
  },
  unplugged: {
    mic: {
      other: "Se desconectó su micrófono. Ahora está encendido otro.",
      none: "Ya no hay micrófono, así que nadie le escucha. Conéctelo otra vez y vuelve por su cuenta.",
    },
    camera: {
      other: "Se desconectó su cámara. Ahora está encendida otra.",
      none: "Ya no hay cámara, así que las demás personas ven su nombre. Conéctela otra vez y vuelve por su cuenta.",
    },
  },
  back: { mic: "Su micrófono volvió.", camera: "Su cámara volvió." },
  silenced: {
    state: "Bloqueo del dispositivo",
    mic: "Su computadora o sus audífonos apagaron el micrófono. Busque, por favor, un botón en ellos o termine una llamada; después vuelve por su cuenta.",
    camera: "Su computadora detuvo la cámara. Busque, por favor, una tapa o un botón en ella; después vuelve por su cuenta.",
  },
};
