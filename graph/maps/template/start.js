// Controls, mouse, keyboard, the state in the address, and the start.
let quiet = true, theme = null;
function remember() {
  if (quiet) return;
  const h = new URLSearchParams(), v = S.view;
  if (v.kind === "tree" && v.n > 0) h.set("view", v.n);
  if (v.kind === "ego") h.set("circle", people[v.who].key);
  if (S.person !== null) h.set("person", people[S.person].key);
  if (S.link) for (const end of S.link.groups ?? S.link.ends.map(i => people[i].key)) h.append(S.link.groups ? "groups" : "link", end);
  if (S.path) for (const end of [S.path.people[0], S.path.people.at(-1)]) h.append("path", people[end].key);
  for (const key of ["colour", "size", "joint", "from", "to"]) if (S[key] !== start[key]) h.set(key, S[key]);
  if (S.all) h.set("all", 1);
  if (!S.solo) h.set("solo", 0);
  if (theme) h.set("theme", theme);
  if (!$("table").hidden) h.set("table", 1);
  const text = h.toString();
  try { history.replaceState(null, "", text ? "#" + text : location.pathname + location.search); } catch { /* inside a notebook's frame */ }
}
function recall() {
  const h = new URLSearchParams(location.hash.slice(1)), keys = name => h.getAll(name).map(k => byKey.get(k)).filter(i => i !== undefined);
  const whole = (name, low, high, other) => { const n = Number(h.get(name)); return h.has(name) && Number.isInteger(n) && n >= low && n <= high ? n : other; };
  quiet = true;
  clear(true);
  S.colour = modes.some(m => m.key === h.get("colour")) ? h.get("colour") : start.colour;
  S.size = metricAt(h.get("size")) >= 0 ? h.get("size") : start.size;
  S.joint = whole("joint", 1, MOST, 1);
  S.from = whole("from", FIRST, LAST, FIRST); S.to = Math.max(S.from, whole("to", FIRST, LAST, LAST));
  S.all = h.get("all") === "1"; S.solo = h.get("solo") !== "0";
  if (["light", "dark"].includes(h.get("theme"))) theme = h.get("theme");
  dress();
  S.view = { kind: "tree", n: whole("view", 0, views.length - 1, 0) };
  sift();
  if (keys("circle").length) S.view = { kind: "ego", who: keys("circle")[0] };
  S.off.clear();
  load();
  const groups = h.getAll("groups").map(Number).sort((a, b) => a - b), line = groups.length === 2 && now.lines.find(l => l.id === `s${groups[0]}-${groups[1]}`);
  if (keys("path").length === 2) openPath(...keys("path"));
  else if (keys("link").length === 2) openLink(...keys("link"));
  else if (line) openLine(line);
  else if (keys("person").length) select(keys("person")[0], h.has("person") && !h.has("circle"));
  showControls();
  if ((h.get("table") === "1") === $("table").hidden) showTable(h.get("table") === "1");
  quiet = false;
}

// ---- controls
function showControls() {
  $("c-colour").value = S.colour; $("c-size").value = S.size; $("c-joint").value = S.joint; $("c-joint-n").textContent = S.joint;
  $("c-all").checked = S.all; $("c-solo").checked = S.solo; showYears();
}
function showYears() {
  $("t-from").value = S.from; $("t-to").value = S.to;
  $("t-label").textContent = span(S.from, S.to);
  $("t-all").hidden = everyYear();
  [...$("t-bars").children].forEach(bar => bar.classList.toggle("on", +bar.dataset.year >= S.from && +bar.dataset.year <= S.to));
}
function allYears() { S.from = FIRST; S.to = LAST; showYears(); refresh(); remember(); }
let queued = 0;
const soon = () => { cancelAnimationFrame(queued); queued = requestAnimationFrame(() => { refresh(); remember(); }); };
function controls() {
  $("c-colour").append(...modes.map(m => el("option", { value: m.key, text: m.label })));
  $("c-size").append(...meta.metrics.map(m => el("option", { value: m.key, text: m.label })));
  $("c-colour").onchange = e => { S.colour = e.target.value; S.off.clear(); legendOpen = false; load(true); remember(); };
  $("c-size").onchange = e => { S.size = e.target.value; load(true); remember(); };
  $("c-joint").max = Math.max(1, Math.min(MOST, 20)); $("c-joint").disabled = MOST < 2;
  $("c-joint").oninput = e => { S.joint = +e.target.value; $("c-joint-n").textContent = S.joint; soon(); };
  $("c-all").onchange = e => { S.all = e.target.checked; load(true); remember(); };
  $("c-solo").onchange = e => { S.solo = e.target.checked; refresh(); remember(); };
  $("c-solo-row").hidden = links.every(l => l.length);
  $("z-in").onclick = () => zoom(1.4); $("z-out").onclick = () => zoom(1 / 1.4); $("z-fit").onclick = () => fit(true);
  $("b-table").onclick = () => { showTable($("table").hidden); remember(); };
  $("b-theme").onclick = () => { theme = dark() ? "light" : "dark"; dress(); load(true); remember(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { dress(); load(true); });
  addEventListener("hashchange", recall);
  combo($("q"), id => { if (!$("table").hidden) showTable(false); select(id); });
  if (years.length && LAST > FIRST) timeline();
}
const zoom = factor => net.moveTo({ scale: net.getScale() * factor, animation: calm.matches ? false : { duration: 160 } });
function dress() {
  document.documentElement.dataset.theme = theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.body.dataset.theme = document.documentElement.dataset.theme;
}
function timeline() {
  const tally = new Map();
  for (const y of years) tally.set(y, (tally.get(y) ?? 0) + 1);
  const top = Math.max(...tally.values()), width = LAST - FIRST + 1;
  $("time").hidden = false;
  $("t-bars").setAttribute("viewBox", `0 0 ${width} 30`);
  for (let y = FIRST; y <= LAST; y += 1) {
    const bar = document.createElementNS(LINE, "rect"), h = (28 * (tally.get(y) ?? 0)) / top;
    for (const [k, v] of [["x", y - FIRST + 0.1], ["width", 0.8], ["y", 30 - h], ["height", h]]) bar.setAttribute(k, v);
    bar.dataset.year = y;
    const title = document.createElementNS(LINE, "title");
    title.textContent = `${y}: ${many(tally.get(y) ?? 0, "paper")}`;
    bar.append(title);
    $("t-bars").append(bar);
  }
  for (const id of ["t-from", "t-to"]) {
    $(id).min = FIRST; $(id).max = LAST;
    $(id).oninput = () => {
      const [a, b] = [+$("t-from").value, +$("t-to").value];
      [S.from, S.to] = [Math.min(a, b), Math.max(a, b)];
      showYears(); soon();
    };
    $(id).onchange = () => showYears();
  }
  $("t-all").onclick = allYears;
}

// ---- mouse
function lineNear(x, y, reach) {                          // the visible link closest to a point of the map
  const focus = chosen(), lines = focus && !now.groups ? now.lines.filter(l => focus.edges.includes(l.edges[0])) : now.lines;
  let best = null;
  for (const line of lines) {
    if (line.hidden) continue;
    const [a, b] = [now.marks.get(line.from), now.marks.get(line.to)], [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    const far = Math.hypot(x - a.x - t * dx, y - a.y - t * dy) - (now.groups ? lineStyle(line).width / 2 : 0);
    if (far <= reach && (!best || far < best[0])) best = [far, line];
  }
  return best && best[1];
}
function markNear(x, y, reach) {
  let best = null;
  for (const m of now.marks.values()) {
    const far = Math.hypot(x - m.x, y - m.y) - m.r;
    if (!m.hidden && far <= reach && (!best || far < best[0])) best = [far, m];
  }
  return best && best[1];
}
const hit = (at, finger) => markNear(at.x, at.y, (finger ? 10 : 3) / net.getScale()) ?? lineNear(at.x, at.y, (finger ? 12 : 6) / net.getScale());
net.on("click", event => {
  const found = hit(event.pointer.canvas, event.event.pointerType === "touch");
  if (!found) clear();
  else if (found.edges) openLine(found);
  else if (found.group !== undefined) { clear(true); go({ kind: "tree", n: found.group }); }
  else select(found.person, false);
});
$("map").addEventListener("pointermove", event => {
  const tip = $("tip"), box = $("map").getBoundingClientRect();
  if (event.buttons || event.pointerType === "touch" || event.target.tagName !== "CANVAS") { tip.hidden = true; return; }
  const found = hit(net.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top }));
  $("map").classList.toggle("over", Boolean(found));
  tip.hidden = !found;
  if (!found) return;
  const rows = found.edges
    ? [now.groups ? [found.from, found.to].map(id => views[+id.slice(1)].label).join(" – ") : `${people[found.from].name} – ${people[found.to].name}`, many(found.joint, "joint paper")]
    : found.group !== undefined ? [views[found.group].label, `${many(found.inside.length, noun)}${views[found.group].sub ? " · " + views[found.group].sub : ""}`]
    : [people[found.person].name, `${many(papersOf(found.person).length, "paper")} · ${many(partners(found.person).length, "co-author")}`];
  tip.replaceChildren(el("b", { text: rows[0] }), el("div", { text: rows[1] }));
  tip.style.left = Math.max(6, Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 8)) + "px";
  tip.style.top = Math.min(event.clientY - box.top + 14, box.height - tip.offsetHeight - 8) + "px";
});
$("map").addEventListener("pointerleave", () => { $("tip").hidden = true; });

// ---- keyboard: the map is one stop; inside it arrows walk from mark to mark
const STEP = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
function walk([dx, dy]) {
  const seen = [...now.marks.values()].filter(m => !m.hidden);
  if (!seen.length) return;
  const from = now.marks.get(S.cursor ?? S.person ?? -1);
  let best = null;
  for (const m of seen) {
    if (m === from) continue;
    const along = from ? (m.x - from.x) * dx + (m.y - from.y) * dy : -m.r, aside = from ? Math.abs((m.x - from.x) * dy) + Math.abs((m.y - from.y) * dx) : 0;
    if (from && along <= 0) continue;
    const cost = from ? along + 2 * aside : along;
    if (!best || cost < best[0]) best = [cost, m];
  }
  if (!best) return;
  S.cursor = best[1].id;
  const spot = net.canvasToDOM(best[1]), box = $("map").getBoundingClientRect();
  if (spot.x < 40 || spot.y < 40 || spot.x > box.width - 40 || spot.y > box.height - 40) net.moveTo({ position: best[1], animation: false });
  say(best[1].group !== undefined ? `${views[best[1].group].label}, ${many(best[1].inside.length, noun)}` : people[best[1].person].name);
  net.redraw();
}
$("map").addEventListener("keydown", event => {
  if (event.target !== $("map") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (STEP[event.key]) walk(STEP[event.key]);
  else if (event.key === "Enter" && S.cursor !== null) { const m = now.marks.get(S.cursor); if (m.group !== undefined) go({ kind: "tree", n: m.group }); else select(m.person, false); }
  else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") fit(true);
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", event => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement.tagName) && document.activeElement.type !== "range";
  if (event.key === "/" && !typing) { event.preventDefault(); $("q").focus(); $("q").select(); }
  else if (event.key === "Escape" && !typing && !$("share").open) {
    if (!$("table").hidden) { showTable(false); remember(); } else if (S.person !== null || S.link || S.path) clear(); else up();
  }
});
$("skip").onclick = event => { event.preventDefault(); showTable(true); };

// ---- start
$("sub").textContent = meta.subtitle;
$("about").textContent = meta.about;
$("notes").append(...meta.notes.flatMap(([name, text]) => [el("dt", { text: name }), el("dd", { text })]));
if (!people.length) {
  document.body.classList.add("nobody");
  $("empty").textContent = meta.empty;
  $("empty").hidden = false;
}
controls();
recall();
new ResizeObserver(() => { if ($("map").offsetWidth) net.redraw(); }).observe($("map"));
window.coterie = {
  state: S, people, edges, works, views, find, svg, png,
  select: key => select(byKey.get(key)), link: (a, b) => openLink(byKey.get(a), byKey.get(b)), path: (a, b) => openPath(byKey.get(a), byKey.get(b)),
  line: openLine, circle: key => circle(byKey.get(key)), open: n => go({ kind: "tree", n }), marks: () => [...now.marks.values()].filter(m => !m.hidden).length,
  point: id => { const m = now.marks.get(byKey.has(id) ? byKey.get(id) : id), b = $("map").getBoundingClientRect(), d = net.canvasToDOM(m); return { x: b.left + d.x, y: b.top + d.y }; },
  lines: () => now.lines.filter(l => !l.hidden),
};
document.body.dataset.ready = "1";
