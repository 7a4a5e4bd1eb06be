// What is on the stage: vis-network holds the marks and links of one view at a time, at fixed positions.
const net = new vis.Network($("mynetwork"), { nodes: [], edges: [] }, options);
// marks: id → {id, x, y, r, person | group, outside}; lines: {id, from, to, edges}; people: all in or below the view.
let now = { marks: new Map(), lines: [], people: [], discs: [], groups: false };
const viewKey = v => (v.kind === "tree" ? String(v.n) : v.kind);
const RING = 16, CIRCLE = 300;

function build() {
  const v = S.view;
  if (v.kind === "ego") return circleView(v.who);
  if (v.kind === "path") return pathView(v.route);
  return views[v.n].kind === "groups" ? groupView(v.n) : peopleView(v.n);
}
const mark = (person, x = people[person].x, y = people[person].y, outside = false) => ({ id: person, person, x, y, outside });
function linesAmong(ids, keep) {
  const inside = new Set(ids), made = [];
  for (const a of ids) for (const [b, e] of links[a]) if (a < b && inside.has(b) && keep(e)) made.push({ id: "e" + e, from: a, to: b, edges: [e] });
  return made;
}

function peopleView(n) {
  const view = views[n], ids = people.filter(p => p.v === n).map(p => p.id), inside = new Set(ids);
  const marks = new Map(ids.map(id => [id, mark(id)])), discs = view.clusters.map((c, k) => ({ ...c, k, n: clusterSize.get(n + "/" + k) ?? 0 }));
  const lines = linesAmong(ids, e => S.all || edges[e].d);
  if (view.parent >= 0 && ids.length) {                    // the strongest partners outside, on a ring around
    const pull = new Map();
    for (const a of ids) for (const [b, e] of links[a]) if (!inside.has(b)) pull.set(b, (pull.get(b) ?? 0) + shown.joint[e]);
    const xs = ids.map(i => people[i].x), ys = ids.map(i => people[i].y);
    const cx = (Math.min(...xs) + Math.max(...xs)) / 2, cy = (Math.min(...ys) + Math.max(...ys)) / 2;
    const rx = (Math.max(...xs) - Math.min(...xs)) / 2 + 90, ry = (Math.max(...ys) - Math.min(...ys)) / 2 + 80;
    const chosen = [...pull].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, RING).map(([id]) => id);
    const angle = id => {                                  // towards the people they write with
      const near = links[id].filter(([b]) => inside.has(b)).map(([b]) => people[b]);
      return Math.atan2(near.reduce((s, p) => s + p.y, 0) / near.length - cy, near.reduce((s, p) => s + p.x, 0) / near.length - cx);
    };
    const placed = chosen.map(id => [id, angle(id)]).sort((a, b) => a[1] - b[1]);
    placed.forEach(([id], i) => {
      const t = -Math.PI + (2 * Math.PI * (i + 0.5)) / placed.length;
      marks.set(id, mark(id, cx + rx * 1.12 * Math.cos(t), cy + ry * 1.12 * Math.sin(t), true));
      for (const [b, e] of links[id]) if (inside.has(b)) lines.push({ id: "e" + e, from: id, to: b, edges: [e], outside: true });
    });
  }
  return { marks, lines, people: ids, discs, groups: false };
}

function groupView(n) {
  const view = views[n], marks = new Map(), ids = people.filter(p => under(n, p.id)).map(p => p.id);
  const home = new Map(ids.map(id => [id, childOf(n, id)])), members = new Map(view.children.map(c => [c, []]));
  for (const [id, child] of home) members.get(child).push(id);
  for (const child of view.children) marks.set("g" + child, { id: "g" + child, group: child, x: views[child].x, y: views[child].y, full: views[child].r, members: members.get(child) });
  const joined = new Map();
  edges.forEach((e, i) => {
    const a = home.get(e.from), b = home.get(e.to);
    if (a === undefined || b === undefined || a === b) return;
    const key = Math.min(a, b) + "-" + Math.max(a, b);
    if (!joined.has(key)) joined.set(key, []);
    joined.get(key).push(i);
  });
  const lines = [...joined].map(([key, list]) => ({ id: "s" + key, from: "g" + key.split("-")[0], to: "g" + key.split("-")[1], edges: list }));
  return { marks, lines, people: ids, discs: [], groups: true };
}

function circleView(who) {                                // one person in the middle, co-authors on rings by community
  const near = partners(who).slice(0, CIRCLE).map(([id]) => id), marks = new Map([[who, mark(who, 0, 0)]]);
  let ring = 0, at = 0;
  while (at < near.length) {
    const radius = 150 + ring * 92, room = Math.floor((2 * Math.PI * radius) / 62), row = near.slice(at, at + room);
    row.sort((a, b) => people[a].c - people[b].c || a - b);
    row.forEach((id, i) => { const t = (2 * Math.PI * (i + (ring % 2) / 2)) / row.length - Math.PI / 2; marks.set(id, mark(id, radius * 1.25 * Math.cos(t), radius * Math.sin(t))); });
    at += row.length; ring += 1;
  }
  const ids = [...marks.keys()];
  return { marks, lines: linesAmong(ids, () => true), people: ids, discs: [], groups: false };
}

function pathView(route) {
  const marks = new Map(route.map((id, i) => [id, mark(id, i * 190, (i % 2) * 50)]));
  return { marks, lines: linesAmong(route, () => true), people: route, discs: [], groups: false };
}

// ---- filters: flags on vis-network's own bodies, much faster than updating its data sets
const jointOf = line => (line.edges.length === 1 ? shown.joint[line.edges[0]]
  : line.edges.some(e => edges[e].n) ? line.edges.reduce((n, e) => n + shown.joint[e], 0) : papersBehind(line.edges).length);
function apply() {
  sift();
  for (const m of now.marks.values()) {
    if (m.group !== undefined) {
      m.inside = m.members.filter(id => shown.people[id]).map(id => people[id]);
      m.hidden = !m.inside.length;
      m.r = Math.max(5, m.full * Math.sqrt(m.inside.length / Math.max(1, m.members.length)) * 0.9);
      m.colour = m.hidden ? GREY : groupColour(m.group, m.inside);
    } else {
      m.hidden = !shown.people[m.person] && S.view.kind === "tree";
      m.r = m.outside ? 5 : sizeOf(people[m.person]);
      m.colour = colourOf(people[m.person]);
    }
  }
  for (const line of now.lines) {
    const [a, b] = [now.marks.get(line.from), now.marks.get(line.to)];
    line.joint = a.hidden || b.hidden ? 0 : line.edges.length === 1 ? shown.joint[line.edges[0]] : Math.max(0, ...line.edges.map(e => shown.joint[e])) >= S.joint ? jointOf(line) : 0;
    line.hidden = line.joint < (line.edges.length === 1 ? S.joint : 1);
  }
  if (now.groups && now.lines.length > 400) [...now.lines].sort((a, b) => b.joint - a.joint).slice(400).forEach(line => { line.hidden = true; });
}
function visMark(m) {
  const ground = token("--bg");
  if (m.group !== undefined) return { id: m.id, x: m.x, y: m.y, size: m.r, hidden: m.hidden, color: { background: fade(m.colour, dark() ? 0.7 : 0.78), border: m.colour } };
  return { id: m.id, x: m.x, y: m.y, size: m.r, hidden: m.hidden, borderWidth: m.outside ? 1.5 : 1,
    color: { background: m.outside ? ground : m.colour, border: m.outside ? m.colour : ground } };
}
function lineStyle(line) {
  const [a, b] = [now.marks.get(line.from), now.marks.get(line.to)];
  if (now.groups) return { width: Math.min(14, 0.8 + 0.55 * Math.sqrt(line.joint)), colour: token("--edge"), alpha: 0.3 };
  const same = a.colour === b.colour && a.colour !== GREY && !line.outside;
  return { width: Math.min(6, 0.5 + 0.75 * Math.sqrt(Math.max(0, line.joint))), colour: same ? a.colour : token("--edge"), alpha: same ? 0.42 : line.outside ? 0.16 : 0.26 };
}
function visLine(line) {
  const style = lineStyle(line);
  return { id: line.id, from: line.from, to: line.to, width: style.width, hidden: line.hidden, color: { color: fade(style.colour, style.alpha) } };
}

function load(keep = false) {                             // another view, or another look of the same one
  const place = keep ? { position: net.getViewPosition(), scale: net.getScale() } : null;
  now = build();
  apply();
  net.setOptions({ interaction: { hideEdgesOnDrag: now.lines.length > 1500, hideEdgesOnZoom: now.lines.length > 1500 } });
  net.setData({ nodes: [...now.marks.values()].map(visMark), edges: now.lines.map(visLine) });
  if (place) net.moveTo({ ...place, animation: false }); else fit();
  told();
}
function refresh() {                                      // filters changed: same marks
  apply();
  if (now.groups || SCALED() || S.size === "papers") net.body.data.nodes.update([...now.marks.values()].map(visMark));
  for (const m of now.marks.values()) net.body.nodes[m.id].options.hidden = m.hidden;
  for (const line of now.lines) net.body.edges[line.id].options.hidden = line.hidden;
  net.body.emitter.emit("_dataChanged");
  told();
}
function fit(animate = false) {
  const seen = [...now.marks.values()].filter(m => !m.hidden), box = $("map").getBoundingClientRect();
  if (!seen.length || !box.width) return;
  let [l, t, r, b] = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (x, y, w) => { l = Math.min(l, x - w); t = Math.min(t, y - w); r = Math.max(r, x + w); b = Math.max(b, y + w); };
  for (const m of seen) grow(m.x, m.y, m.r + 4);
  if (!everyoneFiltered()) for (const d of now.discs) if (d.n >= 3) grow(d.x, d.y, d.r);
  const scale = Math.min(2.2, (box.width - 48) / Math.max(60, r - l), (box.height - 64) / Math.max(60, b - t));
  net.moveTo({ position: { x: (l + r) / 2, y: (t + b) / 2 }, scale, animation: animate && !calm.matches ? { duration: 300 } : false });
}
const everyoneFiltered = () => [...now.marks.values()].some(m => m.hidden);

function frame(ids) {                                     // move just so far that these people are all in sight
  const seen = ids.map(id => now.marks.get(id)).filter(Boolean), box = $("map").getBoundingClientRect();
  if (!seen.length || !box.width) return;
  const xs = seen.map(m => m.x), ys = seen.map(m => m.y), low = narrow.matches ? box.height * 0.3 : 0;
  const [l, r, t, b] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.max(0.25, Math.min(1.3, (box.width - 170) / Math.max(1, r - l), (box.height - low - 110) / Math.max(1, b - t)));
  net.moveTo({ position: { x: (l + r) / 2, y: (t + b) / 2 + low / 2 / scale }, scale, animation: calm.matches ? false : { duration: 320 } });
}
function go(view) {                                       // to another view; what was chosen stays chosen where it shows
  S.view = view; S.off.clear(); S.cursor = null; S.group = null;
  load(); remember();
}
const up = () => (S.view.kind !== "tree" ? go(S.view.back ?? { kind: "tree", n: 0 }) : views[S.view.n].parent >= 0 && go({ kind: "tree", n: views[S.view.n].parent }));
function bringToView(ids) {                               // the deepest view that shows all of them
  if (ids.every(id => now.marks.has(id) && !now.marks.get(id).outside)) return;
  const home = people[ids[0]].v;
  if (ids.every(id => people[id].v === home)) go({ kind: "tree", n: home });
  else if (S.view.kind !== "tree" || !ids.every(id => now.marks.has(id))) go({ kind: "tree", n: home });
}
