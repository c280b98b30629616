// The reflection, one question at a time. The page is whole without this file: then it is read, or printed.
// Belongs here: showing one step, and the one rule of the guide: after an answer in data-now-after, help comes before
// the closing words, which are the same for everybody. Does not belong here: storing, sending, counting. What was tapped
// lives in the buttons alone and ends with the page.
(function () {
  "use strict";
  var check = document.querySelector("[data-check]");
  var begin = document.querySelector("[data-begin]");
  if (!check || !begin) { return; }
  var part = function (name) { return check.querySelector("[data-" + name + "]"); };
  var steps = Array.prototype.slice.call(check.querySelectorAll("[data-step]"));
  var questions = part("questions"), safety = part("safety"), now = part("now"), skipped = part("skipped");
  var closing = part("closing"), bar = part("bar"), on = part("on"), again = part("again");
  var before = document.querySelector("main .guide");
  var at = 0;

  function groups(within) { return Array.prototype.slice.call(within.querySelectorAll(".answers")); }

  function chosen(group) { return group.querySelector("[aria-pressed='true']"); }

  function choose(group, button) {
    var was = chosen(group);
    if (was) { was.setAttribute("aria-pressed", "false"); }
    if (was !== button) { button.setAttribute("aria-pressed", "true"); }
  }

  // Buttons belong to no form and have no name: there is nothing that could be sent or remembered.
  function makeButtons(group) {
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", group.previousElementSibling.id);
    Array.prototype.slice.call(group.children).forEach(function (answer) {
      var button = document.createElement("button");
      button.type = "button";
      button.dataset.code = answer.dataset.code;
      button.textContent = answer.textContent;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", function () {
        choose(group, button);
        if (steps[at] === safety) { show(at); } else if (chosen(group)) { go(at + 1); }
      });
      group.replaceChild(button, answer);
    });
  }

  function needsHelpNow() {
    var codes = safety.dataset.nowAfter.split(" ");
    return groups(safety).some(function (group) {
      return chosen(group) && codes.indexOf(chosen(group).dataset.code) >= 0;
    });
  }

  function show(step) {
    at = step;
    var ended = at === steps.length, asked = ended || steps[at] === safety;
    steps.forEach(function (one, number) { one.hidden = number !== at; });
    questions.hidden = asked;
    now.hidden = !(asked && needsHelpNow());
    skipped.hidden = !(ended && groups(safety).some(function (group) { return !chosen(group); }));
    closing.hidden = again.hidden = !ended;
    on.hidden = ended;
    part("where").textContent = asked ? "" : check.dataset.progress.replace("{n}", at + 1).replace("{all}", steps.length - 1);
    on.textContent = !ended && groups(steps[at]).every(chosen) ? on.dataset.goOn : on.dataset.leaveOpen;
  }

  function go(step) {
    show(step);
    var heard = [now, skipped, closing].filter(function (one) { return !one.hidden; })[0];
    var first = at < steps.length ? steps[at].querySelector("[tabindex='-1']") : heard.querySelector("[tabindex='-1']");
    (first || closing.querySelector("[tabindex='-1']")).focus();
    window.scrollTo(0, 0);
  }

  function start() {
    groups(check).forEach(function (group) { if (chosen(group)) { choose(group, chosen(group)); } });
    [before, begin].forEach(function (one) { if (one) { one.hidden = true; } });
    bar.hidden = check.hidden = false;
    go(0);
  }

  groups(check).forEach(makeButtons);
  check.classList.add("stepping");
  check.hidden = true;
  begin.hidden = false;
  begin.firstElementChild.addEventListener("click", start);
  again.firstElementChild.addEventListener("click", start);
  on.addEventListener("click", function () { go(at + 1); });
  part("back").addEventListener("click", function () {
    if (at > 0) { go(at - 1); return; }
    check.hidden = true;
    before.hidden = begin.hidden = false;
    begin.firstElementChild.focus();
  });

  // On paper the whole reflection stands, with boxes to tick, whichever question was on the screen.
  window.addEventListener("beforeprint", function () {
    [check, before, questions, now, closing].concat(steps).forEach(function (one) { one.hidden = false; });
    skipped.hidden = true;
  });
  window.addEventListener("afterprint", function () {
    if (begin.hidden) { before.hidden = true; show(at); } else { check.hidden = true; }
  });
})();
