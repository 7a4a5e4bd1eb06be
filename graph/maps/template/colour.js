// Colour and size of a person, and the legend that explains the colours.
const HUES = ["#4e79a7", "#e08a3c", "#3f9b6c", "#d0525c", "#8a6bb1", "#2a9d9d", "#c4a12c", "#d977a3", "#94735a",
  "#7a9a3a", "#5667b8", "#b8652f", "#6a9fb5", "#a4587d", "#4f8f4f", "#c98a8a", "#7c7fa6", "#a58f3d", "#3c7f9c", "#b07aa1"];
const RAMP = ["#41286b", "#3f4a89", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#f0e442"];
const GREY = "#9aa3ad";
const dark = () => document.documentElement.dataset.theme === "dark";
const metricAt = key => meta.metrics.findIndex(m => m.key === key);
const hue = i => (i < HUES.length ? HUES[i] : mix(HUES[i % HUES.length], dark() ? "#ffffff" : "#5b6470", 0.35));
const ramp = t => {
  const u = (dark() ? 0.12 + 0.88 * t : 0.94 * t) * (RAMP.length - 1), i = Math.max(0, Math.min(RAMP.length - 2, Math.floor(u)));
  return mix(RAMP[i], RAMP[i + 1], Math.max(0, Math.min(1, u - i)));
};

const modes = [{ key: "community", label: "Community" }];
if (years.length) modes.push({ key: "year", label: "Mean year" });
if (meta.topics.length) modes.push({ key: "topic", label: "Topic" });
if (meta.affiliations.length) modes.push({ key: "affiliation", label: meta.place });
for (const m of meta.metrics) modes.push({ key: m.key, label: m.label });
const SCALED = () => S.colour === "year" || metricAt(S.colour) >= 0;

// Twelve most frequent first topics and affiliations have a colour; the order never changes while filtering.
function frequent(field) {
  const count = new Map();
  for (const p of people) if (p[field]) count.set(p[field][0], (count.get(p[field][0]) ?? 0) + 1);
  return [...count].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 12).map(([i]) => i);
}
const rank = { topic: frequent("t"), affiliation: frequent("a") };
const FIELD = { topic: "t", affiliation: "a" };

// The category of a person in the current mode: c/k/g number, "other" or "none".
function category(p) {
  if (S.colour === "community") {
    if (S.view.kind !== "tree") return "c" + p.c;
    const view = views[S.view.n];
    if (!under(S.view.n, p.id)) return "c" + p.c;
    return view.kind === "groups" ? "g" + childOf(S.view.n, p.id) : "k" + p.k;
  }
  const field = FIELD[S.colour];
  if (!field) return "";
  if (!p[field]) return "none";
  const i = rank[S.colour].indexOf(p[field][0]);
  return i < 0 ? "other" : String(i);
}
function categoryColour(name) {
  if (name === "other" || name === "none") return name === "other" ? GREY : mix(GREY, token("--bg"), 0.55);
  if (name[0] === "g") {
    const view = views[S.view.n], at = +name.slice(1);
    return views[at].bundle ? GREY : hue(view.children.indexOf(at));
  }
  if (name[0] === "k" && smallCluster(+name.slice(1))) return GREY;
  return hue(+name.replace(/^\D+/, ""));
}
const clusterSize = new Map();
for (const p of people) clusterSize.set(p.v + "/" + p.k, (clusterSize.get(p.v + "/" + p.k) ?? 0) + 1);
function smallCluster(k) {                                // too small for a colour of its own
  const size = clusterSize.get(S.view.n + "/" + k) ?? 0;
  return size < 2 || (size < 3 && views[S.view.n].clusters.length > HUES.length);
}

function meanYear(p) {
  const known = papersOf(p.id).map(w => works.year[w]).filter(y => y !== null);
  return known.length ? known.reduce((a, b) => a + b) / known.length : null;
}
const figure = (p, key) => key === "year" ? meanYear(p) : key === "papers" ? papersOf(p.id).length : p.m[metricAt(key)];
const extent = new Map();
function scaleOf(key) {                                   // low and high end of the colours, without the outer 2 %
  if (!extent.has(key)) {
    const mid = p => { const y = p.p.map(w => works.year[w]).filter(v => v !== null); return y.length ? y.reduce((a, b) => a + b) / y.length : null; };
    const values = people.map(p => key === "year" ? mid(p) : p.m[metricAt(key)]).filter(v => v !== null).sort((a, b) => a - b);
    const at = q => values[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;
    extent.set(key, key === "year" ? [Math.floor(at(0.02)), Math.ceil(at(0.98))] : [0, values.at(-1) ?? 1]);
  }
  return extent.get(key);
}
function scaled(value, key) {
  if (value === null || value === undefined) return mix(GREY, token("--bg"), 0.55);
  const [low, high] = scaleOf(key), t = high > low ? (value - low) / (high - low) : 0.5;
  return ramp(Math.max(0, Math.min(1, key === "year" ? t : Math.sqrt(Math.max(0, t)))));
}
const colourOf = p => (SCALED() ? scaled(figure(p, S.colour), S.colour) : categoryColour(category(p)));

// The area follows the figure; the largest of the view is largest, and small figures stay visible in a crowd.
const peaks = new Map();
function peak(key) {
  if (peaks.get("view") !== now) { peaks.clear(); peaks.set("view", now); }
  if (!peaks.has(key)) {
    const i = metricAt(key), floor = meta.metrics[i]?.whole ? 8 : 1e-9;
    peaks.set(key, [...now.marks.keys()].reduce((most, id) => Math.max(most, people[id]?.m[i] ?? 0), floor));
  }
  return peaks.get(key);
}
const sizeOf = p => (now.marks.size > 250 ? 5 : 3.6) + 9 * Math.sqrt(Math.min(1, Math.max(0, figure(p, S.size) ?? 0) / peak(S.size)));

// A disc shows what most (or the mean) of its visible people show.
function groupColour(at, inside) {
  if (S.colour === "community") return categoryColour("g" + at);
  if (SCALED()) {
    const values = inside.map(p => figure(p, S.colour)).filter(v => v !== null);
    return scaled(values.length ? values.reduce((a, b) => a + b) / values.length : null, S.colour);
  }
  const count = new Map();
  for (const p of inside) { const c = category(p); if (c !== "none") count.set(c, (count.get(c) ?? 0) + 1); }
  const best = [...count].sort((a, b) => b[1] - a[1])[0];
  return categoryColour(best ? best[0] : "none");
}

function categories() {                                   // rows of the legend: [name, label, second line, people]
  const tally = new Map();
  for (const id of now.people) { const c = category(people[id]); tally.set(c, (tally.get(c) ?? 0) + 1); }
  const label = name => {
    if (name === "other") return ["Other", ""];
    if (name === "none") return ["Unknown", ""];
    if (name[0] === "g") return [views[+name.slice(1)].label, views[+name.slice(1)].sub];
    if (name[0] === "k") { const c = views[S.view.n].clusters[+name.slice(1)]; return [c.label, c.sub]; }
    if (name[0] === "c") { const c = meta.communities[+name.slice(1)]; return [c.label, c.sub]; }
    return [meta[S.colour === "topic" ? "topics" : "affiliations"][rank[S.colour][+name]], ""];
  };
  const last = name => (name === "none" ? 2 : name === "other" || (name[0] === "g" && views[+name.slice(1)].bundle) ? 1 : 0);
  return [...tally].sort((a, b) => last(a[0]) - last(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name, n]) => [name, ...label(name), n]);
}
