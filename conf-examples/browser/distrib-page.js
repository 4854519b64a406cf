// For the pages of an application behind the distribution. Put `<script src="/distrib-page.js"></script>`
// into their heads, before anything with a relative address.
//
// - It removes the marker from the address bar: relative links resolve as without it, and bookmarks are clean.
// - It registers the service worker in distrib-retry.js; browsers allow that with https only.
//
// distrib-fetch.js, behind it, is for pages whose scripts ask the application.
// The numbered lines may differ between installations.

const distrib = (() => {
  // (1) As in the component's configuration: `marker: { name: …, placement: … }`.
  const name = "Distrib";
  const placement = "path";

  // (2) Where distrib-retry.js is. Without `sub_names: true`, write null, because it could lead nowhere.
  const worker = "/distrib-retry.js";

  const reserved = `${name}(?:=|%3D)`;
  const { marker, clean } = apart(location.href);
  // A whole address: one that begins with "//" would name another host.
  if (clean !== location.href) history.replaceState(history.state, "", clean);
  // With http and in some private windows there are no service workers, and the pages do without.
  if (worker) navigator.serviceWorker?.register(worker).catch(() => {});

  // An address of http or https in its marker, the last one or null, and the address without any.
  function apart(address) {
    const [, host, path, query, hash] = parts(address);
    if (placement === "query") {
      const all = query?.slice(1).split("&") ?? [];
      const isReserved = (argument) => RegExp(`^${reserved}`, "i").test(argument);
      const others = all.filter((argument) => !isReserved(argument));
      const rest = others.length ? `?${others.join("&")}` : "";
      return { marker: all.findLast(isReserved) ?? null, clean: host + path + rest + hash };
    }
    const segment = RegExp(`/(${reserved}[^/]*)`, "gi");
    const found = [...path.matchAll(segment)].at(-1)?.[1] ?? null;
    const rest = path.replace(segment, "") || "/";
    return { marker: found, clean: host + (found ? rest : path) + (query ?? "") + hash };
  }

  // The address with this marker and no other.
  function marked(address, marker) {
    const [, host, path, query, hash] = parts(apart(address).clean);
    if (placement === "query") {
      return `${host}${path}${query === undefined ? "?" : `${query}&`}${marker}${hash}`;
    }
    return host + path.replace(/\/?$/, `/${marker}$&`) + (query ?? "") + hash;
  }

  function parts(address) {
    return address.match(/^(\w+:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?((?:#.*)?)$/s);
  }

  // Loads this page anew, so that a session begins: where, the distribution says.
  function begin() {
    location.replace(location.href.replace(/#.*/s, ""));
  }

  return { marker, apart, marked, begin };
})();
