/** English for connections that are weak: what is wrong and what helps, in plain words. */

/** What is wrong with somebody's connection, and what helps, by reason. @type {Record<string, string>} */
export const THEIR_CONNECTION = {
  "up.loss": "Their voice may cut out: their connection is weak. Moving closer to the Wi-Fi router can help.",
  "up.jitter": "Their voice may sound choppy. It helps if no one near them downloads or streams right now.",
  "up.narrow": "Their picture may freeze or be small: their connection is slow. Closing other programs that use the internet can help.",
  "down.loss": "They may miss words: their connection is weak. Moving closer to the Wi-Fi router can help.",
  "down.jitter": "What they hear may sound choppy. It helps if no one near them downloads or streams right now.",
  "down.narrow": "They may see small or frozen pictures: their connection is slow. Closing other programs that use the internet can help.",
  delay: "They hear and answer a little late. A short wait after each turn helps. So does turning off a VPN.",
  silent: "We can’t see or hear them right now. We’re bringing them back. Their place is saved.",
};

/** The same, said to oneself. @type {Record<string, string>} */
export const YOUR_CONNECTION = {
  "up.loss": "Your voice may cut out: your connection is weak. Moving closer to the Wi-Fi router can help.",
  "up.jitter": "Your voice may sound choppy. It helps if no one near you downloads or streams right now.",
  "up.narrow": "Your picture may freeze or be small: your connection is slow. Closing other programs that use the internet can help.",
  "down.loss": "You may miss words: your connection is weak. Moving closer to the Wi-Fi router can help.",
  "down.jitter": "What you hear may sound choppy. It helps if no one near you downloads or streams right now.",
  "down.narrow": "You may see small or frozen pictures: your connection is slow. Closing other programs that use the internet can help.",
  delay: "You hear and answer a little late. A short wait after each turn helps. So does turning off a VPN.",
  silent: "The others can’t see or hear you right now. We’re bringing you back. Your place is saved.",
};
