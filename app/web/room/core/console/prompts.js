/** Which prompts a facilitator may send now, in groups. Pure. */

import { canFill } from "../protocols/run.js";

/**
 * Those of the running protocol first, then the general ones by occasion. One with a hole that nothing fills now (a time, a
 * number) is left out.
 * @param {import("../wire.js").View} view @param {import("../protocols/library.js").Library} library
 * @returns {{ id: string, title: string, protocol: boolean, prompts: import("../protocols/library.js").Prompt[] }[]}
 */
export function promptGroups(view, library) {
  const { prompts, occasions } = library.data;
  const all = Object.values(prompts).filter(({ audience, text }) => audience !== "facilitator" && canFill(text, view, library));
  const protocol = view.run?.protocol;
  const title = protocol && library.protocol(protocol)?.title;
  const own = title ? [{ id: protocol, title, protocol: true, prompts: all.filter((prompt) => prompt.protocol === protocol) }] : [];
  const general = Object.entries(occasions).map(([id, name]) => ({
    id,
    title: name,
    protocol: false,
    prompts: all.filter((prompt) => !prompt.protocol && prompt.step === id),
  }));
  return [...own, ...general].filter((group) => group.prompts.length);
}
