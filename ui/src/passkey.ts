/**
 * Passkeys: a form marked `data-passkey` puts its question to the device and sends the answer in its hidden fields.
 * Where the browser knows no passkeys the form stays hidden and the page says so.
 */
export function askForPasskeys(root: Document): void {
  if (!("PublicKeyCredential" in window)) return;
  for (const note of root.querySelectorAll<HTMLElement>("[data-passkey-missing]")) note.hidden = true;
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void answer(form);
    });
  }
}

async function answer(form: HTMLFormElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  if (failed) failed.hidden = true;
  try {
    const credential = await (form.dataset["passkey"] === "make" ? make(form) : use(form));
    if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
    fill(form, credential);
  } catch {
    if (failed) failed.hidden = false;
    return;
  }
  form.submit();
}

function make(form: HTMLFormElement): Promise<Credential | null> {
  const said = (name: string) => form.dataset[name] ?? "";
  return navigator.credentials.create({
    publicKey: {
      challenge: bytes(said("challenge")),
      rp: { id: said("site"), name: said("site") },
      user: { id: bytes(said("person")), name: said("login"), displayName: said("name") },
      pubKeyCredParams: said("ways").split(" ").map((way) => ({ type: "public-key", alg: Number(way) })),
      excludeCredentials: named(said("known")),
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
      attestation: "none",
    },
  });
}

function use(form: HTMLFormElement): Promise<Credential | null> {
  const said = (name: string) => form.dataset[name] ?? "";
  return navigator.credentials.get({
    publicKey: {
      challenge: bytes(said("challenge")),
      rpId: said("site"),
      allowCredentials: named(said("known")),
      userVerification: said("verify") === "required" ? "required" : "discouraged",
    },
  });
}

function fill(form: HTMLFormElement, credential: PublicKeyCredential): void {
  const set = (name: string, value: ArrayBuffer | null) => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value ? text(value) : "";
  };
  const said = credential.response;
  set("client_data", said.clientDataJSON);
  if (said instanceof AuthenticatorAttestationResponse) {
    set("attestation", said.attestationObject);
  } else if (said instanceof AuthenticatorAssertionResponse) {
    set("credential", credential.rawId);
    set("device_data", said.authenticatorData);
    set("signature", said.signature);
    set("person", said.userHandle);
  }
}

function named(list: string): PublicKeyCredentialDescriptor[] {
  return list.split(" ").filter((name) => name !== "").map((name) => ({ type: "public-key", id: bytes(name) }));
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
