// Choosing a person, a link, a group or a path, and telling what is known of it.
function clear(quiet = false) {
  S.person = null; S.link = null; S.path = null;
  if (!quiet) { told(); net.redraw(); remember(); }
}
function select(person, centre = true) {
  clear(true);
  S.person = person;
  bringToView([person]);
  if (centre) frame([person, ...partners(person).map(([id]) => id).filter(id => shown.people[id])]);
  settle(`${people[person].name}, ${many(papersOf(person).length, "paper")}, ${many(partners(person).length, "co-author")}`);
}
function openLink(a, b) {                                 // the link between two people
  const e = edgeBetween(a, b);
  if (e === null) return;
  clear(true);
  if (![a, b].every(id => now.marks.has(id))) bringToView([a, b]);
  S.link = { id: "e" + e, ends: [edges[e].from, edges[e].to], edges: [e] };
  settle(`${people[a].name} and ${people[b].name}, ${many(shown.joint[e], "joint paper")}`);
}
function openLine(line) {                                 // a drawn link: of two people, or of two communities
  if (!now.groups) { openLink(line.from, line.to); return; }
  clear(true);
  S.link = { id: line.id, ends: [], groups: [line.from, line.to].map(id => +id.slice(1)), edges: line.edges };
  settle(`${many(line.joint, "joint paper")}`);
}
function openPath(a, b) {
  const route = a === b ? null : pathBetween(a, b);
  if (!route) { toast(a === b ? "Choose two different people." : "No path joins these two people under the filters in force."); return; }
  clear(true);
  bringToView(route.people);
  if (!route.people.every(id => now.marks.has(id) && !now.marks.get(id).outside)) go({ kind: "path", route: route.people, back: S.view.kind === "tree" ? S.view : undefined });
  S.path = route;
  if (route.edges.some(e => !now.lines.some(l => l.id === "e" + e))) { S.all = true; $("c-all").checked = true; load(true); }
  settle(`Path of ${many(route.edges.length, "step")}`);
}
function settle(text) { told(); net.redraw(); remember(); say(text); if (narrow.matches) $("detail").scrollTop = 0; }

// ---- the panel
function told() {                                         // everything outside the canvas that depends on the state
  crumbs(); status(); legend(); detail(); marksOnBody();
  if (!$("table").hidden) fillTable();
}
function marksOnBody() {
  const d = document.body.dataset, set = (name, value) => { if (value === null) delete d[name]; else d[name] = value; };
  set("selected", S.person === null ? null : people[S.person].key);
  set("link", S.link ? JSON.stringify(S.link.ends.map(i => people[i].key)) : null);
  set("linkPapers", S.link ? String(papersBehind(S.link.edges).length) : null);
  set("path", S.path ? JSON.stringify(S.path.people.map(i => people[i].key)) : null);
  set("view", viewKey(S.view));
  set("marks", String([...now.marks.values()].filter(m => !m.hidden).length));
  set("links", String(now.lines.filter(l => !l.hidden).length));
}
const personButton = (id, props = {}) => button(people[id].name, () => select(id), { class: "name", "data-person": people[id].key, ...props });

function detail() {
  const box = $("detail"), any = S.person !== null || S.link || S.path;
  box.hidden = !any;
  box.replaceChildren();
  document.body.classList.toggle("has-detail", Boolean(any));
  if (!any) return;
  const close = button("×", () => clear(), { class: "close", "aria-label": "Close", title: "Close (Escape)" });
  box.append(close, ...(S.path ? pathDetail(S.path) : S.link ? linkDetail(S.link) : personDetail(S.person)));
}

function personDetail(id) {
  const p = people[id], near = partners(id), mine = papersOf(id).sort(byYear), home = meta.communities[p.c];
  const names = list => list.map(i => i).join(", ");
  const facts = [["Papers", number(mine.length)], ["Co-authors", number(near.length)], ["Active", span(p.f, p.l)]];
  meta.metrics.forEach((m, i) => { if (p.m[i] !== null && m.key !== "papers" && m.key !== "coauthors") facts.push([m.label, number(p.m[i])]); });
  const most = near.length ? shown.joint[near[0][1]] : 1;
  return [
    el("h2", { text: p.name }),
    el("p", { class: "mute", text: [home.label, home.sub].filter(Boolean).join(" · ") }),
    p.o ? el("p", { class: "mute", text: "Also written " + names(p.o) }) : null,
    el("div", { class: "actions" }, button("Only this circle", () => circle(id)), button("Path to…", () => pathForm(id), { id: "path-to" })),
    el("div", { id: "path-form", hidden: true }),
    el("dl", { class: "facts" }, ...facts.filter(([, v]) => v !== "").flatMap(([k, v]) => [el("dt", { text: k }), el("dd", { text: v })])),
    p.a ? line(meta.place === "Affiliation" ? "Affiliations" : meta.place, p.a.map(i => meta.affiliations[i])) : null,
    p.t ? line("Topics", p.t.map(i => meta.topics[i])) : null,
    el("h3", { text: "Co-authors" }),
    near.length ? longList(near, ([b, e]) => el("li", { class: "partner" }, personButton(b), meter(shown.joint[e] / most),
      button(number(shown.joint[e]), () => openLink(id, b), { class: "count", "aria-label": `${many(shown.joint[e], "joint paper")} with ${people[b].name}`, title: "Show the joint papers" })))
      : el("p", { class: "mute", text: "None under the filters in force." }),
    el("h3", { text: "Papers" }), paperList(mine),
  ].filter(Boolean);
}
const line = (label, list) => el("p", { class: "line" }, el("b", { text: label + " " }), list.join(", "));
function meter(share) {
  const bar = el("span", { class: "meter", "aria-hidden": "true" }), fill = el("span");
  fill.style.width = Math.round(share * 100) + "%";
  bar.append(fill);
  return bar;
}
function linkDetail(link) {
  const list = papersBehind(link.edges), counted = link.edges.reduce((n, e) => n + (edges[e].n ? shown.joint[e] : 0), 0);
  const title = link.groups ? link.groups.flatMap((g, i) => [i ? " and " : null, button(views[g].label, () => go({ kind: "tree", n: g }), { class: "name" })])
    : [personButton(link.ends[0]), " and ", personButton(link.ends[1])];
  const total = [...new Set(link.edges.flatMap(e => edges[e].p))].length, hidden = total - list.length;
  return [
    el("h2", {}, ...title),
    el("p", { class: "mute" }, many(list.length || counted, "joint paper") + (link.groups ? `, by ${many(link.edges.filter(e => shown.joint[e]).length, "pair")} of people` : "")
      + (everyYear() ? "" : ` in ${span(S.from, S.to)}`)),
    paperList(list, "link-papers"),
    hidden ? el("p", { class: "mute" }, `${many(hidden, "more paper")} outside these years. `, button("All years", allYears, { class: "quiet" })) : null,
    list.length || !counted ? null : el("p", { class: "mute", text: "This network came without its list of papers." }),
  ].filter(Boolean);
}
function pathDetail(path) {
  const steps = path.people.flatMap((id, i) => [el("li", {}, personButton(id)),
    i < path.edges.length ? el("li", { class: "step" }, button(many(shown.joint[path.edges[i]], "joint paper"), () => openLink(id, path.people[i + 1]), { class: "quiet" })) : null]);
  return [el("h2", { text: "Path" }), el("p", { class: "mute", text: `${many(path.edges.length, "step")}, the fewest there are` }), el("ol", { class: "path" }, ...steps.filter(Boolean))];
}

function paperList(list, id = null) {
  const made = longList(list, w => {
    const title = works.url[w] ? el("a", { href: works.url[w], rel: "noopener noreferrer", target: "_blank", text: works.title[w] }) : el("span", { text: works.title[w] });
    const team = authorsOf[w], unnamed = works.authors[w] === null ? 0 : works.authors[w] - team.length;
    const by = team.slice(0, 6).map(i => people[i].name).join(", ") + (team.length > 6 ? `, ${team.length - 6} more` : "");
    const rest = unnamed > 0 ? ` and ${number(unnamed)} not on the map` : works.partial[w] ? " et al." : "";
    return el("li", { "data-paper": works.id[w] }, title, el("div", { class: "mute" }, [works.year[w], works.venue[w], by + rest].filter(Boolean).join(" · ")));
  }, "papers");
  const ol = made.firstChild;
  ol.dataset.count = list.length;
  ol.dataset.papers = JSON.stringify(list.map(w => works.id[w]));
  if (id) ol.id = id;
  return made;
}
function longList(list, row, kind = "partners", page = 40) {
  const ol = el("ol", { class: kind }), box = el("div", {}, ol);
  let at = 0;
  const more = button("", () => grow(), { class: "quiet" });
  const grow = () => {
    ol.append(...list.slice(at, at + page).map(row));
    at = Math.min(list.length, at + page);
    if (at < list.length) { more.textContent = `Show ${Math.min(page, list.length - at)} more of ${number(list.length)}`; box.append(more); } else more.remove();
  };
  grow();
  return box;
}
function pathForm(from) {
  const box = $("path-form"), input = el("input", { id: "path-q", type: "search", placeholder: "Find the other person", autocomplete: "off", spellcheck: "false" });
  box.replaceChildren(el("label", { class: "vh", for: "path-q", text: "The other end of the path" }), input);
  box.className = "combo"; box.hidden = false;
  combo(input, to => openPath(from, to));
  input.focus();
}
const circle = id => { const back = S.view.kind === "tree" ? S.view : S.view.back; go({ kind: "ego", who: id, back }); select(id, false); };

// ---- breadcrumb, status, legend
function crumbs() {
  const trail = [], v = S.view;
  for (let n = v.kind === "tree" ? v.n : v.back ? v.back.n : 0; n > 0; n = views[n].parent) trail.unshift([views[n].label, { kind: "tree", n }]);
  trail.unshift([meta.everyone, { kind: "tree", n: 0 }]);
  if (v.kind === "ego") trail.push(["Circle of " + people[v.who].name, v]);
  if (v.kind === "path") trail.push([`Path from ${people[v.route[0]].name} to ${people[v.route.at(-1)].name}`, v]);
  $("crumb").replaceChildren(el("ol", {}, ...trail.map(([label, view], i) => el("li", {},
    i === trail.length - 1 ? el("span", { "aria-current": "page", text: label }) : button(label, () => { clear(true); go(view); })))));
}
function status() {
  const seen = [...now.marks.values()].filter(m => !m.hidden), lines = now.lines.filter(l => !l.hidden).length;
  const sparse = S.view.kind === "tree" && views[S.view.n].sparse && !S.all;
  const inside = seen.filter(m => !m.outside).length, out = seen.length - inside;
  const text = now.groups ? `${many(seen.length, "group")} of ${many(seen.reduce((n, m) => n + m.inside.length, 0), noun)} · choose one to open it`
    : `${many(inside, noun)}${out ? ` and ${out} partners outside` : ""}, ${many(lines, sparse ? "strongest link" : "link")}`;
  $("status").textContent = people.length ? text : "";
  $("c-all-row").hidden = !(S.view.kind === "tree" && views[S.view.n].sparse);
}
let legendOpen = false;
function legend() {
  const mode = modes.find(m => m.key === S.colour), body = $("legend-body");
  $("legend-title").textContent = now.groups && S.colour === "community" ? "Groups" : S.colour === "community" ? "Communities" : mode.label;
  body.replaceChildren();
  if (SCALED()) { body.append(gradient(scaleOf(S.colour))); return; }
  const rows = categories(), page = legendOpen ? rows.length : 16;
  body.append(el("ul", { class: "keys" }, ...rows.slice(0, page).map(([name, label, sub, n]) => {
    const swatch = el("button", { type: "button", class: "swatch", "aria-pressed": String(!S.off.has(name)), "aria-label": "Show " + label, title: "Show or hide", click: () => { if (!S.off.delete(name)) S.off.add(name); refresh(); } });
    swatch.style.setProperty("--c", categoryColour(name));
    return el("li", {}, swatch, button("", () => visit(name), { class: "key", title: [label, sub].filter(Boolean).join(" · ") , "aria-label": label }), el("span", { class: "count mute", text: number(n) }));
  })));
  [...body.querySelectorAll(".key")].forEach((b, i) => b.append(el("span", { text: rows[i][1] }), rows[i][2] ? el("small", { class: "mute", text: rows[i][2] }) : ""));
  if (rows.length > 16) body.append(button(legendOpen ? "Show fewer" : `Show all ${number(rows.length)}`, () => { legendOpen = !legendOpen; legend(); }, { class: "quiet" }));
}
function gradient([low, high]) {
  const bar = el("div", { class: "ramp" });
  bar.style.background = `linear-gradient(90deg, ${Array.from({ length: 9 }, (_, i) => ramp(i / 8)).join()})`;
  return el("div", {}, bar, el("div", { class: "ends mute" }, el("span", { text: S.colour === "year" ? low : number(low) }), el("span", { text: S.colour === "year" ? high : number(high) })));
}
function visit(name) {                                    // a legend entry: open the group, or look at the community
  if (name[0] === "g") { go({ kind: "tree", n: +name.slice(1) }); return; }
  const seen = [...now.marks.values()].filter(m => m.person !== undefined && !m.hidden && category(people[m.person]) === name);
  if (!seen.length || now.groups) return;
  const xs = seen.map(m => m.x), ys = seen.map(m => m.y), box = $("map").getBoundingClientRect();
  const [l, r, t, b] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  net.moveTo({ position: { x: (l + r) / 2, y: (t + b) / 2 }, scale: Math.min(1.8, box.width / (r - l + 160), box.height / (b - t + 160)), animation: calm.matches ? false : { duration: 320 } });
}
