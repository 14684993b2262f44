// A certified OpenID Connect provider on this machine, for the journey that signs in through it. Whoever types a name there is
// that person: the name becomes the subject.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

/** Name and password of the house at the provider; signs that must be escaped are meant. */
export const CLIENT = { id: "dinh", secret: "mot bi mat: chi de thu & khong o dau khac" };

/** A signing key that nobody had before. */
function signingKey(algorithm) {
  const made = algorithm === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...made.privateKey.export({ format: "jwk" }), use: "sig", alg: algorithm, kid: `khoa-${Date.now()}` };
}

/**
 * Starts the provider on this port.
 * @param {number} port
 * @param {string} house address of the site, without a slash at the end
 * @param {"RS256" | "ES256"} algorithm how it signs
 */
export async function startProvider(port, house, algorithm = "RS256") {
  const issuer = `http://localhost:${port}`;
  const keys = [signingKey(algorithm)];
  if (algorithm !== "RS256") keys.push(signingKey("RS256"));
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [`${house}/dang-nhap/tro-ve`],
      post_logout_redirect_uris: [`${house}/`],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      id_token_signed_response_alg: algorithm,
    }],
    jwks: { keys },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256"] },
    pkce: { required: () => true },
    claims: { openid: ["sub"], profile: ["name"] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Người mẫu ${id}` }) }),
    cookies: { keys: ["chi-de-thu"] },
  });
  const server = createServer(provider.callback());
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return {
    issuer,
    stop: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}
