/** English for connections that are weak: what is wrong and what helps, in plain words. */

/** What is wrong with somebody's connection, and what helps, by reason. @type {Record<string, string>} */
export const THEIR_CONNECTION = {
  "up.loss": "Their voice may break up: much is lost on the way from them. Moving closer to the router helps.",
  "up.jitter": "Their voice may come unevenly. It helps if nobody near them downloads or streams right now.",
  "up.narrow": "Their picture may be small or pause, because little gets through from them. Closing other programs that use the internet helps.",
  "down.loss": "They may miss words: much is lost on the way to them. Moving closer to the router helps.",
  "down.jitter": "They may hear others unevenly. It helps if nobody near them downloads or streams right now.",
  "down.narrow": "They may see small or paused pictures, because little gets through to them. Closing other programs that use the internet helps.",
  delay: "They hear and answer a little late. A short pause after each turn helps; so does switching off a VPN.",
  silent: "Nothing comes from them right now. They are being brought back; their place is kept.",
};

/** The same, said to oneself. @type {Record<string, string>} */
export const YOUR_CONNECTION = {
  "up.loss": "Your voice may break up: much is lost on the way from you. Moving closer to the router helps.",
  "up.jitter": "Your voice may come unevenly. It helps if nobody near you downloads or streams right now.",
  "up.narrow": "Your picture may be small or pause, because little gets through from you. Closing other programs that use the internet helps.",
  "down.loss": "You may miss words: much is lost on the way to you. Moving closer to the router helps.",
  "down.jitter": "You may hear others unevenly. It helps if nobody near you downloads or streams right now.",
  "down.narrow": "You may see small or paused pictures, because little gets through to you. Closing other programs that use the internet helps.",
  delay: "You hear and answer a little late. A short pause after each turn helps; so does switching off a VPN.",
  silent: "Nothing comes from you right now. You are being brought back; your place is kept.",
};
