// The view as a drawing (SVG) and, drawn from it at twice the size, as a picture (PNG).
const xml = text => String(text).replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`);
const r1 = value => Math.round(value * 10) / 10;

function svg(width = 1600) {
  const seen = [...now.marks.values()].filter(m => !m.hidden), discs = visibleDiscs(), ground = token("--bg"), focus = chosen();
  let [l, t, r, b] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const m of [...seen, ...discs]) { l = Math.min(l, m.x - m.r); t = Math.min(t, m.y - m.r); r = Math.max(r, m.x + m.r); b = Math.max(b, m.y + m.r); }
  if (!seen.length) [l, t, r, b] = [0, 0, 800, 500];
  const pad = Math.max(30, (r - l) * 0.05), scale = width / (r - l + 2 * pad), top = 54 / scale;
  const win = [l - pad, t - pad - top, r + pad, b + pad], height = (win[3] - win[1]) * scale;
  const ctx = document.createElement("canvas").getContext("2d"), strong = new Set(focus ? focus.people : []), dim = id => (focus && !now.groups && !strong.has(id) ? ' opacity="0.16"' : "");
  const on = new Set(focus ? focus.edges.map(e => "e" + e) : []);
  const parts = discs.map(d => `<circle cx="${r1(d.x)}" cy="${r1(d.y)}" r="${r1(d.r)}" fill="${S.colour === "community" ? hue(d.k) : GREY}" fill-opacity="${dark() ? 0.11 : 0.075}"/>`);
  for (const line of now.lines) {
    if (line.hidden) continue;
    const [p, q] = [now.marks.get(line.from), now.marks.get(line.to)], style = lineStyle(line), alpha = focus && !now.groups ? (on.has(line.id) ? 0.8 : 0.05) : style.alpha;
    parts.push(`<path d="M${r1(p.x)} ${r1(p.y)}L${r1(q.x)} ${r1(q.y)}" stroke="${style.colour}" stroke-opacity="${alpha}" stroke-width="${r1(style.width)}"/>`);
  }
  for (const m of seen) {
    const name = m.group !== undefined ? views[m.group].label : people[m.person].name;
    parts.push(`<circle cx="${r1(m.x)}" cy="${r1(m.y)}" r="${r1(m.r)}" fill="${m.outside ? ground : m.colour}" stroke="${m.outside ? m.colour : ground}"${dim(m.person)}><title>${xml(name)}</title></circle>`);
  }
  for (const text of labels(ctx, scale, win, focus))
    parts.push(`<text x="${r1(text.x)}" y="${r1(text.y + (text.px * 0.35) / scale)}" font-size="${r1(text.px / scale)}" font-weight="${text.bold ? 600 : 400}" fill="${text.colour}" stroke="${ground}" stroke-width="${r1(3 / scale)}" paint-order="stroke" stroke-linejoin="round">${xml(text.text)}</text>`);
  parts.push(`<text x="${r1(win[0] + 16 / scale)}" y="${r1(win[1] + 30 / scale)}" font-size="${r1(18 / scale)}" font-weight="600" text-anchor="start" fill="${token("--ink")}">${xml(document.title)}</text>`,
    `<text x="${r1(win[0] + 16 / scale)}" y="${r1(win[1] + 48 / scale)}" font-size="${r1(11.5 / scale)}" text-anchor="start" fill="${token("--mute")}">${xml($("status").textContent + " · " + $("about").textContent)}</text>`);
  return `<svg xmlns="${LINE}" width="${width}" height="${Math.round(height)}" viewBox="${win[0]} ${win[1]} ${win[2] - win[0]} ${win[3] - win[1]}" font-family="system-ui, sans-serif" text-anchor="middle"><rect x="${win[0]}" y="${win[1]}" width="100%" height="100%" fill="${ground}"/>${parts.join("")}</svg>`;
}
function png(times = 2) {
  const address = URL.createObjectURL(new Blob([svg()], { type: "image/svg+xml" })), image = new Image();
  return new Promise((done, fail) => {
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.width * times; canvas.height = image.height * times;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob(done, "image/png");
    };
    image.onerror = fail;
    image.src = address;
  });
}
function save(blob, ending) {
  const name = fold(document.title).replace(/[^a-z0-9]+/g, "-").slice(0, 60) || "map", a = el("a", { download: `${name}.${ending}` });
  a.href = URL.createObjectURL(blob);
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
}
$("b-svg").onclick = () => save(new Blob([svg()], { type: "image/svg+xml" }), "svg");
$("b-png").onclick = async () => { try { save(await png(), "png"); } catch { toast("The picture could not be made; try SVG."); } };
$("b-share").onclick = async () => {
  remember();
  try { await navigator.clipboard.writeText(location.href); toast("Link to this view copied"); }
  catch { $("share-url").value = location.href; $("share").showModal(); $("share-url").select(); }
};
