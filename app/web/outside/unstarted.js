/**
 * Shows what helps where the page did not start: in a browser too old for it, or when a part of it did not arrive. In words that
 * the oldest browser reads: no module, nothing newer than ECMAScript 5.
 */

(function () {
  var broken = false;

  /** What every page here needs, the newest things that it uses. */
  function isTooOld() {
    var can_modules = "noModule" in document.createElement("script");
    var can_wait = window.AbortSignal && "timeout" in window.AbortSignal;
    return broken || !can_modules || !can_wait || !window.structuredClone || !window.HTMLDialogElement;
  }

  window.addEventListener("error", function (event) {
    if (event.error && event.error.name === "SyntaxError") broken = true;
  });
  // By now every script has run; what one still waits for it says itself (shared/core/browser/started.js).
  window.addEventListener("load", function () {
    if (document.documentElement.hasAttribute("data-started")) return;
    var help = document.getElementById(isTooOld() ? "too-old" : "unloaded");
    if (help) help.removeAttribute("hidden");
  });
})();
