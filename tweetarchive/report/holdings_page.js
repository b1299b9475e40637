"use strict";
// The list of embeds: filtered, searched and sorted in the browser, a screenful at a time in the document.
const held = JSON.parse(document.getElementById("held").textContent);
const form = document.getElementById("filters");
const list = document.getElementById("list");
const count = document.getElementById("count");
const more = document.getElementById("more");
const AT_ONCE = 40;
const FIELDS = ["q", "verdict", "state", "section", "year", "month", "sort"];
let found = [], shown = 0;

for (const one of held.embeds) {
  const article = held.articles[one.a];
  one.sought = [one.q, one.o, one.w, one.h && "@" + one.h, one.s, article.title, article.url]
    .filter(Boolean).join("\n").normalize("NFKC").toLowerCase();
}

const ORDERS = {
  worst: (a, b) => held.verdicts.indexOf(a.v) - held.verdicts.indexOf(b.v) || newest(a, b),
  newest,
  oldest: (a, b) => newest(b, a),
  article: (a, b) => a.a - b.a || a.p - b.p,
};
function newest(a, b) { return (b.t || "").localeCompare(a.t || "") || a.a - b.a || a.p - b.p; }

function apply() {
  const wanted = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
  const words = wanted.q.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  found = held.embeds.filter((one) => {
    const article = held.articles[one.a];
    return (!wanted.verdict || one.v === wanted.verdict) && (!wanted.state || one.n === wanted.state) &&
      (!wanted.section || article.section === wanted.section) && (!wanted.year || one.y === wanted.year) &&
      (!wanted.month || article.month === wanted.month) && words.every((word) => one.sought.includes(word));
  }).sort(ORDERS[wanted.sort] || ORDERS.worst);
  const all = held.embeds.length, number = (n) => n.toLocaleString("en");
  count.textContent = found.length === all ? `${number(all)} embeds` : `${number(found.length)} of ${number(all)} embeds`;
  list.replaceChildren();
  shown = 0;
  showMore();
  const kept = new URLSearchParams(Object.entries(wanted).filter(([name, value]) => value && (name !== "sort" || value !== "worst")));
  history.replaceState(null, "", kept.size ? "#" + kept : location.pathname + location.search);
}

function showMore(focus) {
  const first = shown;
  for (const one of found.slice(shown, shown + AT_ONCE)) list.append(entry(one));
  shown = Math.min(shown + AT_ONCE, found.length);
  more.hidden = shown >= found.length;
  if (focus && list.children[first]) list.children[first].focus();
}

function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) if (value != null) made.setAttribute(key, value);
  made.append(...children.filter((one) => one != null));
  return made;
}
const foreign = (words, name = "bdi") => element(name, { dir: "auto" }, words);
const out = (address, ...shownAs) => address
  ? element("a", { href: address, rel: "noreferrer nofollow" }, ...shownAs) : element("span", {}, ...shownAs);

function entry(one) {
  const article = held.articles[one.a];
  const made = element("li", { class: "judged " + one.v, tabindex: "-1" },
    element("h3", {},
      element("span", { class: "verdict " + one.v }, `${held.signs[one.v]} ${held.words[one.v]}`), " ",
      one.w ? foreign(one.w) : null, one.h ? " " : null, one.h ? foreign("@" + one.h) : null,
      one.t ? element("time", { datetime: one.t }, " " + one.t.slice(0, 16).replace("T", " ") + " UTC") : null),
    element("p", { class: "aside" }, `embed ${one.p} of `, out(article.url, foreign(article.title || article.url || article.source))));
  if (one.d) {
    const parts = element("div", {});
    parts.innerHTML = one.d;  // made and escaped by tweetarchive; everything else on this page is set as text
    made.append(parts);
  } else {
    const sides = element("div", { class: "difference" + (one.o === undefined ? " single" : "") });
    sides.append(side("The article says", one.q, "none of the tweet’s words"));
    if (one.o !== undefined) sides.append(side("The tweet says", one.o, "not known: no copy of it is held"));
    made.append(sides);
  }
  const facts = element("dl", {});
  const fact = (label, ...told) => facts.append(element("div", {}, element("dt", {}, label), element("dd", {}, ...told)));
  fact("state", held.states[one.n] + (one.l ? `; asked ${one.l.slice(0, 10)}` : ""));
  for (const [label, note] of one.k || []) fact(label, foreign(note));
  for (const [kind, alt, size, address] of one.m || []) {
    fact(kind, out(kept(article, address), size === null ? "not kept" : `${Math.max(Math.round(size / 1000), 1)} kB`),
      alt ? " “" : "", alt ? foreign(alt) : "", alt ? "”" : "");
  }
  if (one.s) fact("tweet", out(`https://x.com/i/status/${one.s}`, one.s), " · ",
    out(kept(article, `https://tweetarchive.invalid/tweet/${one.s}`), "card in the archive"));
  if (article.url) fact("article", out(kept(article, article.url), "as archived"), " · ",
    out(kept(article, `https://tweetarchive.invalid/view/${article.url}`), "with cards in place"));
  for (const [label, record] of [["tweet record", one.r], ["article record", article.record]]) {
    if (record) fact(label, foreign(record[0]), ` at ${record[1]}`);
  }
  made.append(facts);
  return made;
}

function side(heading, words, missing) {
  const made = element("div", { class: "side", role: "group", "aria-label": heading }, element("p", { class: "whose" }, heading));
  made.append(words ? foreign(words, "blockquote") : element("p", { class: "nothing" }, missing));
  return made;
}
function kept(article, address) {
  return held.replay && article.at ? `${held.replay}${article.at}/${address}` : null;
}

const stated = new URLSearchParams(location.hash.slice(1));
for (const name of FIELDS) {
  const control = form.elements[name], value = stated.get(name);
  if (value !== null && (control.tagName !== "SELECT" || [...control.options].some((one) => one.value === value))) control.value = value;
}
let waiting;
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
form.addEventListener("reset", () => setTimeout(apply));
more.addEventListener("click", () => showMore(true));
if ("IntersectionObserver" in window) {
  new IntersectionObserver((seen) => { if (seen[0].isIntersecting && !more.hidden) showMore(false); }, { rootMargin: "600px" }).observe(more);
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "/" && !typing) { event.preventDefault(); form.elements.q.focus(); }
  if ((event.key === "j" || event.key === "k") && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const entries = [...list.children], at = entries.indexOf(document.activeElement.closest("#list > li"));
    const next = entries[event.key === "j" ? at + 1 : Math.max(at - 1, 0)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
});
form.hidden = false;
apply();
