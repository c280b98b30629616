// Says in words how old a kept copy of a page is, takes away what is no longer true, and warns when it may be out of
// date. The page is whole without this.
// Belongs here: the age of this copy. Does not belong here: the numbers themselves.
(function () {
  "use strict";
  var A_DAY = 24 * 60 * 60 * 1000;
  // "Open now" is true until a moment that the house wrote beside it; after that the hours alone stand there.
  document.querySelectorAll("[data-true-until]").forEach(function (told) {
    told.hidden = Date.parse(told.dataset.trueUntil) <= Date.now();
  });
  var told = document.querySelector("[data-fetched]");
  if (!told) { return; }
  var days = Math.floor((Date.now() - Date.parse(told.dataset.fetched)) / A_DAY);
  if (isNaN(days) || days < 0) { return; }
  told.textContent = days === 0 ? told.dataset.today
    : days === 1 ? told.dataset.yesterday
      : told.dataset.days.replace("{days}", String(days));
  var warning = document.querySelector("[data-old-after]");
  if (warning && days > Number(warning.dataset.oldAfter)) { warning.hidden = false; }
})();
