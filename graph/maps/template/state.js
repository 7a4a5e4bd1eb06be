// The data, the state of the page, and what the filters leave of the data.
const people = json("d-nodes"), edges = json("d-edges"), options = json("d-options"), meta = json("d-meta");
const works = meta.works, views = meta.views, noun = meta.noun;
// On an upright screen the map stands upright too.
if (innerHeight > innerWidth * 1.2) for (const at of [...people, ...views, ...views.flatMap(v => v.clusters)]) [at.x, at.y] = [at.y, at.x];
const byKey = new Map(people.map(p => [p.key, p.id]));
const links = people.map(() => []);                       // of each person: [other, edge]
edges.forEach((e, i) => { links[e.from].push([e.to, i]); links[e.to].push([e.from, i]); });
const authorsOf = works.id.map(() => []);
people.forEach(p => p.p.forEach(w => authorsOf[w].push(p.id)));
const years = works.year.filter(y => y !== null);
const FIRST = years.length ? years.reduce((a, b) => Math.min(a, b)) : 0;
const LAST = years.length ? years.reduce((a, b) => Math.max(a, b)) : 0;
const MOST = edges.reduce((most, e) => Math.max(most, e.n ?? e.p.length), 1);

const start = { colour: meta.colour, size: meta.size, joint: 1, from: FIRST, to: LAST, all: false, solo: true };
const S = { ...start, view: { kind: "tree", n: 0 }, person: null, link: null, path: null, group: null,
  cursor: null, off: new Set() };
const shown = { people: new Uint8Array(people.length), joint: new Float64Array(edges.length) };

const everyYear = () => S.from <= FIRST && S.to >= LAST;
const inYears = w => everyYear() || (works.year[w] !== null && works.year[w] >= S.from && works.year[w] <= S.to);
const allJoint = e => edges[e].n ?? edges[e].p.length;

// Joint papers of each link in the chosen years; people with a paper in them and, above one joint paper, a link.
function sift() {
  const all = everyYear();
  edges.forEach((e, i) => { shown.joint[i] = all ? allJoint(i) : e.p.reduce((n, w) => n + inYears(w), 0); });
  for (const p of people) {
    const active = all || p.p.some(inYears);
    const linked = (S.joint === 1 && S.solo) || links[p.id].some(([, e]) => shown.joint[e] >= S.joint);
    shown.people[p.id] = active && linked && !S.off.has(category(p)) ? 1 : 0;
  }
}
const papersOf = person => people[person].p.filter(inYears);
function partners(person) {                               // [other, edge], most joint papers first
  return links[person].filter(([, e]) => shown.joint[e] >= S.joint)
    .sort((a, b) => shown.joint[b[1]] - shown.joint[a[1]] || people[a[0]].name.localeCompare(people[b[0]].name, "en"));
}
const edgeBetween = (a, b) => { const hit = links[a].find(([other]) => other === b); return hit ? hit[1] : null; };
const byYear = (a, b) => (works.year[b] ?? 0) - (works.year[a] ?? 0) || works.title[a].localeCompare(works.title[b], "en");
// Distinct papers behind some links, newest first.
const papersBehind = list => [...new Set(list.flatMap(e => edges[e].p))].filter(inYears).sort(byYear);

// The tree of views: which child of a view holds a person.
function childOf(view, person) {
  let at = people[person].v;
  while (views[at].parent !== view && at > 0) at = views[at].parent;
  return at;
}
function under(view, person) {
  for (let at = people[person].v; at >= 0; at = views[at].parent) if (at === view) return true;
  return false;
}

// Fewest steps between two people over the links in force; among equals, the most joint papers at each step.
function pathBetween(from, to) {
  const before = new Map([[from, null]]);
  let front = [from];
  while (front.length && !before.has(to)) {
    const next = new Map();
    for (const a of front) for (const [b, e] of links[a]) {
      if (before.has(b) || shown.joint[e] < S.joint || !shown.people[b]) continue;
      const old = next.get(b);
      if (old === undefined || shown.joint[e] > shown.joint[old[1]]) next.set(b, [a, e]);
    }
    for (const [b, step] of next) before.set(b, step);
    front = [...next.keys()];
  }
  if (!before.has(to)) return null;
  const route = [to], steps = [];
  for (let at = to; before.get(at); at = before.get(at)[0]) { steps.unshift(before.get(at)[1]); route.unshift(before.get(at)[0]); }
  return { people: route, edges: steps };
}
