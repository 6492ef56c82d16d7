/** English for connected systems. */

/** @type {Record<string, string>} */
const ACTS = {
  "system.read": "Read records",
  "export.ask": "Asked for files",
  "export.done": "Files were ready",
  "export.file": "Fetched a file",
  "export.remove": "Removed its files",
};

export const systems_en = {
  title: "Connected systems",
  lead: "An EHR can read attendance, appointments and care teams from here. Nothing can be written.",
  connect: "Connect a system",
  change: "Change",
  keys: "Keys",
  none: "No system is connected",
  none_text: "A connected system reads by itself, with keys of its own.",
  part2:
    "What 42 CFR Part 2 protects leaves only where the client’s consent names the organization. The system is told how many people are left out, and not who.",
  addresses: "What the other side needs",
  address: "Address of the API",
  token_address: "Address for access tokens",
  client_id: "Client ID",
  recipient: "Organization",
  recipient_hint: "It can’t be changed later: consents name it.",
  no_recipients: "First add an organization that keeps charts, under Insurance.",
  name: "Name",
  scopes: "What it may read",
  scopes_hint: "Scopes of SMART on FHIR, with spaces between. system/*.rs means everything.",
  public_keys: "Public keys",
  keys_hint:
    "A JSON Web Key Set: RSA, or EC on P-384. To rotate, enter the old key and the new one, and later the new one alone. Never enter a private key.",
  keys_url: "Or where the keys are",
  keys_url_hint: "An HTTPS address that the service may fetch. Leave it empty if you entered keys.",
  used: "Last used",
  never: "Not yet",
  made: "Connected",
  withdrawn: "Withdrawn",
  in_use: "Connected",
  withdraw: "Withdraw",
  ask_withdraw: {
    title: "Withdraw this system?",
    text: "It can read nothing more from this moment. What it has read stays with it. This can’t be undone.",
    yes: "Withdraw",
    no: "Cancel",
  },
  activity: "What left",
  activity_none: "Nothing yet",
  activity_none_text: "As soon as the system reads something, it’s listed here.",
  when: "When",
  what: "What it did",
  type: "Kind of record",
  count: "Records",
  acts: ACTS,
};
