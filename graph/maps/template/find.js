// Search by name, whatever accents, case or order: "li lyna", "Zhang, Li" and "lyna zhang" all find her.
const index = people.map(p => ({ id: p.id, key: [fold(p.name), ...(p.q ? [p.q] : []), ...(p.o ?? []).map(fold)].join(" | ") }));

function find(text, limit = 12) {
  const words = fold(text).replace(/\|/g, " ").split(" ").filter(Boolean), whole = words.join(" ");
  if (!words.length) return [];
  const found = [];
  for (const { id, key } of index) {
    let score = 0;
    for (const word of words) {
      const at = key.indexOf(word);
      if (at < 0) { score = -1; break; }
      score += (" " + key).includes(" " + word) ? 2 : 0;
    }
    if (score < 0) continue;
    if (key.split(" | ").includes(whole)) score += 100;
    found.push([score, people[id].p.length, id]);
  }
  return found.sort((a, b) => b[0] - a[0] || b[1] - a[1] || a[2] - b[2]).slice(0, limit).map(([, , id]) => id);
}

let combos = 0;
function combo(input, choose) {
  const name = "list" + combos++, list = el("ul", { id: name, role: "listbox", hidden: true, "aria-label": "People" });
  let hits = [], at = -1;
  for (const [k, v] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", name], ["aria-expanded", "false"]]) input.setAttribute(k, v);
  input.after(list);
  const paint = () => {
    const open = Boolean(hits.length) || Boolean(input.value.trim() && document.activeElement === input);
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    list.replaceChildren(...hits.map((id, i) => el("li", { role: "option", id: name + "-" + i, "aria-selected": String(i === at), "data-person": people[id].key,
      mousedown: event => { event.preventDefault(); take(i); } },
      el("span", { text: people[id].name }), el("small", { text: [many(people[id].p.length, "paper"), people[id].a ? meta.affiliations[people[id].a[0]] : ""].filter(Boolean).join(" · ") }))));
    if (open && !hits.length) list.append(el("li", { class: "none mute", text: "Nobody here has such a name." }));
    if (at >= 0) { input.setAttribute("aria-activedescendant", name + "-" + at); list.children[at].scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => { hits = []; at = -1; list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const take = i => {
    if (hits[i] === undefined) return;
    const id = hits[i];
    input.value = people[id].name;
    close();
    choose(id);
  };
  input.addEventListener("input", () => { hits = find(input.value); at = hits.length ? 0 : -1; paint(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) { at = (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length; paint(); }
    } else if (event.key === "Enter") { event.preventDefault(); take(at); }
    else if (event.key === "Escape") { event.stopPropagation(); if (list.hidden) input.blur(); close(); }
  });
}
