/** English for the ways to the service: what is in the way, that it is being tried again, and what helps. */

/** Why somebody cannot come in yet. @type {Record<string, string>} */
const HINDRANCES = {
  "service.busy": "Many people are coming in right now. We try again in a moment. You do not need to do anything.",
  "service.unreachable": "We cannot reach the service right now. We keep trying. Please check that this device is on the internet; another network or another device may help.",
  "network.answers": "This network does not let us through yet. It may want you to sign in first: open any other page, sign in there, and come back. Your place is not lost.",
};

/** Why somebody inside is cut off, or may be. @type {Record<import("../../../room/core/connection/trouble.js").Trouble, string>} */
const TROUBLES = {
  "": "",
  lost: "Your connection dropped. We are bringing you back…",
  lost_long: "We still cannot reach the service. We keep trying. It often helps to go closer to the router, to use another network, or to open your link on another device.",
  unsure: "Checking your connection …",
  media_lost: "Sound and picture dropped. We are bringing them back…",
  media_failing: "Sound and picture do not get through right now. We keep trying. It often helps to turn off a VPN or proxy, to use another network, or to open your link on another device.",
  media_blocked: "Your browser lets no sound and picture through. A proxy, a privacy setting or an add-on that blocks “WebRTC” may be why. Please open your link in another browser or on another device.",
  media_only_here: "This demo runs on this computer alone, and some browsers, such as Firefox, need a network for sound and picture even so. Please connect to any network and start the demo again, or open your link in Chrome or Edge.",
  weak: "Your connection is weak. Your voice comes first; pictures may pause.",
};

/** What this browser has no format for. @type {Record<import("../../../room/core/wire.js").Lack, string>} */
const LACKS = {
  hear: "Your browser cannot play the others’ voices. Please open your link in Firefox, Chrome, Edge or Safari, or on another device.",
  see: "Your browser cannot show the others’ pictures. You are in the session all the same; to see everybody, please open your link in Firefox, Chrome, Edge or Safari, or on another device.",
  be_heard: "Your browser cannot send your voice in a way that the others can play. Please open your link in Firefox, Chrome, Edge or Safari, or on another device.",
  be_seen: "Your browser cannot send your picture in a way that the others can play. You are in the session all the same; to be seen, please open your link in another browser, or on another device.",
};

export const links_en = {
  hindrances: HINDRANCES,
  lacks: LACKS,
  try_now: "Try now",
  troubles: TROUBLES,

  /** The computer or the headset itself silences a device. */
  silenced: {
    state: "Muted by your device",
    mic: "Your computer or headset has muted the microphone. Please look for a switch on it, or end a phone call; then it comes back by itself.",
    camera: "Your computer has stopped the camera. Please look for a cover or a switch on it; then it comes back by itself.",
  },
};
