// Painted over and under vis-network's marks: discs of communities, what is chosen, and labels that never overlap.
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif';

function chosen() {                                       // {people, lines, main} to lift out of the rest, or null
  if (S.path) {
    const on = new Set(S.path.edges.map(e => "e" + e));
    return { people: S.path.people, edges: S.path.edges, lines: now.lines.filter(l => on.has(l.id)), main: new Set([S.path.people[0], S.path.people.at(-1)]) };
  }
  if (S.link) {
    const lines = now.lines.filter(l => l.id === S.link.id);
    return { people: S.link.ends, edges: S.link.edges, lines, main: new Set(S.link.ends) };
  }
  if (S.person === null || !now.marks.has(S.person) || S.view.who === S.person) return null;
  const near = partners(S.person).filter(([b]) => now.marks.has(b) && shown.people[b]);
  return { people: [...near.map(([b]) => b), S.person], edges: near.map(([, e]) => e), lines: [], main: new Set([S.person]) };
}

class Boxes {
  constructor() { this.taken = []; }
  free(x0, y0, x1, y1) {
    for (const t of this.taken) if (x0 < t[2] && x1 > t[0] && y0 < t[3] && y1 > t[1]) return false;
    this.taken.push([x0, y0, x1, y1]);
    return true;
  }
}
function wrap(text, width, measure) {                     // at most two lines that fit, the second cut if need be
  if (measure(text) <= width) return [text];
  const words = text.split(" ");
  let head = words.shift();
  while (words.length > 0 && measure(head + " " + words[0]) <= width) head += " " + words.shift();
  return [cut(head, width, measure), ...(words.length ? [cut(words.join(" "), width, measure)] : [])];
}
function cut(text, width, measure) {
  if (measure(text) <= width) return text;
  let n = text.length;
  while (n > 2 && measure(text.slice(0, n) + "…") > width) n -= 1;
  return text.slice(0, n).trimEnd() + "…";
}

// Labels for a scale and a window of the map: [{text, x, y, px, bold, colour}], greedy by importance.
function labels(ctx, scale, win, focus) {
  const made = [], boxes = new Boxes(), ink = token("--ink"), soft = token("--mute");
  const measure = (text, px, bold) => { ctx.font = `${bold ? 600 : 400} ${px}px ${FONT}`; return ctx.measureText(text).width / scale; };
  const put = (text, x, y, px, bold, colour, force = false) => {
    if (x < win[0] || x > win[2] || y < win[1] || y > win[3]) return false;
    const w = measure(text, px, bold) / 2 + 2 / scale, h = (px * 0.62) / scale;
    if (!boxes.free(x - w, y - h, x + w, y + h) && !force) return false;
    made.push({ text, x, y, px, bold, colour });
    return true;
  };
  const below = (m, px) => m.y + m.r + (px * 0.72) / scale;
  if (now.groups) { groupLabels(scale, made, boxes, measure, ink); return made; }
  if (focus) {
    const order = [...focus.main, ...focus.people.filter(id => !focus.main.has(id)).sort((a, b) => (edgeWeight(focus, b) - edgeWeight(focus, a)))];
    for (const id of order) {
      const m = now.marks.get(id);
      if (m) put(people[id].name, m.x, below(m, 12), focus.main.has(id) ? 14 : 12, focus.main.has(id), ink, focus.main.has(id));
    }
    return made;
  }
  if (S.colour === "community") for (const d of now.discs) {
    const across = d.r * 2 * scale;
    if (d.n < 6 || across < 46 || across > 900 || d.shownCount === 0) continue;
    const px = Math.max(11, Math.min(15, 9 + across / 70));
    put(cut(d.label, Math.max(d.r * 2.2, 150 / scale), t => measure(t, px, true)), d.x, d.y - d.r - (px * 0.35) / scale, px, true, soft);
  }
  const order = [...now.marks.values()].filter(m => !m.hidden).sort((a, b) => b.outside - a.outside || b.r - a.r || a.id - b.id);
  const most = narrow.matches ? 40 : 90;
  let count = 0;
  for (const m of order) {
    if (count >= most) break;
    if (!m.outside && (m.r * scale < 2.4 || (scale < 1 && !links[m.person].length))) continue;
    const px = m.outside ? 11 : Math.max(11, Math.min(14, 10 + (m.r * scale - 5) / 6));
    if (put(people[m.person].name, m.x, below(m, px), px, false, m.outside ? soft : ink)) count += 1;
  }
  return made;
}
const edgeWeight = (focus, id) => focus.edges.reduce((n, e) => (edges[e].from === id || edges[e].to === id ? Math.max(n, shown.joint[e]) : n), 0);
function groupLabels(scale, made, boxes, measure, ink) {
  for (const m of [...now.marks.values()].filter(x => !x.hidden).sort((a, b) => b.r - a.r)) {
    const across = m.r * 2 * scale, px = Math.max(11, Math.min(16, across / 8.5));
    if (across < 30) continue;
    const rows = wrap(short(views[m.group].label), Math.max(m.r * 1.9, 64 / scale), text => measure(text, px, true));
    const lines = across > 54 ? [...rows, number(m.inside.length)] : rows, step = (px * 1.28) / scale;
    const width = Math.max(...lines.map(text => measure(text, px, true))) / 2, height = (lines.length * step) / 2;
    if (!boxes.free(m.x - width, m.y - height, m.x + width, m.y + height)) continue;
    lines.forEach((text, i) => made.push({ text, x: m.x, y: m.y + (i - (lines.length - 1) / 2) * step,
      px: i < rows.length ? px : Math.max(10.5, px - 2), bold: i < rows.length, colour: ink }));
  }
}
const short = label => label.replace(/^Around /, "");

function dot(ctx, m, colour, stroke, width) {
  ctx.beginPath(); ctx.arc(m.x, m.y, m.r, 0, 2 * Math.PI);
  if (colour) { ctx.fillStyle = colour; ctx.fill(); }
  if (stroke) { ctx.lineWidth = width; ctx.strokeStyle = stroke; ctx.stroke(); }
}
function visibleDiscs() {
  if (now.groups) return [];
  const alive = new Map();
  for (const m of now.marks.values()) if (!m.hidden && !m.outside) alive.set(people[m.person].k, (alive.get(people[m.person].k) ?? 0) + 1);
  for (const d of now.discs) d.shownCount = alive.get(d.k) ?? 0;
  return now.discs.filter(d => d.n >= 3 && d.shownCount > 0);
}

net.on("beforeDrawing", ctx => {
  for (const d of visibleDiscs()) {
    ctx.beginPath(); ctx.arc(d.x, d.y, d.r, 0, 2 * Math.PI);
    ctx.fillStyle = fade(S.colour === "community" ? hue(d.k) : GREY, dark() ? 0.11 : 0.075); ctx.fill();
  }
});
net.on("afterDrawing", ctx => {
  const scale = net.getScale(), box = $("map").getBoundingClientRect(), ground = token("--bg"), ink = token("--ink");
  const a = net.DOMtoCanvas({ x: 0, y: 0 }), b = net.DOMtoCanvas({ x: box.width, y: box.height }), focus = chosen();
  if (focus) {
    ctx.globalAlpha = dark() ? 0.68 : 0.76; ctx.fillStyle = ground; ctx.fillRect(a.x, a.y, b.x - a.x, b.y - a.y); ctx.globalAlpha = 1;
    paintFocus(ctx, focus, scale, ground, ink);
  }
  ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.lineJoin = "round";
  for (const l of labels(ctx, scale, [a.x, a.y, b.x, b.y], focus)) {
    ctx.font = `${l.bold ? 600 : 400} ${l.px / scale}px ${FONT}`;
    ctx.lineWidth = 3.2 / scale; ctx.strokeStyle = now.groups ? fade(ground, 0.75) : ground; ctx.strokeText(l.text, l.x, l.y);
    ctx.fillStyle = l.colour; ctx.fillText(l.text, l.x, l.y);
  }
  const cursor = S.cursor !== null && now.marks.get(S.cursor);
  if (cursor) { ctx.beginPath(); ctx.arc(cursor.x, cursor.y, cursor.r + 4 / scale, 0, 2 * Math.PI); ctx.lineWidth = 2.5 / scale; ctx.strokeStyle = token("--accent"); ctx.stroke(); }
});
function paintFocus(ctx, focus, scale, ground, ink) {
  const stroke = (a, b, width, colour, alpha) => {
    if (!a || !b) return;
    ctx.beginPath(); ctx.moveTo(a.x, a.y); ctx.lineTo(b.x, b.y); ctx.lineWidth = width; ctx.strokeStyle = fade(colour, alpha); ctx.stroke();
  };
  for (const l of focus.lines) if (now.groups) stroke(now.marks.get(l.from), now.marks.get(l.to), Math.max(3 / scale, lineStyle(l).width), token("--accent"), 0.9);
  if (now.groups) for (const l of focus.lines) for (const id of [l.from, l.to]) { const m = now.marks.get(id); dot(ctx, m, fade(m.colour, 0.85), ink, 2 / scale); }
  else for (const e of focus.edges) {
    const [p, q] = [now.marks.get(edges[e].from), now.marks.get(edges[e].to)];
    if (p && q) stroke(p, q, Math.max(1.4 / scale, 0.8 + Math.sqrt(shown.joint[e])), S.person === null ? token("--accent") : people[edges[e].from].id === S.person ? q.colour : p.colour, 0.75);
  }
  for (const id of focus.people) {
    const m = now.marks.get(id);
    if (m) dot(ctx, { ...m, r: Math.max(m.r, 3.4 / scale) }, m.colour, focus.main.has(id) ? ink : ground, (focus.main.has(id) ? 2.4 : 1) / scale);
  }
}
