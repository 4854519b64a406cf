// A service worker that leads the browser on as soon as its Site is down. It needs https, and
// `sub_names: true` in the component's configuration.
//
// Browsers keep the address of a name for a minute, whatever its TTL. But they ask the nameserver for a
// name that is new to them: retry-1a2b3c.boston.app.com leads where boston.app.com leads now, to the next
// Site, which redirects to its own Name and begins a new session.
//
// Serve this file at the root of the application, so that it is in charge of all paths, and also to clients
// without a session; distrib-page.js registers it. The numbered lines may differ between installations.

// (1) How long a page may take before the Site is asked whether it is up, and how long the Site may
//     take to answer that. All times are in milliseconds.
const patience = 2000;

// (2) How long the nameserver may take to notice that a Site is down.
const failover = 20000;

// (3) A path that answers while the Site is up, whatever the application does.
const health = "/distrib/health";

// (4) The beginning of the sub-names; no Site Name may begin so.
const prefix = "retry-";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// A POST is left to the browser, which shows that it failed. It may have had its effect before the
// connection broke, and the next Site knows nothing of the session that it belongs to.
addEventListener("fetch", (event) => {
  const { mode, method } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(load(event.request));
});

// Returns the Site's answer; if the Site is down, one redirect to the Site that its Name leads to now;
// if there is none, the failure, and so the browser's own error page.
async function load(request) {
  const answer = fetch(request);
  let state = "waiting";
  const settled = answer.then(() => (state = "answered"), () => (state = "failed"));
  await Promise.race([settled, pause(patience)]);

  const here = request.url;
  const end = Date.now() + failover;
  while (state !== "answered" && navigator.onLine && Date.now() < end) {
    const next = subName(here);
    // The Site itself comes first, if it answers in time, because it knows the session.
    const others = ask(next).then(() => pause(300, next));
    const up = await Promise.any([ask(here), others]).catch(() => pause(500));
    if (up === here) return state === "failed" ? fetch(request) : answer;
    if (up === next) return Response.redirect(next);
  }
  return answer;
}

// Returns another sub-name each time, because a browser keeps the address of a sub-name, too.
function subName(address) {
  const url = new URL(address);
  const site = url.hostname.startsWith(prefix) ? url.hostname.replace(/^[^.]*\./, "") : url.hostname;
  url.hostname = `${prefix}${crypto.randomUUID().slice(0, 8)}.${site}`;
  return url.href;
}

// Returns the address, if a Site answers there. Asks without cookies, and so over a new connection: that
// an old one is dead proves nothing.
async function ask(address) {
  const signal = AbortSignal.timeout(patience);
  const wish = { mode: "no-cors", credentials: "omit", cache: "no-store", signal };
  const answer = await fetch(new URL(health, address), wish);
  // What another Site answers can't be seen from here; that it answers can.
  if (answer.ok || answer.type === "opaque") return address;
  throw new Error(`${health}: ${answer.status}`);
}

function pause(milliseconds, value) {
  return new Promise((done) => setTimeout(done, milliseconds, value));
}
