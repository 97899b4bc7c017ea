// Passkeys: between the browser's own dialogue and the server. Pages work without this file; it only shows its buttons.
"use strict";
(() => {
  const lang = new URLSearchParams(window.location.search).get("lang");
  const keep = lang ? `?lang=${encodeURIComponent(lang)}` : "";

  async function post(path, body) {
    const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.message || response.statusText);
    return answer;
  }

  async function signIn(button) {
    const { publicKey } = await post(`/sign-in/passkey${keep}`, {});
    const key = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    await post(`/sign-in/passkey/end${keep}`, key.toJSON());
    window.location.assign(button.dataset.next);
  }

  async function add(button) {
    const name = document.getElementById("passkey-name").value;
    const confirm = document.getElementById("passkey-password");
    const { publicKey } = await post(`/account/passkeys${keep}`, { password: confirm ? confirm.value : "" });
    const key = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
    const separator = keep ? "&" : "?";
    await post(`/account/passkeys/end${keep}${separator}name=${encodeURIComponent(name)}`, key.toJSON());
    window.location.assign(button.dataset.next);
  }

  if (!window.PublicKeyCredential || !PublicKeyCredential.parseCreationOptionsFromJSON) return;
  for (const [name, act] of [["passkeySignIn", signIn], ["passkeyAdd", add]]) {
    for (const button of document.querySelectorAll("[data-passkey]")) {
      if (button.dataset.passkey !== name) continue;
      button.closest("[data-passkeys]").hidden = false;
      button.addEventListener("click", async () => {
        const told = document.getElementById("passkey-told");
        told.textContent = "";
        button.disabled = true;
        try {
          await act(button);
        } catch (error) {
          // Whoever closes the browser's dialogue knows that they did.
          if (error.name !== "NotAllowedError") told.textContent = error.message;
          else told.textContent = told.dataset.closed;
        } finally {
          button.disabled = false;
        }
      });
    }
  }
})();
