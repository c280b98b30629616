// Caregiver pages: leaving quickly, opening without a network, printing. Every page works without this file.
// Belongs here: what only a script can do. Does not belong here: anything that a person entered.
(function () {
  "use strict";
  var script = document.currentScript;
  var form = document.querySelector("[data-leave]");

  function leave() {
    document.documentElement.classList.add("gone");
    document.title = "\u00a0";
    if (navigator.sendBeacon) {
      navigator.sendBeacon(form.action);
    }
    location.replace(form.dataset.leave);
  }

  if (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      leave();
    });
    var presses = [];
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Shift" || event.repeat) {
        if (event.key !== "Shift") {
          presses = [];
        }
        return;
      }
      presses = presses.filter(function (at) { return event.timeStamp - at < 3000; });
      presses.push(event.timeStamp);
      if (presses.length === 3) {
        leave();
      }
    });
  }

  // A page kept by the browser for its Back button is asked for anew, so that what has ended stays ended.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.documentElement.classList.add("gone");
      location.reload();
    }
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = button.dataset.copied;
      });
    });
  });

  var summary = document.getElementById("summary");
  if (summary) {
    summary.focus();
  }

  if (script && script.dataset.worker && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(script.dataset.worker);
  }
})();
