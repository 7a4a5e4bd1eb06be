"use strict";
(() => {
  const $ = id => document.getElementById(id);
  const doubts = JSON.parse($("data").textContent);
  const articles = doubts.map(doubt => $("q-" + doubt.id));
  const kept = "coterie-review " + doubts.map(doubt => doubt.id).join(" ");
  let current = 0;

  // Text in a double-quoted YAML scalar: all but plain letters by their numbers.
  const quoted = text => '"' + [...text].map(c => (/[\w .,;:!?()@+-]/.test(c) && c < "\x7f" ? c : "\\U" + c.codePointAt(0).toString(16).padStart(8, "0"))).join("") + '"';
  const chosen = i => articles[i].querySelector("input:checked").value;
  function yaml() {
    const note = $("note").value.trim(), more = note ? "  note: " + quoted(note) + "\n" : "";
    return doubts.map((doubt, i) => (chosen(i) ? doubt[chosen(i)] + more : "")).join("") || "[]\n";
  }
  function refresh() {
    const count = doubts.filter((_, i) => chosen(i)).length;
    articles.forEach((article, i) => article.classList.toggle("answered", chosen(i) !== ""));
    $("count").textContent = `${count} of ${doubts.length} answered`;
    $("save").disabled = $("copy").disabled = count === 0;
    $("yaml").value = yaml();
    try { localStorage.setItem(kept, JSON.stringify({ note: $("note").value, answers: doubts.map((_, i) => chosen(i)) })); } catch { /* kept by the page alone */ }
  }
  function recall() {
    try {
      const found = JSON.parse(localStorage.getItem(kept));
      $("note").value = found.note;
      found.answers.forEach((answer, i) => set(i, answer));
    } catch { /* nothing was kept */ }
  }
  function set(i, answer) {
    for (const input of articles[i].querySelectorAll("input")) input.checked = input.value === answer;
  }
  function go(i, focus = true) {
    articles[current].classList.remove("current");
    current = Math.min(Math.max(i, 0), articles.length - 1);
    articles[current].classList.add("current");
    if (!focus) return;
    articles[current].focus({ preventScroll: true });
    articles[current].scrollIntoView({ block: "start" });
  }
  function answer(value) {
    set(current, value);
    refresh();
    go(current + 1);
  }
  const KEYS = { s: () => answer("same"), d: () => answer("different"), x: () => answer(""), "?": () => answer(""), j: () => go(current + 1), k: () => go(current - 1), b: () => go(current - 1) };

  if (!articles.length) return;
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, #note")) return;
    const act = KEYS[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  articles.forEach((article, i) => {
    article.addEventListener("focusin", () => { if (i !== current) go(i, false); });
    article.addEventListener("click", () => { if (i !== current) go(i, false); });
    article.addEventListener("change", refresh);
  });
  $("note").addEventListener("input", refresh);
  $("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([yaml()], { type: "application/yaml" }));
    link.download = "review.yaml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  $("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(yaml());
      $("count").textContent = "copied";
    } catch {
      $("answers").open = true;
      $("yaml").select();
    }
  });
  $("theme").addEventListener("click", () => {
    const root = document.documentElement, dark = getComputedStyle(root).colorScheme === "dark";
    root.dataset.theme = dark ? "light" : "dark";
  });
  recall();
  refresh();
  go(0, false);
  document.body.dataset.ready = "1";
})();
