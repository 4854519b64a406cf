// For pages whose scripts ask the application: `distrib.fetch(…)` is `fetch(…)` for requests that need the
// session. docs/single-page-applications.md explains it. Put it behind distrib-page.js:
//
//     <script src="/distrib-page.js"></script>
//     <script src="/distrib-fetch.js"></script>
//
// A script can't follow a redirect to another Site. So the component tells it where the page has to go, and
// distrib.fetch rejects with an error named "SessionOver"; likewise where the Site is down. The application
// then says distrib.begin(error, work): the page is loaded where its next session begins, and finds there,
// in distrib.kept, the work and the request that was not answered.
//
// Where the component has a waiting line, a request may have to wait in it. distrib.fetch waits, and tells the
// application by events named "distrib-waiting" on the window.
//
// The numbered lines may differ between installations.

Object.assign(distrib, (() => {
  // (1) The same as in distrib-retry.js.
  const patience = 2000;
  const health = "/distrib/health";

  // (2) While all Sites are busy: how often a request is sent anew, each time after as long as the component
  //     says. Then the application gets the component's answer, with the status 503.
  const turns = 5;

  // (3) How often in a row a page may be led on.
  const longestWay = 12;

  // (4) How much may be carried to another page, in letters.
  const mostKept = 1_000_000;

  // (5) How long it may take until the other page is there, in seconds. It may have to wait in line.
  const longestKept = 12 * 3600;

  const arrived = arrive();
  // The requests of a page that came without a session lead to one by the page's marker.
  let { marker } = distrib;
  let first = null;

  // Rejects with an error named "SessionOver" if the session has ended or its Site is down. The error's
  // `mayBeDone` says whether the application may have seen the request, so that sending it again could do
  // twice what it does; it is false where the component answered instead of the application.
  async function fetchInSession(resource, options) {
    const request = new Request(resource, options);
    if (new URL(request.url).origin !== location.origin) return fetch(request);
    const body = ["GET", "HEAD"].includes(request.method) ? undefined : await request.blob();
    // Where Sec-Fetch-Mode is missing, as with http, this tells the component that a script is asking.
    request.headers.set("X-Requested-With", "XMLHttpRequest");
    // Several requests would begin several sessions.
    while (marker && first) await first.catch(() => {});
    const answer = turn(request, body);
    if (!marker) return answer;
    first = answer;
    try {
      return await answer;
    } finally {
      first = marker = null;
    }
  }

  async function turn(request, body) {
    let url = marker ? distrib.marked(request.url, marker) : request.url;
    const wish = { body };
    for (const key of
      ["method", "headers", "credentials", "cache", "redirect", "referrer", "keepalive", "signal"]) {
      wish[key] = request[key];
    }
    let hasWaited = false;
    try {
      for (let count = 1; ; ) {
        const answer = await patiently(() => fetch(url, wish), request, body);
        const line = await lineOf(answer);
        if (line) {
          url = line.retry_url;
          // A page at another host can't ask there, but it can be loaded there, and waits there itself.
          if (new URL(url).origin !== location.origin) {
            throw sessionOver("The session begins elsewhere.", request, body, url);
          }
          hasWaited = true;
          tell(line, request);
        } else {
          const where = answer.headers.get("X-Distrib-Location");
          if (where) throw sessionOver("The session has ended.", request, body, where);
          const isBusy = answer.headers.get("X-Distrib-Decision") === "busy";
          if (!isBusy) arrived.way = 0;
          if (!isBusy || count > turns) return answer;
          count += 1;
        }
        await pause(1000 * (Number(answer.headers.get("Retry-After")) || 10), request.signal);
      }
    } finally {
      if (hasWaited) tell(null, request);
    }
  }

  // What the component says to who has a place in the waiting line; null in every other answer.
  async function lineOf(answer) {
    if (!answer.headers.has("X-Distrib-Decision")) return null;
    if (!answer.headers.get("Content-Type")?.startsWith("application/problem+json")) return null;
    const problem = await answer.clone().json().catch(() => null);
    return typeof problem?.called === "boolean" ? problem : null;
  }

  // The event's `detail` is null once the request waits no longer. Otherwise `ahead` is how many others come
  // first, `expectedAt` a Date, or null while nobody can tell, and `called` is true in the last seconds.
  function tell(line, request) {
    const detail = line && {
      request, ahead: line.ahead, called: line.called,
      expectedAt: line.expected_at && new Date(line.expected_at),
    };
    window.dispatchEvent(new CustomEvent("distrib-waiting", { detail }));
  }

  // The answer, unless the Site is down: then it would be long in coming.
  async function patiently(ask, request, body) {
    const answer = ask();
    const settled = answer.then(() => true, () => true);
    while (!(await Promise.race([settled, pause(patience)]))) {
      if (!(await isUp())) throw sessionOver("The Site does not answer.", request, body);
    }
    try {
      return await answer;
    } catch (failure) {
      if (failure.name === "AbortError" || (await isUp())) throw failure;
      throw sessionOver("The Site can't be reached.", request, body);
    }
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

  function sessionOver(message, request, body, where = null) {
    const error = Object.assign(new Error(message), { where, mayBeDone: where === null });
    return Object.assign(error, { name: "SessionOver", request, body });
  }

  // Loads this page where its next session begins; without an error of distrib.fetch, anew.
  // - work: what the application wants to find there, as for JSON.stringify
  // Returns false, and the page stays, where all that can't be carried, or the way was too long.
  async function begin(error, work = null) {
    const page = distrib.apart(location.href.replace(/#.*/s, "")).clean;
    const way = arrived.way + 1;
    const next = error?.where ? elsewhere(page, error.where) : page;
    const kept = { way, work, hash: location.hash, request: await written(error) };
    if (way > longestWay) return false;
    const secret = crypto.getRandomValues(new Uint32Array(4)).join("-");
    const text = `#distrib=${secret}.${encodeURIComponent(JSON.stringify(kept))}`;
    if (text.length > mostKept || !share(secret)) return false;
    if (next !== page) {
      location.replace(next + text);
    } else {
      // To replace an address by the same with another fragment loads nothing.
      history.replaceState(history.state, "", next + text);
      location.reload();
    }
    return true;
  }

  // This page at the host that the component named, with the marker that it gave.
  function elsewhere(page, where) {
    const there = new URL(page).pathname + new URL(page).search;
    const moved = new URL(where).origin + there;
    const { marker } = distrib.apart(where);
    return marker ? distrib.marked(moved, marker) : moved;
  }

  async function written(error) {
    if (!error?.request) return null;
    const { request, body } = error;
    const { pathname, search } = new URL(request.url);
    const bytes = body && [...new Uint8Array(await body.arrayBuffer())];
    return {
      url: pathname + search, method: request.method, headers: [...request.headers],
      body: bytes ? btoa(bytes.map((byte) => String.fromCharCode(byte)).join("")) : null,
      mayBeDone: error.mayBeDone,
    };
  }

  // What is carried is in the address of the next page, and anybody could lead a browser to such an
  // address. Only what comes with a secret that is in a cookie, for all names of the Pool, was carried by
  // a page of the Pool in this browser. Each page that leaves has a cookie of its own, because several may
  // wait in line at the same time.
  function share(secret) {
    return setCookie(secret, longestKept);
  }

  // With 0 seconds, deletes it. Returns whether the browser did as it was told.
  function setCookie(secret, seconds) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    const labels = location.hostname.split(".");
    return labels.some((_, index) => {
      const domain = labels.slice(-1 - index).join(".");
      document.cookie =
        `DistribKept-${secret}=1; Path=/; SameSite=Lax${secure}; Domain=${domain}; Max-Age=${seconds}`;
      return isShared(secret) === (seconds > 0);
    });
  }

  function isShared(secret) {
    return document.cookie.split("; ").includes(`DistribKept-${secret}=1`);
  }

  // Takes what was carried out of the address bar.
  function arrive() {
    const [, secret, text] = location.hash.match(/^#distrib=([\d-]+)\.(.*)$/s) ?? [];
    if (!secret) return { way: 0, kept: null };
    let kept;
    try {
      kept = JSON.parse(decodeURIComponent(text));
    } catch {
      kept = {};
    }
    const hash = /^#./.test(kept.hash) ? kept.hash : "";
    history.replaceState(history.state, "", location.href.replace(/#.*/s, "") + hash);
    const way = Number(kept.way) || 0;
    if (!isShared(secret)) return { way, kept: null };
    setCookie(secret, 0);
    const { work, request } = kept;
    if (request?.body) request.body = Uint8Array.from(atob(request.body), (letter) => letter.charCodeAt());
    return { way, kept: { work, request } };
  }

  function pause(milliseconds, signal) {
    return new Promise((done, failed) => {
      setTimeout(done, milliseconds);
      signal?.addEventListener("abort", () => failed(signal.reason));
    });
  }

  return { fetch: fetchInSession, begin, kept: arrived.kept };
})());
