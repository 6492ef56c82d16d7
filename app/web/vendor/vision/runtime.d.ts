// It only has to be loaded: vision.js finds what it leaves.
export {};
