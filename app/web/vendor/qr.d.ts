// The part of qr.js that is used here.
export function encodeQR(
  text: string,
  output: "raw",
  options?: { ecc?: "low" | "medium" | "quartile" | "high"; border?: number },
): boolean[][];
