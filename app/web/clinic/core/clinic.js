/** The clinic's pages, put together: requests, who is signed in, where they are, and what was just done. Draws nothing. */

import { loadPreferences, savePreferences } from "../../shared/core/prefs.js";
import { Release } from "../../shared/core/release.js";
import { shelf } from "../../shared/core/storage.js";
import { canPasskeys } from "./account/passkeys.js";
import { SignedIn } from "./account/session.js";
import { Http } from "./api/http.js";
import { codeOf, Problem } from "./api/problems.js";
import { Router } from "./routing/router.js";
import { homeOf, mayVisit } from "./routing/routes.js";
import { Toasts } from "./toasts.js";

/** @typedef {{ title: string, text: string, yes: string, no: string, calm?: boolean }} Question */

export class Clinic extends EventTarget {
  constructor({ release = new Release(), http = new Http({ fetch: release.fetch }), router = new Router() } = {}) {
    super();
    this.release = release;
    this.http = http;
    this.router = router;
    this.signed_in = new SignedIn(http);
    this.toasts = new Toasts();
    this._shelf = shelf(() => localStorage);
    this.prefs = loadPreferences(this._shelf);
    this.online = true;
    /** Why nothing can be shown yet, or "". */
    this.hindrance = "";
    this.ready = false;
    /** @type {import("./api/shapes.js").Door | null} */
    this.door = null;
    /** Whose sign-in the address names, for those who sign in through their organization: `/sign-in?clinic=cl_…`. */
    this.clinic_id = router.query.get("clinic") ?? "";
    /** The list that a person's page belongs to, once it is known whose page it is. @type {"people" | "team"} */
    this.list_of_person = "people";
    /** Asks a question over the page. @type {(question: Question) => Promise<boolean>} */
    this.ask = async () => true;
    /** Speaks the language of whoever is signed in. @type {() => Promise<void>} */
    this.speak = async () => undefined;
    /** Whether the page has something that is not saved. */
    this.has_unsaved = () => false;
    http.onReached = (online) => this._reached(online);
    router.addEventListener("change", () => {
      // Between two pages nothing is lost: whoever left the last one has saved, or said that they need not.
      if (release.is_old) return release.renew();
      this.has_unsaved = () => false;
      this.list_of_person = "people";
      this._arrive();
    });
    this.signed_in.addEventListener("change", () => this._signedInChanged());
  }

  get me() {
    return this.signed_in.me;
  }

  /** The zone in which this person reads times. */
  get zone() {
    return this.me?.person.time_zone || this.me?.clinic.time_zone || "UTC";
  }

  /** Whether passkeys work in this browser and at this address. */
  get has_passkeys() {
    return canPasskeys() && this.door?.passkeys !== false;
  }

  /** @param {string} action */
  can(action) {
    return this.signed_in.can(action);
  }

  async start() {
    this.hindrance = "";
    try {
      this.door = await this.http.get("/door", { query: { clinic: this.clinic_id } });
      if (this.door?.signed_in) await this.signed_in.look();
      await this.speak();
    } catch (error) {
      if (!(error instanceof Problem)) this.hindrance = codeOf(error);
      this.ready = this.hindrance === "";
      this._tell();
      if (!this.ready) return;
    }
    this.ready = true;
    this._arrive();
  }

  /** Somebody has signed in: on to where they wanted to be. @param {import("./api/shapes.js").Me} me @param {string} [to] */
  async enter(me, to = "") {
    const wanted = to || this.router.back;
    this.signed_in.take(me);
    await this.speak();
    void this.router.go(wanted || homeOf(me), { replace: true });
  }

  /** @param {Partial<import("../../shared/core/prefs.js").Preferences>} changed */
  setPreferences(changed) {
    this.prefs = { ...this.prefs, ...changed };
    savePreferences(this._shelf, this.prefs);
    this._tell();
  }

  /** Says which list the person on this page is in, for the menu. @param {"people" | "team"} list */
  showPersonOf(list) {
    if (this.list_of_person === list) return;
    this.list_of_person = list;
    this._tell();
  }

  /** Keeps everybody on the pages that are for them. */
  _arrive() {
    const { route } = this.router.place;
    if (!this.ready) return;
    if (route && route.side !== "anyone" && !this.me) {
      void this.router.go("/sign-in", { replace: true, back: this.router.path });
      return;
    }
    if (this.me && (this.router.place.page === "door" || (route && !mayVisit(route, this.me)))) {
      void this.router.go(homeOf(this.me), { replace: true });
      return;
    }
    this._tell();
  }

  _signedInChanged() {
    const { route } = this.router.place;
    if (!this.me && this.signed_in.ended && route && route.side !== "anyone") {
      // What was typed cannot be kept for somebody who may be another person.
      this.router.guard = null;
      void this.router.go("/sign-in", { replace: true, back: this.signed_in.ended === "out" ? "" : this.router.path });
      return;
    }
    this._tell();
  }

  /** @param {boolean} online */
  _reached(online) {
    if (online === this.online) return;
    this.online = online;
    this._tell();
  }

  _tell() {
    this.dispatchEvent(new Event("change"));
  }
}
