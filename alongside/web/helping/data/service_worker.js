// Keeps the numbers and the guides for reading without a network. Every page works without this file.
// Belongs here: which answer a page gets when the network does not answer. Does not belong here: any page of a case or
// of the desk: only the addresses in HOUSE.pages and HOUSE.visited are ever kept, and the former are fetched without a
// cookie, so that nothing of the person who looks at them is in the copy; the latter are pages of words for those on duty.
"use strict";
(function () {
  var HOUSE = self.HOUSE;
  var A_DAY = 24 * 60 * 60 * 1000;
  var LOOK_AGAIN = 5000;
  var KEPT_AT = "x-kept-at";
  var looked = 0;

  function shelf() { return caches.open(HOUSE.cache); }

  // What is sent needs a network: a copy holds no form with a token, and says so in its place.
  function withoutForms(page) {
    return page.replace(/<form\b(?:(?!<\/form>)[\s\S])*csrfmiddlewaretoken[\s\S]*?<\/form>/g,
      '<p class="note">' + HOUSE.instead + "</p>");
  }

  function bodyOf(response) {
    var words = (response.headers.get("content-type") || "").indexOf("text/html") === 0;
    return words ? response.text().then(withoutForms) : response.blob();
  }

  // A copy carries the moment it was kept.
  function keep(address, response) {
    return bodyOf(response).then(function (body) {
      var headers = new Headers(response.headers);
      headers.delete("content-encoding");
      headers.delete("content-length");
      headers.set(KEPT_AT, String(Date.now()));
      var copy = new Response(body, { status: 200, headers: headers });
      return shelf().then(function (cache) { return cache.put(address, copy); });
    });
  }

  function forget(address) {
    return shelf().then(function (cache) { return cache.delete(address); });
  }

  function kept(address) {
    return shelf().then(function (cache) { return cache.match(address); });
  }

  function age(copy) { return Date.now() - Number(copy.headers.get(KEPT_AT)); }

  // As anybody would see it: no cookie goes along. What is gone from the house is gone from the device.
  function fetchAsAnybody(address) {
    return fetch(address, { credentials: "omit", cache: "no-store", redirect: "manual" }).then(function (response) {
      if (response.ok) { return keep(address, response.clone()).then(function () { return response; }); }
      if (response.status === 404 || response.status === 410) {
        return forget(address).then(function () { return response; });
      }
      return response;
    });
  }

  function oneAfterTheOther(addresses, act) {
    return addresses.reduce(function (before, address) {
      return before.then(function () { return act(address); }).catch(function () {});
    }, Promise.resolve());
  }

  function keepEverything() {
    return oneAfterTheOther(HOUSE.things, function (address) {
      return kept(address).then(function (copy) { return copy || fetchAsAnybody(address); });
    }).then(function () { return oneAfterTheOther(HOUSE.pages, fetchAsAnybody); });
  }

  // At each contact: have the numbers changed? Then every copy that might hold an old one goes. Have the words of the
  // guides changed, or is a day over? Then every copy is made anew, and the old ones stand until then.
  function look() {
    if (Date.now() - looked < LOOK_AGAIN) { return Promise.resolve(); }
    looked = Date.now();
    return kept(HOUSE.help).then(function (before) {
      return fetchAsAnybody(HOUSE.help).then(function (response) {
        if (!response.ok) { return undefined; }
        var same = before && before.headers.get("x-numbers") === response.headers.get("x-numbers");
        var told = response.headers.get("x-words");
        var worded = !told || (before && before.headers.get("x-words") === told);
        if (same && worded && age(before) < A_DAY) { return undefined; }
        var gone = same ? Promise.resolve() : oneAfterTheOther(HOUSE.visited.concat(HOUSE.pages.slice(1)), forget);
        return gone.then(keepEverything);
      });
    }).catch(function () {});
  }

  // An old copy of another page gives way to the numbers, which say themselves how old they are.
  function withoutNetwork(path) {
    return kept(path).then(function (copy) {
      var old = copy && age(copy) > HOUSE.daysUntilOld * A_DAY;
      if (copy && !old) { return copy; }
      return kept(HOUSE.help).then(function (help) { return help || copy || Response.error(); });
    });
  }

  // Whoever is at work has the conversation guide at hand before ever opening it: our words, the same for everybody.
  function keepForWork() {
    return oneAfterTheOther(HOUSE.visited, function (address) {
      return kept(address).then(function (copy) {
        return copy || fetch(address, { credentials: "same-origin", redirect: "manual" }).then(function (response) {
          return response.ok ? keep(address, response) : undefined;
        });
      });
    });
  }

  function isKept(path) { return HOUSE.pages.indexOf(path) >= 0 || HOUSE.visited.indexOf(path) >= 0; }

  function answer(event, path) {
    return fetch(event.request).then(function (response) {
      if (response.status >= 500 && isKept(path)) {
        return kept(path).then(function (copy) { return copy || response; });
      }
      if (response.ok && !response.redirected && HOUSE.visited.indexOf(path) >= 0) {
        event.waitUntil(keep(path, response.clone()));
      }
      event.waitUntil(look());
      if (response.ok && path.indexOf(HOUSE.desk) === 0) { event.waitUntil(keepForWork()); }
      return response;
    }, function () { return withoutNetwork(path); });
  }

  self.addEventListener("install", function (event) {
    event.waitUntil(fetchAsAnybody(HOUSE.help).catch(function () {}).then(function () { return self.skipWaiting(); }));
  });

  self.addEventListener("activate", function (event) {
    var mine = "kept " + HOUSE.scope + " ";
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) {
        return name.indexOf(mine) === 0 && name !== HOUSE.cache;
      }).map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); }).then(keepEverything));
  });

  self.addEventListener("fetch", function (event) {
    var address = new URL(event.request.url);
    if (event.request.method !== "GET" || address.origin !== self.location.origin) { return; }
    if (HOUSE.things.indexOf(address.pathname) >= 0) {
      event.respondWith(kept(address.pathname).then(function (copy) { return copy || fetch(event.request); }));
    } else if (event.request.mode === "navigate") {
      event.respondWith(answer(event, address.pathname));
    }
  });
})();
