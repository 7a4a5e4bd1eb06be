// Small helpers. Text reaches the page only through `text`, never as markup.
const $ = id => document.getElementById(id);
const json = id => JSON.parse($(id).textContent);
const LINE = "http://www.w3.org/2000/svg";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 800px)");

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined && child !== ""));
  return node;
}
const button = (text, click, props = {}) => el("button", { type: "button", text, click, ...props });
const number = value => value.toLocaleString("en", Number.isInteger(value) ? {} : { maximumSignificantDigits: 3 });
const many = (count, one, more = one.endsWith("y") ? one.slice(0, -1) + "ies" : one + "s") => `${number(count)} ${count === 1 ? one : more}`;
const span = (a, b) => (a === undefined || a === null ? "" : a === b ? String(a) : `${a}–${b}`);

// Folding for the search: no accents, no case, no punctuation; letters that do not decompose are written out.
const LETTERS = { ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", ŋ: "ng", ŧ: "t" };
const fold = text => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase()
  .replace(/[øđðłħıßæœþŋŧ]/g, c => LETTERS[c]).replace(/['’‘`´]/g, "").replace(/[^\p{L}\p{N}|]+/gu, " ").trim();

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const rgb = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
const fade = (hex, alpha) => `rgba(${rgb(hex).join()},${alpha})`;
function mix(a, b, t) {
  const [x, y] = [rgb(a), rgb(b)];
  return "#" + x.map((v, i) => Math.round(v + (y[i] - v) * t).toString(16).padStart(2, "0")).join("");
}
let toastTimer = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 2600);
}
const say = text => { $("say").textContent = text; };
