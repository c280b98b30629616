// Working screens: what has to be shown after a live refresh. Every screen is correct without this file after a reload.
(function () {
  "use strict";
  var summary = document.getElementById("summary");
  if (summary) {
    summary.focus();
  }
  // One tap, one act: a second tap while the first is under way is not sent.
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "true";
    setTimeout(function () { delete event.target.dataset.sent; }, 5000);
  });
  // What can be taken back for a while is offered for as long; a device that slept looks again when it wakes.
  document.querySelectorAll("[data-for]").forEach(function (offer) {
    var until = Date.now() + Number(offer.dataset.for) * 1000;
    function look() {
      if (Date.now() >= until) { offer.remove(); }
    }
    setInterval(look, 1000);
    document.addEventListener("visibilitychange", look);
  });
  // A page kept by the browser for its Back button is asked for anew: what was shown once is not shown again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      location.reload();
    }
  });
  // The answer to a form becomes an ordinary page, so that going back to it or reloading sends nothing again.
  var answered = document.querySelector("[data-answered]");
  if (answered) {
    history.replaceState(null, "", answered.dataset.answered);
  }
  // A refresh that finds the session ended shows the whole page anew, which leads to sign-in.
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 403 || event.detail.xhr.status === 404) {
      location.reload();
    }
  });
  var script = document.querySelector("script[data-worker]");
  if (script && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(script.dataset.worker);
  }
})();
