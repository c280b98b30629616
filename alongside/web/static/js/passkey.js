// Making and using a passkey. A form says which (data-passkey="make" or "use") and where its challenge comes from.
// Without this file a passkey cannot be used at all; the page says so until it runs.
(function () {
  "use strict";

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function known(list) {
    return (list || []).map(function (key) { return Object.assign({}, key, { id: bytes(key.id) }); });
  }

  function forMaking(options) {
    var user = Object.assign({}, options.user, { id: bytes(options.user.id) });
    return Object.assign({}, options, {
      challenge: bytes(options.challenge), user: user, excludeCredentials: known(options.excludeCredentials)
    });
  }

  function forUsing(options) {
    return Object.assign({}, options, {
      challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials)
    });
  }

  function answer(made) {
    var response = { clientDataJSON: text(made.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (part) {
      if (made.response[part]) { response[part] = text(made.response[part]); }
    });
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response: response,
      clientExtensionResults: made.getClientExtensionResults()
    });
  }

  function challenge(form) {
    var body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return fetch(form.dataset.challenge, { method: "POST", body: body, credentials: "same-origin" }).then(function (got) {
      if (!got.ok) { throw new Error("no challenge"); }
      return got.json();
    });
  }

  function ceremony(form, options) {
    return form.dataset.passkey === "make"
      ? navigator.credentials.create({ publicKey: forMaking(options.publicKey) })
      : navigator.credentials.get({ publicKey: forUsing(options.publicKey) });
  }

  function show(form, name) {
    var note = form.querySelector("[data-passkey-" + name + "]");
    if (note) { note.hidden = false; }
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var button = form.querySelector("button");
    if (!window.PublicKeyCredential) {
      show(form, "missing");
      return;
    }
    button.disabled = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      button.disabled = true;
      challenge(form)
        .then(function (options) { return ceremony(form, options); })
        .then(function (made) {
          form.elements.credential.value = answer(made);
          form.submit();
        })
        .catch(function () {
          button.disabled = false;
          show(form, "failed");
        });
    });
  });
})();
