// Comfort only: every page works without it. Keys for lists, one box that checks all, a jump to the search.
"use strict";

const rows = [...document.querySelectorAll("[data-row]")];
const opener = row => row.querySelector("a[data-open], a.row");

function move(step) {
  const now = rows.findIndex(row => row.contains(document.activeElement));
  const next = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, now + step))];
  if (!next) return;
  opener(next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function choose() {
  const row = rows.find(row => row.contains(document.activeElement));
  const box = row && row.querySelector("input[type=checkbox]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function create() {
  const row = rows.find(row => row.contains(document.activeElement));
  const fold = row && row.querySelector("details[data-new]");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("input").focus();
}

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (target.matches("input:not([type=checkbox]), textarea, select")) return;
  const act = { j: () => move(1), k: () => move(-1), x: choose, c: create,
    "/": () => document.querySelector("[data-search]")?.focus() }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelectorAll("[data-keys]").forEach(hint => { hint.hidden = !matchMedia("(hover: hover)").matches; });

const all = document.querySelector("[data-all]");
if (all) {
  const boxes = [...document.querySelectorAll("input[name=item]")];
  all.hidden = false;
  document.querySelector("[data-all-words]").hidden = false;
  all.addEventListener("change", () => boxes.forEach(box => { box.checked = all.checked; }));
  document.addEventListener("change", () => {
    const chosen = boxes.filter(box => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  });
}


function openAround(element) {
  const folded = element && element.closest("details");
  if (folded && !folded.open) { folded.open = true; element.scrollIntoView({ block: "center" }); }
}
openAround(document.getElementById(location.hash.slice(1)));
addEventListener("hashchange", () => openAround(document.getElementById(location.hash.slice(1))));
