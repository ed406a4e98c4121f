// Shows the sandbox's state and works its switches. Records hold what strangers wrote: every value becomes text
// (textContent), never markup. Lists are changed in place, so that open records and the scroll position stay.
"use strict";

const REFRESH_MS = 2000;
const NEWEST = 200;
const TITLES = {
  lead: "Leads", opportunity: "Opportunities", customer: "Customers", archive: "Archive", person: "People",
  event: "Events", message: "Messages",
};
const LONG_FIELDS = ["body", "description", "moreinfo", "notes"];
const HEAD_FIELDS = ["id", "kind", "raw", "created_at", "updated_on"];

const $ = (id) => document.getElementById(id);
let state = null;
let shown = null;          // kind of the open tab
let shownMark = "";        // what the list was built from: kind, count, latest request
let available = new Map();

function element(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Makes `parent` hold one child for each item, in order; children whose key is still there are kept as they are.
function sync(parent, items, keyOf, make) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let child = old.get(key);
    old.delete(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  old.forEach((child) => child.remove());
}

async function fetchJson(path, options) {
  const reply = await fetch(path, options);
  const value = await reply.json();
  if (!reply.ok) throw new Error(value.error || reply.statusText);
  return value;
}

function post(path, pairs) {
  return fetchJson(path, { method: "POST", body: new URLSearchParams(pairs) });
}

// --- address and login

function showAccess() {
  const login = state.logins[0];
  const rows = [["Address", state.url], ["login_email", login.email], ["login_password", login.password]];
  for (const other of state.logins.slice(1)) rows.push(["Also: " + other.name, other.email]);
  sync($("access"), rows, (row) => row.join(" "), ([label, value]) => element("div", {},
    element("dt", { textContent: label }),
    element("dd", {}, element("span", { className: "copyable", textContent: value }),
      ...(navigator.clipboard ? [copyButton(label, value)] : []))));     // browsers copy on safe origins only
}

function copyButton(label, value) {
  const button = element("button", { type: "button", className: "copy", textContent: "Copy" });
  button.setAttribute("aria-label", `Copy ${label}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return button;
}

// --- records

function showTabs() {
  const kinds = Object.keys(TITLES);
  shown ??= kinds.includes(location.hash.slice(1)) ? location.hash.slice(1)
    : kinds.reduceRight((best, kind) => (state.counts[kind] > state.counts[best] ? kind : best), "message");
  sync($("tabs"), kinds, (kind) => kind, (kind) => {
    const tab = element("button", { type: "button", id: `tab-${kind}` },
      element("span", { textContent: TITLES[kind] }), element("span", { className: "n" }));
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", "panel");
    tab.addEventListener("click", () => openTab(kind));
    return tab;
  });
  for (const tab of $("tabs").children) {
    const kind = tab.dataset.key;
    setText(tab.lastChild, String(state.counts[kind]));
    tab.setAttribute("aria-selected", String(kind === shown));
    tab.tabIndex = kind === shown ? 0 : -1;
  }
  $("panel").setAttribute("aria-labelledby", `tab-${shown}`);
}

function openTab(kind) {
  shown = kind;
  history.replaceState(null, "", `#${kind}`);
  showTabs();
  return showRecords();
}

function moveTab(event) {
  const tabs = [...$("tabs").children];
  const here = tabs.findIndex((tab) => tab.dataset.key === shown);
  const there = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (there === undefined) return;
  event.preventDefault();
  const tab = tabs[(there + tabs.length) % tabs.length];
  openTab(tab.dataset.key);
  tab.focus();
}

async function showRecords() {
  const kind = shown;
  const count = state.counts[kind];
  const mark = `${kind} ${count} ${state.requests[0]?.at}`;
  if (mark === shownMark) return;
  const records = (await fetchJson(`/records.json?kind=${kind}&newest=${NEWEST}`)).reverse();
  if (kind !== shown) return;                    // another tab was opened meanwhile
  const sameTab = shownMark.startsWith(`${kind} `);
  shownMark = mark;
  sync($("list"), records, (record) => `${record.id} ${record.created_at}`, (record) => recordItem(record, sameTab));
  $("empty").hidden = records.length > 0;
  setText($("empty"), `No ${TITLES[kind].toLowerCase()} yet.`);
  $("more").hidden = count <= records.length;
  setText($("more"), `The newest ${records.length} of ${count}. All of them: /records.json?kind=${kind}`);
}

function recordItem(record, fresh) {
  const summary = element("summary", {},
    element("span", { className: "headline", textContent: record.name || record.title }),
    element("time", { className: "when", dateTime: record.created_at, textContent: clock(record.created_at) }),
    element("span", { className: "gist", textContent: gist(record) }));
  const details = element("details", {}, summary);
  details.addEventListener("toggle", () => {     // built when first opened: a list of 200 long mails stays light
    if (details.open && details.children.length === 1) details.append(fieldList(record));
  });
  return element("li", { className: fresh ? "fresh" : "" }, details);
}

function gist(record) {
  const day = record.year && `${record.year}-${record.month.padStart(2, "0")}-${record.day.padStart(2, "0")}`;
  const value = record.value && `${Number(record.value)} at ${Number(record.probability) * 100} %`;
  const text = record.body || record.description || record.moreinfo;
  return [day, record.location, record.name && record.title, record.email, record.phone || record.mobile, value,
    text.slice(0, 300).replace(/\s+/g, " ")].filter(Boolean).join(" · ");
}

function fieldList(record) {
  const list = element("dl", { className: "fields" });
  for (const [name, value] of Object.entries(record)) {
    if (!value || HEAD_FIELDS.includes(name) || LONG_FIELDS.includes(name)) continue;
    list.append(element("dt", { textContent: name }), element("dd", { textContent: value }));
  }
  for (const name of LONG_FIELDS) {
    if (!record[name]) continue;
    const long = element("dd", { className: "long", textContent: record[name], tabIndex: 0 });
    list.append(element("dt", { textContent: name }), long);
  }
  return list;
}

// The time of today's, the day of older ones.
function clock(iso) {
  const at = new Date(iso);
  if (at.toDateString() === new Date().toDateString()) return at.toLocaleTimeString([], { hour12: false });
  return at.toLocaleDateString([], { year: "numeric", month: "short", day: "numeric" });
}

// --- faults

function fillForm() {
  if (available.size) return;
  available = new Map(state.faults.available.map((fault) => [fault.name, fault]));
  $("fault").append(...[...available.keys()].map((name) => new Option(name)));
  $("kind").append(new Option("any kind", ""), ...Object.keys(TITLES).map((kind) => new Option(kind)));
  chooseFault();
}

function chooseFault() {
  const fault = available.get($("fault").value);
  const word = { create: "create only", get: "get only" };
  const whats = fault.whats.map((what) => new Option(word[what], what));
  $("what").replaceChildren(...(whats.length > 1 ? [new Option("create and get", "")] : []), ...whats);
  setText($("says"), fault.says[0].toUpperCase() + fault.says.slice(1) + ".");
  $("amount-label").hidden = fault.amount === null;
  $("amount").value = fault.amount ?? "";
  setText($("unit"), fault.unit);
  $("kept-label").hidden = !fault.may_keep;
  $("kept").checked = false;
  showSpec();
}

function spec() {
  const fault = available.get($("fault").value);
  const often = $("often").value;
  const parts = [fault.amount === null ? fault.name : `${fault.name}=${$("amount").value}`];
  if (fault.whats.length > 1) parts.push($("what").value);
  parts.push($("kind").value, $("kept").checked ? "kept" : "");
  if (often !== "always") parts.push($("number").value + (often === "chance" ? "%" : ""));
  return parts.filter(Boolean).join(":");
}

function showSpec() {
  const often = $("often").value;
  $("number-label").hidden = often === "always";
  setText($("number-label").firstChild, often === "chance" ? "Per cent " : "Times ");
  setText($("spec"), spec());
}

function showArmed() {
  const armed = state.faults.armed;
  sync($("armed"), armed, (one) => one.spec, (one) => {
    const button = element("button", { type: "button", className: "quiet", textContent: "Take back" });
    button.setAttribute("aria-label", `Take back ${one.spec}`);
    button.addEventListener("click", () => act(() => post("/faults", { clear: one.spec })));
    return element("li", {}, element("code", { textContent: one.spec }), button);
  });
  $("calm").hidden = armed.length > 0;
  $("clear").hidden = armed.length < 2;
}

async function act(doing) {
  try {
    await doing();
    setText($("problem"), "");
  } catch (error) {
    setText($("problem"), error.message);
  }
  await refresh();
}

// --- requests

function showLog() {
  const keyOf = (request) => `${request.id} ${request.at}`;       // ids begin anew after a reset
  sync($("log"), state.requests, keyOf, (request) => {
    const outcome = element("span", { className: "outcome", textContent: request.outcome });
    for (const fault of request.fault.split(", ").filter(Boolean)) {
      outcome.append(" ", element("span", { className: "tag", textContent: fault }));
    }
    const about = element("span", { className: "about", title: request.about },
      element("b", { textContent: `${request.what} ${request.kind}`.trim() || "post" }), " ", request.about);
    const at = element("time", { className: "when", dateTime: request.at, textContent: clock(request.at) });
    return element("li", {}, about, at, outcome);
  });
  $("quiet").hidden = state.requests.length > 0;
}

// --- the whole

function showPulse(text, name) {
  setText($("pulse"), text);
  $("pulse").parentElement.className = `pulse ${name}`;
}

async function refresh() {
  try {
    state = await fetchJson("/state.json");
    showAccess();
    showTabs();
    fillForm();
    showArmed();
    showLog();
    await showRecords();
    showPulse("live", "live");
  } catch (error) {
    showPulse("not reachable; trying again", "lost");
  }
}

async function keepRefreshing() {
  if (!document.hidden) await refresh();
  setTimeout(keepRefreshing, REFRESH_MS);
}

$("tabs").addEventListener("keydown", moveTab);
$("fault").addEventListener("change", chooseFault);
$("arm").addEventListener("input", (event) => { if (event.target.id !== "fault") showSpec(); });
$("arm").addEventListener("submit", (event) => {
  event.preventDefault();
  act(() => post("/faults", { fault: spec() }));
});
$("clear").addEventListener("click", () => act(() => post("/faults", { clear: "1" })));
$("reset").addEventListener("click", () => {
  if (confirm("Forget all records, requests and faults of this sandbox?")) act(() => post("/reset", {}));
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
keepRefreshing();
