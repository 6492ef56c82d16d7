/** Español: lo que impide una sesión. */

/** @type {Record<string, string>} */
export const CONFLICTS = {
  "schedule.clearance": "{people}: aún sin visto bueno para sesiones en pareja. Puede planearla. Por favor, no les diga por qué.",
  "schedule.double_booked": "{people}: ya tiene otra sesión a esta hora.",
  "schedule.holiday": "La clínica está cerrada ese día. {at}",
  "schedule.licence_ended": "{people}: la licencia termina antes de esta sesión.",
  "schedule.licence_state": "{people}: nadie que facilite tiene licencia en su estado.",
  "schedule.no_facilitator": "Todavía no hay quien facilite esta sesión.",
  "schedule.no_licence": "Nadie que facilite tiene la licencia que pide este tipo de sesión.",
  "schedule.own_clinician": "{people}: atiende por separado a alguien de la pareja.",
  "schedule.partners_together": "{people}: son pareja, y según la regla van en grupos aparte.",
  "schedule.people": "Hay más clientes de los que permite la regla.",
  "schedule.seats": "Hay más cámaras de las que permite la regla.",
  "schedule.staff_minimum": "La regla pide más personas del equipo.",
  "care_team.couples_therapist": "{people}: quien atiende a la pareja no puede atender a nadie de ella por separado.",
  "care_team.own_clinician": "{people}: atiende por separado a alguien de la pareja.",
};
