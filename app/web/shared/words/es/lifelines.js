/** Español: a quién llamar. En un solo lugar, para que cada pantalla diga lo mismo: primero el peligro, después con quién hablar. */

const ABROAD = "Fuera de Estados Unidos, llame al número local de emergencias.";

export const LIFELINES = `¿Corre peligro ahora? Llame al 911. ¿Necesita hablar con alguien? Llame al 988 y oprima 2, de día o de noche; o envíe AYUDA por mensaje al 988. ${ABROAD}`;

/** Lo mismo cuando la sesión terminó. */
export const LATER = `llame al 911 si corre peligro, o al 988 y oprima 2 para hablar con alguien. ${ABROAD}`;
