/** English for camera, sound and power: what people choose for themselves, and what they are told about their own devices. */

export const comfort_en = {
  title: "Camera and sound",
  only_here: "These choices are for you, on this device.",

  picture: {
    title: "Your picture",
    blur: "Blur what’s behind you",
    blur_note: "It happens on this device. Someone beside you may still be seen.",
    starting: "Getting your blurred picture ready. No one sees you until then.",
    /** Why the camera is off, by code. @type {Record<string, string>} */
    lost: {
      blur_slow: "Blur is off: this device is too slow for it. Your camera is off, too, so that no one sees you without it.",
      blur_broken: "Blur has stopped working. Your camera is off, so that no one sees you without it.",
      blur_power: "Blur needs a lot of power. Your camera is off, so that no one sees you without it.",
    },
    without: "Use my camera without blur",
    again: "Try blur again",
    hide_self: "Hide my own picture from me",
    hide_self_note: "Others still see you. Your tile shows your name instead.",
    show_self: "Show me",
  },

  rest: {
    /** @param {number} minutes */
    start: (minutes) => (minutes === 1 ? "Rest my camera for 1 minute" : `Rest my camera for ${minutes} minutes`),
    note: "You don’t need a reason. Staff see that you’re resting. Others see your name, as with any camera that’s off.",
    /** @param {string} left A clock, such as 1:40. */
    now: (left) => `Your camera is resting: ${left}`,
    end: "Turn my camera on",
    /** @param {string} time */
    next: (time) => `You’ve had your rests for now. Next rest: ${time}. You can turn your camera off at any time.`,
    over: "Your rest is over. Turn your camera on when you’re ready.",
    tile: "Resting",
  },

  sound: {
    title: "Your sound",
    noise: "Noise around you",
    noises: { browser: "Take out some", strong: "Take out more", off: "Leave it in" },
    noise_note: "“Take out more” helps with fans and traffic. It uses a little more power.",
    noise_cannot: "This browser can’t take out more. It takes out some.",
    test: "Hear yourself",
    test_note: "Three seconds are recorded on this device, played to you, and gone. No one else hears them.",
    /** What the test is doing, by state. @type {Record<string, string>} */
    states: {
      idle: "",
      recording: "Say a few words…",
      playing: "This is how you sound.",
      silent: "We heard nothing. Is the right microphone chosen?",
      failed: "That didn’t work. Please try again.",
    },
    no_mic: "Turn your microphone on first.",
  },

  power: {
    title: "Battery",
    low: "Use less power",
    low_note: "Smaller pictures, no blur, nothing that moves by itself.",
    /** Why it is offered, by code. @type {Record<string, string>} */
    offers: {
      battery: "Your battery is low.",
      data: "Your device is saving data.",
      slow: "This device has a lot to do.",
    },
    yes: "Use less power",
    no: "No, thanks",
  },

  howl: "Two devices are close together and echo each other. Mute one of them, or use headphones.",
  howl_mute: "Mute this one",
  close: "Close",
};
