/** English for the ways to the service: what is in the way, that it is being tried again, and what helps. */

/** Why somebody cannot come in yet. @type {Record<string, string>} */
const HINDRANCES = {
  "service.busy": "Many people are joining right now. We’ll try again in a moment. You don’t have to do anything.",
  "service.unreachable":
    "We can’t reach the service right now. We keep trying. Please check that this device is online. Another network or another device may help.",
  "network.answers":
    "This network isn’t letting us through yet. You may have to sign in to it first: open any other page, sign in there, and come back. Your place is saved.",
};

/** Why somebody inside is cut off, or may be. @type {Record<import("../../../room/core/connection/trouble.js").Trouble, string>} */
const TROUBLES = {
  "": "",
  lost: "Your connection dropped. We are bringing you back…",
  lost_long:
    "We still can’t reach the service. We keep trying. It often helps to move closer to the Wi-Fi router, use another network, or open your link on another device.",
  unsure: "Checking your connection…",
  media_lost: "Sound and picture dropped. We are bringing them back…",
  media_failing:
    "Sound and picture aren’t getting through right now. We keep trying. It often helps to turn off a VPN or proxy, use another network, or open your link on another device.",
  media_blocked:
    "Your browser is blocking sound and picture. The reason may be a proxy, a privacy setting or an add-on that blocks “WebRTC.” Please open your link in another browser or on another device.",
  media_only_here:
    "This demo runs only on this computer, but some browsers, such as Firefox, still need a network for sound and picture. Please connect to any network and start the demo again, or open your link in Chrome or Edge.",
  weak: "Your connection is weak. Your voice comes first. Pictures may pause.",
};

/** What this browser has no format for. @type {Record<import("../../../room/core/wire.js").Lack, string>} */
const LACKS = {
  hear: "Your browser can’t play the other voices. Please open your link in Firefox, Chrome, Edge or Safari, or on another device.",
  see: "Your browser can’t show the other pictures. You’re still in the session. To see everyone, please open your link in Firefox, Chrome, Edge or Safari, or on another device.",
  be_heard:
    "Your browser can’t send your voice in a form the others can play. Please open your link in Firefox, Chrome, Edge or Safari, or on another device.",
  be_seen:
    "Your browser can’t send your picture in a form the others can play. You’re still in the session. To be seen, please open your link in another browser or on another device.",
};

/** What keeps this browser from a session, by code. @type {Record<string, { title: string, text: string, action?: string }>} */
const BROWSER_PAGES = {
  "browser.in_app": {
    title: "Please open this in your browser",
    text: "This page is open inside another app, where camera and sound often don’t work. Look for “Open in browser” in its menu (⋯, ⋮ or the share sign). Or copy your link and paste it into Safari or Chrome.",
    action: "Try it here",
  },
  "browser.insecure": {
    title: "This address can’t use your camera",
    text: "It begins with “http://”. Browsers allow camera and microphone only on addresses that begin with “https://”. Please open the link from your invitation again, or ask your care team for it.",
    action: "Join without camera and microphone",
  },
  "webrtc.off": {
    title: "Video calls are turned off in this browser",
    text: "A privacy setting or an add-on is blocking “WebRTC,” which sound and picture need. Please turn it on for this page, or open the same link in another browser or on another device.",
    action: "Try again",
  },
  "devices.off": {
    title: "This browser can’t use your camera",
    text: "It lets no page use the camera or the microphone. Please open the same link in Chrome, Edge, Firefox or Safari. You can also join here just to see and hear.",
    action: "Join without camera and microphone",
  },
  unsupported: {
    title: "This browser can’t do video calls",
    text: "Please open the same link in a current version of Chrome, Edge, Firefox or Safari.",
  },
};

export const links_en = {
  browser_pages: BROWSER_PAGES,
  copy_link: {
    button: "Copy my link",
    done: "Copied. Now open your browser and paste it where addresses go. Keep it to yourself: it opens your place.",
    by_hand: "Your link, to copy by hand. Keep it to yourself: it opens your place.",
  },

  hindrances: HINDRANCES,
  lacks: LACKS,
  try_now: "Try now",
  /** The service has a new release, and this page is of the one before. */
  renewal: {
    title: "A new version",
    text: "There’s a new version of this page. You can stay on this one until the session ends. If you reload, you’ll press the join button once more.",
    now: "Reload",
    later: "Not now",
  },
  troubles: TROUBLES,

  /** One that went away by itself. */
  unplugged: {
    mic: {
      other: "Your microphone was unplugged. Another one is on now.",
      none: "Your microphone is gone, so no one can hear you. Plug it in again, and it comes back by itself.",
    },
    camera: {
      other: "Your camera was unplugged. Another one is on now.",
      none: "Your camera is gone, so others see your name. Plug it in again, and it comes back by itself.",
    },
  },
  back: { mic: "Your microphone is back.", camera: "Your camera is back." },

  /** The computer or the headset itself silences a device. */
  silenced: {
    state: "Muted by your device",
    mic: "Your computer or headset has muted the microphone. Please look for a switch on it, or end any phone call. Then it comes back by itself.",
    camera: "Your computer has stopped the camera. Please look for a cover or a switch on it. Then it comes back by itself.",
  },
};
