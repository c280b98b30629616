// Working screens: what has to be shown after a live refresh. Every screen is correct without this file after a reload.
(function () {
  "use strict";
  var summary = document.getElementById("summary");
  if (summary) {
    summary.focus();
  }
  // A refresh that finds the session ended shows the whole page anew, which leads to sign-in.
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 403 || event.detail.xhr.status === 404) {
      location.reload();
    }
  });
})();
