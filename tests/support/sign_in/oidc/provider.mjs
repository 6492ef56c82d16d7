/**
 * A certified OpenID provider for tests: anybody signs in by typing who they are. Prints its issuer, then serves until
 * its standard input is closed. The one argument is the redirect address of its clients.
 */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const redirect = process.argv[2];

function key(kind, options, extra) {
  return { ...generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" }), use: "sig", ...extra };
}

function client(name, settings) {
  return { client_id: name, client_secret: "s3cret +/&", redirect_uris: [redirect], ...settings };
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      client("rs256", {}),
      client("es256", { id_token_signed_response_alg: "ES256" }),
      client("post", { token_endpoint_auth_method: "client_secret_post" }),
      client("public", { client_secret: undefined, token_endpoint_auth_method: "none" }),
    ],
    jwks: {
      keys: [
        key("rsa", { modulusLength: 2048 }, { kid: "one", alg: "RS256" }),
        key("ec", { namedCurve: "P-256" }, { kid: "two", alg: "ES256" }),
      ],
    },
    cookies: { keys: [randomUUID()] },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@clinic.example`, email_verified: id !== "unverified" }),
    }),
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256"] },
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
process.stdin.resume().on("end", () => process.exit(0));
