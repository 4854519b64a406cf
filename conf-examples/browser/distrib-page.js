// For the pages of an application behind the distribution. Put `<script src="/distrib-page.js"></script>`
// into their heads, before anything with a relative address.
//
// - It removes the marker from the address bar: relative links resolve as without it, and bookmarks are clean.
// - It registers the service worker in distrib-retry.js; browsers allow that with https only.
// - distrib.fetch(…) is fetch(…) for requests that need the session.
//
// The numbered lines may differ between installations.

const distrib = (() => {
  // (1) The same as in distrib-retry.js.
  const patience = 2000;
  const health = "/distrib/health";

  // (2) Where distrib-retry.js is. Without `sub_names: true`, write null, because it could lead nowhere.
  const worker = "/distrib-retry.js";

  const shown = location.pathname + location.search;
  const clean = withoutMarker(location);
  if (clean !== shown) history.replaceState(history.state, "", clean + location.hash);
  // With http and in some private windows there are no service workers, and the pages do without.
  if (worker) navigator.serviceWorker?.register(worker).catch(() => {});

  function withoutMarker({ pathname, search }) {
    const path = unmarked(pathname.slice(1).split("/"));
    const query = search ? unmarked(search.slice(1).split("&")) : [];
    return `/${path.join("/")}${query.length ? "?" : ""}${query.join("&")}`;
  }

  function unmarked(parts) {
    // Distrib= *( site "+" ) timestamp [ "." key-id "." signature ]
    const marker =
      /^Distrib=((?![\w.-]{254})(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))*(:0*[1-9]\d{0,4})?\+)*\d+(\.[\w-]+\.[\w-]{22})?$/i;
    return parts.slice(0, parts.findLastIndex((part) => !marker.test(part)) + 1);
  }

  // Rejects with an error named "SessionOver" if the session has ended or its Site is down. A new session
  // begins with distrib.begin(), which loads this page anew. The application chooses when, because what
  // was typed is then lost. Whether a POST had its effect is not known; it is not sent again.
  // An address that redirects by itself can't be told from an ended session: use fetch for it.
  async function fetchInSession(resource, options) {
    const answer = fetch(resource, { ...options, redirect: "manual" });
    const settled = answer.then(() => true, () => true);
    while (!(await Promise.race([settled, pause(patience)]))) {
      if (!(await isUp())) throw sessionOver("The Site does not answer.");
    }
    try {
      if ((await answer).type !== "opaqueredirect") return answer;
    } catch (failure) {
      if (failure.name === "AbortError" || (await isUp())) throw failure;
      throw sessionOver("The Site can't be reached.");
    }
    throw sessionOver("The session has ended.");
  }

  function begin() {
    location.replace(location.pathname + location.search);
  }

  // Asks without cookies, and so over a new connection: that an old one is dead proves nothing.
  async function isUp() {
    const signal = AbortSignal.timeout(patience);
    try {
      return (await fetch(health, { credentials: "omit", cache: "no-store", signal })).ok;
    } catch {
      return false;
    }
  }

  function sessionOver(message) {
    return Object.assign(new Error(message), { name: "SessionOver" });
  }

  function pause(milliseconds) {
    return new Promise((done) => setTimeout(done, milliseconds));
  }

  return { fetch: fetchInSession, begin };
})();
