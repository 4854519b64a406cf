// What the Sites say of themselves, and the trips that the proxy in the nameservers' stead has seen.
"use strict";

const sites = ["boston", "chicago", "geneva"];
const port = location.port ? ":" + location.port : "";
document.getElementById("pool").href = `http://app.localhost${port}/`;

async function order(what) {
    // Pages of others can't send this field.
    await fetch("/do/" + what, { method: "POST", headers: { "X-Demonstration": "1" } });
    await look();
}

function button(text, what) {
    const made = document.createElement("button");
    made.textContent = text;
    made.onclick = () => order(what);
    return made;
}

// Sites.

for (const site of sites) {
    const card = document.getElementById("site").content.cloneNode(true);
    const article = card.querySelector("article");
    article.id = site;
    article.querySelector("h2").textContent = site[0].toUpperCase() + site.slice(1);
    document.getElementById("sites").append(card);
}

function say(article, name, text) { article.querySelector(`[data-of=${name}]`).textContent = text; }

function show(site, status) {
    const article = document.getElementById(site);
    const pool = status?.pools?.[0];
    const drains = pool?.signals.some((signal) => signal.busy) ?? false;
    const state = !pool ? "down" : drains ? "busy" : pool.state;
    const reason = { busy: "too busy for new sessions", line: "has a waiting line" };
    const waiting = pool?.line?.classes.reduce((sum, each) => sum + each.waiting, 0) ?? 0;
    const stands = pool?.line?.standing ?? false;
    const text = reason[state] ?? state;
    if (article.dataset.state != state || article.dataset.text != text) {
        article.dataset.state = state;
        article.dataset.text = text;
        article.querySelector(".state").textContent = text;
        article.querySelector(".buttons").replaceChildren(
            ...(state == "down" ? [button("Revive it", "revive/" + site)]
                : [drains ? button("Make it free", "free/" + site) : button("Make it busy", "busy/" + site),
                    button("Kill it", "kill/" + site)]));
    }
    say(article, "rate", pool ? `${pool.rate.sessions_per_second}/s, ${Math.floor(pool.rate.tokens)} at once` : "–");
    const wait = Math.max(0, ...(pool?.line?.classes.map((each) => each.expected_wait ?? 0) ?? []));
    say(article, "line", waiting ? `${waiting}, ${Math.ceil(wait)} s for whoever comes now` : stands ? "being called" : "nobody");
    const counts = {};
    for (const each of pool?.decisions ?? []) {
        if (each.last_minute) counts[each.decision] = (counts[each.decision] ?? 0) + each.last_minute;
    }
    const list = Object.entries(counts).map(([decision, count]) => `${count} ${decision}`);
    say(article, "decisions", list.join(", ") || "none");
}

// Trips: a request belongs to the trip whose last answer led to its address.

const log = { read: 0, rest: "" };
const open = new Map();
let trips = [];

// What was written since the last time; at first, the end of what there is.
async function news() {
    const range = log.read ? `bytes=${log.read}-` : "bytes=-2000000";
    const answer = await fetch("/trips", { headers: { Range: range }, cache: "no-store" });
    if (answer.status != 206) return [];
    const text = log.rest + await answer.text();
    log.read = Number(/-(\d+)\//.exec(answer.headers.get("Content-Range"))[1]) + 1;
    const end = text.lastIndexOf("\n") + 1;
    log.rest = text.slice(end);
    return text.slice(0, end).split("\n").flatMap((line) => {
        try { return [JSON.parse(line)]; } catch { return []; }
    }).filter((hop) => hop.asks == "1");
}

function follow(hop) {
    const address = `http://${hop.host}${hop.uri}`;
    let trip = open.get(address);
    open.delete(address);
    if (!trip) {
        // A request within a session, or the rest of a trip that began before what was read.
        if (!hop.decision || hop.decision == "waiting" || hop.uri.includes("Distrib=")) return;
        trip = { hops: [] };
    }
    trip.hops.push(hop);
    trips = [trip, ...trips.filter((other) => other != trip)].slice(0, 500);
    const next = hop.to || hop.refresh.split("; url=")[1];
    if (next) open.set(next, trip);
}

function ending(hop) {
    if (!hop.decision && hop.status >= 500) return ["unreachable", "no Site answers"];
    if (hop.decision == "start" || (!hop.decision && hop.status < 300)) return ["session", "session begins"];
    if (hop.decision == "busy" && !hop.refresh.includes("~")) return ["busy", "All Sites Busy"];
    if (hop.refresh) return ["waits", "waits in line"];
    return ["goes", "…"];
}

function piece(kind, text, data) {
    const made = document.createElement("span");
    made.className = kind;
    made.textContent = text;
    Object.assign(made.dataset, data);
    return made;
}

function drawn(trip) {
    const row = document.createElement("li");
    let polls = 0;
    for (const [index, hop] of trip.hops.entries()) {
        // Whoever waits asks again and again; it is told once.
        const next = trip.hops[index + 1];
        if (hop.decision == "waiting" && next?.decision == "waiting") { polls += 1; continue; }
        const site = /\/([a-z]+)\/web\.sock[^/]*$/.exec(hop.site)?.[1] ?? "";
        if (index == 0 || hop.host != trip.hops[index - 1].host) row.append(piece("name", hop.host.replace(/:.*/, "")), piece("way", "→"));
        row.append(piece("at", site || "nobody", { site }));
        row.append(piece("way", (hop.decision || "in its session") + (polls ? `, ${polls + 1} times` : "") + (next ? " →" : "")));
        polls = 0;
    }
    const [end, text] = ending(trip.hops.at(-1));
    if (end == "session") row.append(piece("way", "→"));
    row.append(piece("end", text, { end }));
    return row;
}

async function look() {
    await Promise.all(sites.map(async (site) => {
        try {
            const answer = await fetch(`/sites/${site}/status`, { signal: AbortSignal.timeout(3000) });
            show(site, answer.ok ? await answer.json() : null);
        } catch { show(site, null); }
    }));
    for (const hop of await news()) follow(hop);
    document.getElementById("none").hidden = trips.length > 0;
    document.getElementById("trips").replaceChildren(...trips.slice(0, 25).map(drawn));
}

for (const each of document.querySelectorAll("[data-do]")) each.onclick = () => order(each.dataset.do);
async function go() {
    try { await look(); } finally { setTimeout(go, 1000); }
}
go();
