/** Español para los caminos al servicio: qué estorba, que se sigue intentando y qué ayuda. */

/** @type {import("../compose.js").Links} */
export const links_es = {
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
  silenced: {
    state: "Bloqueo del dispositivo",
    mic: "Su computadora o sus audífonos apagaron el micrófono. Busque, por favor, un botón en ellos o termine una llamada; después vuelve por su cuenta.",
    camera: "Su computadora detuvo la cámara. Busque, por favor, una tapa o un botón en ella; después vuelve por su cuenta.",
  },
};
