/** English for the ways to the service: what is in the way, that it is being tried again, and what helps. */

/** Why somebody cannot come in yet. @type {Record<string, string>} */
const HINDRANCES = {
  "service.busy": "Many people are coming in right now. We try again in a moment. You do not need to do anything.",
  "service.unreachable": "We cannot reach the service right now. We keep trying. Please check that this device is on the internet; another network or another device may help.",
  "network.answers": "This network does not let us through yet. It may want you to sign in first: open any other page, sign in there, and come back. Your place is not lost.",
};

/** Why somebody inside is cut off, or may be. @type {Record<import("../trouble.js").Trouble, string>} */
const TROUBLES = {
  "": "",
  lost: "Your connection dropped. We are bringing you back…",
  lost_long: "We still cannot reach the service. We keep trying. It often helps to go closer to the router, to use another network, or to open your link on another device.",
  unsure: "Checking your connection …",
  media_lost: "Sound and picture dropped. We are bringing them back…",
  media_failing: "Sound and picture do not get through right now. We keep trying. It often helps to turn off a VPN or proxy, to use another network, or to open your link on another device.",
  media_blocked: "Your browser lets no sound and picture through. A proxy, a privacy setting or an add-on that blocks “WebRTC” may be why. Please open your link in another browser or on another device.",
  weak: "Your connection is weak. Your voice comes first; pictures may pause.",
};

export const links_en = {
  hindrances: HINDRANCES,
  try_now: "Try now",
  troubles: TROUBLES,

  /** The computer or the headset itself silences a device. */
  silenced: {
    state: "Muted by your device",
    mic: "Your computer or headset has muted the microphone. Please look for a switch on it, or end a phone call; then it comes back by itself.",
    camera: "Your computer has stopped the camera. Please look for a cover or a switch on it; then it comes back by itself.",
  },
};
