"use strict";
// What the page knows: {nodes: {id: facts}, lines: [{start, end, facts: [facts]}]}; facts are {title, kind, properties:
// [[key, value]], source, link}. Every text goes into the page as text, never as markup.
const known = JSON.parse(document.getElementById("facts").textContent);
const [main, panel, input, found] = ["main", "aside", "input", "#found"].map((name) => document.querySelector(name));
const svg = main.querySelector("svg");
const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
const layer = (id) => [...(svg.getElementById(id)?.children ?? [])];
const nodes = new Map(layer("nodes").map((node) => [node.id, node]));
const lines = layer("lines");
// The labels that lines have, each beside its line's number.
const labels = new Map(layer("labels").map((label) => [Number(label.id.slice(1)), label]));
// The hints that the picture brings along would stand over the panel, which says the same.
for (const title of svg.querySelectorAll("#nodes title, #lines title")) title.remove();

// Where the picture stands, and how large it is.
let view = { x: 0, y: 0, scale: 1 };

function place(next) {
  view = next;
  svg.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
}

// Shows the whole picture.
function fit() {
  const box = main.getBoundingClientRect();
  const scale = Math.min((box.width - 32) / width, (box.height - 32) / height, 2);
  place({ scale, x: (box.width - width * scale) / 2, y: (box.height - height * scale) / 2 });
}

// Makes the picture larger or smaller, and keeps a point of the window where it is.
function zoom(factor, x = main.clientWidth / 2, y = main.clientHeight / 2) {
  const scale = Math.min(Math.max(view.scale * factor, 0.02), 12);
  const by = scale / view.scale;
  place({ scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by });
}

// Moves a node into the middle, and makes its letters readable.
function show(node) {
  const box = node.getBBox();
  const scale = Math.max(view.scale, 0.9);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  place({ scale, x: main.clientWidth / 2 - x * scale, y: main.clientHeight / 2 - y * scale });
}

function element(name, text, parent, kind) {
  const made = parent.appendChild(document.createElement(name));
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function linked(text, address, parent) {
  const link = element("a", text, parent);
  link.href = address;
  link.rel = "noopener noreferrer";
  link.target = "_blank";
}

function tell(facts) {
  const section = element("section", undefined, panel);
  element("h2", facts.title, section);
  if (facts.kind) element("p", facts.kind, section, "kind");
  const list = element("dl", undefined, section);
  for (const [key, value] of facts.properties) {
    element("dt", key, list);
    const said = element("dd", undefined, list);
    if (/^https?:\/\/[^\s<>"]+$/.test(value)) linked(value, value, said);
    else said.textContent = value;
  }
  if (facts.source) {
    const source = element("p", undefined, section, "source");
    if (facts.link) linked(facts.source, facts.link, source);
    else source.textContent = facts.source;
  }
}

// Tells of a node or a line, and dims what has nothing to do with it.
function choose(part) {
  panel.replaceChildren();
  for (const each of svg.querySelectorAll(".near, .there")) each.classList.remove("near", "there");
  panel.hidden = !part;
  svg.classList.toggle("chosen", Boolean(part));
  if (!part) return;
  part.classList.add("there", "near");
  const facts = nodes.has(part.id) ? [known.nodes[part.id]] : known.lines[lines.indexOf(part)].facts;
  facts.forEach(tell);
  // The panel stands where the part does not.
  const box = part.getBoundingClientRect();
  panel.classList.toggle("left", box.left + box.width / 2 > main.clientWidth / 2);
  panel.scrollTop = 0;
  known.lines.forEach(({ start, end }, at) => {
    if (lines[at] !== part && start !== part.id && end !== part.id) return;
    for (const near of [lines[at], labels.get(at), nodes.get(start), nodes.get(end)]) near?.classList.add("near");
  });
}

// What was clicked stays until something else is; what is hovered over goes with the pointer.
let kept = null;
const part = (target) => target.closest?.("#nodes > g, #lines > g") ?? null;
svg.addEventListener("pointerover", (event) => kept || moving.size || choose(part(event.target)));
svg.addEventListener("pointerleave", () => kept || choose(null));

function keep(next) {
  kept = next;
  choose(kept);
}

// Search: what is typed is looked for in captions and properties; Enter goes from one to the next.
let hits = [];
let hit = -1;
const texts = new Map(
  Object.entries(known.nodes).map(([id, facts]) => [id, [facts.title, facts.kind, ...facts.properties.flat()].join("\n").toLowerCase()]),
);

function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (id) => words.every((word) => texts.get(id)?.includes(word));
  hits = words.length ? [...nodes.keys()].filter(matches) : [];
  // Captions before properties.
  const inTitle = (id) => words.every((word) => known.nodes[id].title.toLowerCase().includes(word));
  hits.sort((one, other) => inTitle(other) - inTitle(one));
  hit = -1;
  next();
}

function next(step = 1) {
  if (!hits.length) {
    found.textContent = input.value.trim() ? "not found" : "";
    keep(null);
    return;
  }
  hit = (hit + step + hits.length) % hits.length;
  found.textContent = `${hit + 1} of ${hits.length}`;
  const node = nodes.get(hits[hit]);
  show(node);
  keep(node);
}

input.addEventListener("input", search);
document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  next();
});

// Moving with the pointer, and with two fingers.
const moving = new Map();
let moved = false;
main.addEventListener("pointerdown", (event) => {
  if (event.button || event.target.closest("aside")) return;
  moving.set(event.pointerId, event);
  moved = false;
});
window.addEventListener("pointermove", (event) => {
  const before = moving.get(event.pointerId);
  if (!before) return;
  const box = main.getBoundingClientRect();
  const others = [...moving.values()].filter((other) => other.pointerId !== event.pointerId);
  if (!moved && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 4) return;
  moved = true;
  main.classList.add("moving");
  if (others.length) {
    const distance = (pointer) => Math.hypot(pointer.clientX - others[0].clientX, pointer.clientY - others[0].clientY);
    const middle = [(event.clientX + others[0].clientX) / 2 - box.left, (event.clientY + others[0].clientY) / 2 - box.top];
    zoom(distance(event) / Math.max(distance(before), 1), ...middle);
  } else {
    place({ ...view, x: view.x + event.clientX - before.clientX, y: view.y + event.clientY - before.clientY });
  }
  moving.set(event.pointerId, event);
});
for (const end of ["pointerup", "pointercancel"]) {
  window.addEventListener(end, (event) => {
    if (!moving.delete(event.pointerId)) return;
    main.classList.remove("moving");
    if (!moved && end === "pointerup") keep(part(event.target));
  });
}
main.addEventListener("wheel", (event) => {
  if (event.target.closest("aside")) return;
  event.preventDefault();
  const box = main.getBoundingClientRect();
  const lines = event.deltaMode ? 18 : 1;
  zoom(Math.exp(-event.deltaY * lines * 0.0016), event.clientX - box.left, event.clientY - box.top);
}, { passive: false });

// Buttons and keys.
const actions = { larger: () => zoom(1.25), smaller: () => zoom(0.8), whole: fit };
for (const [id, action] of Object.entries(actions)) document.getElementById(id).addEventListener("click", action);
const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    input.value = "";
    found.textContent = "";
    hits = [];
    input.blur();
    keep(null);
  } else if (event.target === input) {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    input.focus();
  } else if (event.key === "+" || event.key === "=") {
    zoom(1.25);
  } else if (event.key === "-") {
    zoom(0.8);
  } else if (event.key === "0") {
    fit();
  } else if (steps[event.key]) {
    event.preventDefault();
    place({ ...view, x: view.x + steps[event.key][0], y: view.y + steps[event.key][1] });
  }
});

let touched = false;
main.addEventListener("pointerdown", () => (touched = true));
main.addEventListener("wheel", () => (touched = true), { passive: true });
window.addEventListener("resize", () => touched || fit());
fit();
