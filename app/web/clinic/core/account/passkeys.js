/** Passkeys (WebAuthn, level 3), as JSON to and from the service. Browsers without the JSON functions are helped out. */

import { Problem } from "../api/problems.js";

/** Whether this browser can have passkeys at all. */
export const canPasskeys = (global = globalThis) => typeof (/** @type {any} */ (global).PublicKeyCredential) === "function";

/** @param {string} text base64url @returns {ArrayBuffer} */
export function bytesOf(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

/** @param {ArrayBuffer} bytes @returns {string} base64url */
export const textOf = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** @param {any} options As `PublicKeyCredentialRequestOptionsJSON`. @returns {any} */
export const readRequest = (options) => ({
  ...options,
  challenge: bytesOf(options.challenge),
  allowCredentials: (options.allowCredentials ?? []).map(readDescriptor),
});

/** @param {any} options As `PublicKeyCredentialCreationOptionsJSON`. @returns {any} */
export const readCreation = (options) => ({
  ...options,
  challenge: bytesOf(options.challenge),
  user: { ...options.user, id: bytesOf(options.user.id) },
  excludeCredentials: (options.excludeCredentials ?? []).map(readDescriptor),
});

/** @param {any} descriptor */
const readDescriptor = (descriptor) => ({ ...descriptor, id: bytesOf(descriptor.id) });

/** A credential as the service reads it. @param {any} credential */
export function writeCredential(credential) {
  if (typeof credential.toJSON === "function") return credential.toJSON();
  /** @type {Record<string, unknown>} */
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

/** What a browser says about a ceremony that did not happen, as a code. @param {unknown} error */
function refusal(error) {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") return new Problem(0, { code: "passkey.is_known" });
  if (name === "SecurityError") return new Problem(0, { code: "passkey.origin" });
  return new Problem(0, { code: "passkey.cancelled" });
}

/** Signs with a passkey. @param {any} options @returns {Promise<any>} */
export async function usePasskey(options, credentials = navigator.credentials) {
  try {
    return writeCredential(await credentials.get({ publicKey: readRequest(options) }));
  } catch (error) {
    throw refusal(error);
  }
}

/** Makes a passkey. @param {any} options @returns {Promise<any>} */
export async function makePasskey(options, credentials = navigator.credentials) {
  try {
    return writeCredential(await credentials.create({ publicKey: readCreation(options) }));
  } catch (error) {
    throw refusal(error);
  }
}
