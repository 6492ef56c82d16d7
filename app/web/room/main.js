/** Starts the page once its words are here: makes the session and puts the app on the page. */

import { neverOfferInstalling } from "../shared/core/browser/install.js";
import { startWith } from "../shared/core/browser/started.js";
import { loadPreferences } from "../shared/core/prefs.js";
import { shelf } from "../shared/core/storage.js";
import { speak, words } from "../shared/words/words.js";
import { listenForWakeups } from "./core/connection/wakeups.js";
import { waitForBusy } from "./core/media/system/busy-devices.js";
import { tellOfDevices } from "./core/media/system/device-news.js";
import { followSpeaker } from "./core/media/system/speaker.js";
import { keepAwake } from "./core/media/system/wake-lock.js";
import { Session } from "./core/session.js";
import { followVisit } from "./core/traces/visit.js";
import { seatInSlot } from "./core/view/selectors.js";
import { inside, invitation } from "./early.js";
import { AppShell } from "./ui/app-shell.js";

function start() {
  const sound_home = document.createElement("div");
  sound_home.hidden = true;
  document.body.append(sound_home);

  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/room`;
  const session = new Session({ invitation, url, sound_home, inside });

  inside.follow(session.connection);
  inside.release.addEventListener("change", () => session.dispatchEvent(new Event("change")));

  window.addEventListener("hashchange", () => location.reload());

  // For tests and for support: numbers and the own view, never a token, an address or a track.
  Object.defineProperty(window, "attune", {
    value: Object.freeze({
      view: () => structuredClone(session.view),
      stats: async () => {
        const view = session.view;
        return (await session.media.stats()).map((slot) => ({ ...slot, seat: view ? seatInSlot(view, slot.slot) : undefined }));
      },
    }),
  });

  const app = new AppShell();
  app.session = session;
  document.body.prepend(app);
  keepAwake(session);
  followVisit(session);
  neverOfferInstalling(window);
  const { devices, sound } = session;
  tellOfDevices({ devices, is_seen: () => !document.hidden, texts: () => words, tell: (sentence) => session.toast(sentence) });
  waitForBusy(devices);
  followSpeaker({ devices, chosen: () => session.prefs.speaker_id, use: (id) => sound.setSpeaker(id) });
  listenForWakeups(session);
  void session.start();
}

startWith(speak(loadPreferences(shelf(() => localStorage)).language), start);
