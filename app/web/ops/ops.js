/** The operators' page: its buttons post, and say what came of it. Everything else on the page needs no script. */

/** @type {Record<string, string>} What the service answers, in words. */
const REFUSALS = {
  "worker.last": "No other worker can take its rooms now, so it was left as it is.",
  "worker.not_ready": "This worker is not running now; look again in a moment.",
  "worker.unknown": "There is no such worker.",
};

/** @param {HTMLButtonElement} button */
async function post(button) {
  const answer = /** @type {HTMLElement} */ (document.querySelector("[data-answer]"));
  button.disabled = true;
  try {
    // Mode "cors" sends the Origin header that the service wants to see.
    const response = await fetch(button.dataset.post ?? "", { method: "POST", mode: "cors", credentials: "omit" });
    if (response.ok) {
      location.reload();
      return;
    }
    const problem = await response.json().catch(() => ({}));
    answer.textContent = REFUSALS[problem?.code] ?? "That was refused.";
  } catch {
    answer.textContent = "The service did not answer.";
  }
  button.disabled = false;
}

for (const button of document.querySelectorAll("button[data-post]")) {
  button.addEventListener("click", () => post(/** @type {HTMLButtonElement} */ (button)));
}
