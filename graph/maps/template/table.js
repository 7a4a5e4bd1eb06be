// The same as a table, for keyboards, screen readers, and whoever likes lists.
const WORDS = ["name", "from", "to", "community", "affiliation"];
const T = { tab: "people", sort: "papers", down: true, page: 100 };
const PEOPLE = [
  ["name", noun[0].toUpperCase() + noun.slice(1), id => people[id].name],
  ["papers", "Papers", id => papersOf(id).length],
  ["coauthors", "Co-authors", id => partners(id).length],
  ["first", "Years", id => people[id].f ?? 0, id => span(people[id].f, people[id].l)],
  ["community", "Community", id => meta.communities[people[id].c].label],
  ["affiliation", meta.place, id => (people[id].a ? meta.affiliations[people[id].a[0]] : "")],
];
for (const m of meta.metrics) if (m.key !== "papers" && m.key !== "coauthors") PEOPLE.push([m.key, m.label, id => people[id].m[metricAt(m.key)] ?? ""]);
const LINKS = [
  ["from", "Person", e => people[edges[e].from].name], ["to", "Person", e => people[edges[e].to].name],
  ["papers", "Joint papers", e => shown.joint[e]],
  ["first", "Years", e => linkYears(e)[0] ?? 0, e => span(...linkYears(e))],
];
function linkYears(e) {
  const known = edges[e].p.filter(inYears).map(w => works.year[w]).filter(y => y !== null);
  return known.length ? [Math.min(...known), Math.max(...known)] : [];
}
function showTable(open) {
  $("table").hidden = !open;
  $("map").hidden = open;
  $("b-table").setAttribute("aria-pressed", String(open));
  if (open) { fillTable(); $("table").focus(); } else { net.redraw(); }
}
function fillTable() {
  const isPeople = T.tab === "people", columns = isPeople ? PEOPLE : LINKS;
  const at = columns.find(c => c[0] === T.sort) ?? columns.find(c => c[0] === "papers");
  const inside = new Set(now.people);
  const rows = isPeople ? now.people.filter(id => shown.people[id])
    : edges.map((_, i) => i).filter(e => shown.joint[e] >= S.joint && inside.has(edges[e].from) && inside.has(edges[e].to) && shown.people[edges[e].from] && shown.people[edges[e].to]);
  const keyed = rows.map(r => [at[2](r), r]);
  keyed.sort((a, b) => (typeof a[0] === "string" ? a[0].localeCompare(b[0], "en") : a[0] - b[0]) * (T.down ? -1 : 1) || a[1] - b[1]);
  const tab = (key, text) => button(text, () => { T.tab = key; T.page = 100; fillTable(); }, { "aria-pressed": String(T.tab === key) });
  const head = columns.map(([key, label]) => el("th", { scope: "col", class: WORDS.includes(key) ? null : "n", "aria-sort": at[0] === key ? (T.down ? "descending" : "ascending") : null },
    button(label, () => { T.down = T.sort === key ? !T.down : !WORDS.includes(key); T.sort = key; fillTable(); })));
  const cell = (column, r) => {
    const value = (column[3] ?? column[2])(r);
    if (isPeople && column[0] === "name") return el("th", { scope: "row" }, button(value, () => { showTable(false); select(r); }, { class: "name", "data-person": people[r].key }));
    if (!isPeople && column[0] === "papers") return el("td", { class: "n" }, button(number(value), () => { showTable(false); openLink(edges[r].from, edges[r].to); }, { class: "name", "aria-label": many(value, "joint paper") + ", show them" }));
    return el("td", { class: typeof value === "number" || column[0] === "first" ? "n" : null, text: typeof value === "number" ? number(value) : value });
  };
  $("table").replaceChildren(
    el("div", { class: "tabs" }, tab("people", "People"), tab("links", "Links"), el("span", { class: "mute", text: many(rows.length, isPeople ? noun : "link") + " under the filters in force" }), button("Back to the map", () => showTable(false), { class: "quiet" })),
    el("div", { class: "scroll" }, el("table", {}, el("caption", { class: "vh", text: isPeople ? "People in this view" : "Links in this view" }), el("thead", {}, el("tr", {}, ...head)),
      el("tbody", {}, ...keyed.slice(0, T.page).map(([, r]) => el("tr", {}, ...columns.map(c => cell(c, r))))))),
    rows.length > T.page ? button(`Show more (${number(T.page)} of ${number(rows.length)})`, () => { T.page += 400; fillTable(); }, { class: "quiet" }) : "");
}
