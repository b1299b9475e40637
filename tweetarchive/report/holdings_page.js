// The list: filtered, searched and sorted in the browser, a screenful at a time in the document.
const held = JSON.parse(document.getElementById("held").textContent);
const named = (id) => document.getElementById(id);
const form = named("filters"), list = named("list"), count = named("count"), more = named("more");
const none = named("none"), told = named("told"), printed = named("printed"), keys = named("keys");
const AT_ONCE = 40;
const ON_PAPER = 1000;  // entries that are printed at most: some 300 leaves
const FILTERS = {
  kind: (one) => one.c || "embed",
  verdict: (one) => one.v,
  state: (one) => one.n,
  section: (one) => held.articles[one.a].section || "-",
  year: (one) => one.c === "article" ? "" : one.y || "-",
  month: (one) => held.articles[one.a].month || "-",
};
const FIELDS = ["q", ...Object.keys(FILTERS), "sort"];
const number = (n) => n.toLocaleString("en");
let found = [], shown = 0, replayAt = held.replay;

const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
const place = (a, b) => a.a - b.a;  // stable: within an article as they come
const undatedLast = (a, b, order) => !a.t || !b.t ? !a.t - !b.t : order * compare(a.t, b.t);
const ORDERS = {
  worst: (a, b) => held.verdicts.indexOf(a.v) - held.verdicts.indexOf(b.v) || ORDERS.newest(a, b),
  newest: (a, b) => undatedLast(a, b, -1) || place(a, b),
  oldest: (a, b) => undatedLast(a, b, 1) || place(a, b),
  article: place,
};

const wantedNow = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));

function matching(wanted) {
  const words = sought(wanted.q), sides = Object.entries(FILTERS).filter(([name]) => wanted[name]);
  return held.entries.filter((one) => sides.every(([name, side]) => side(one) === wanted[name]
    || name === "state" && held.groups[one.n] === wanted[name]) && (!words.length || words.every((word) => soughtIn(one).includes(word))));
}

function apply() {
  const wanted = wantedNow();
  found = matching(wanted).sort(ORDERS[wanted.sort] || ORDERS.worst);
  const all = held.entries.length;
  count.textContent = found.length === all ? `${number(all)} entries` : `${number(found.length)} of ${number(all)} entries`;
  list.replaceChildren();
  shown = 0;
  showMore();
  sayNone(wanted);
  const set = new URLSearchParams(Object.entries(wanted).filter(([name, value]) => value && (name !== "sort" || value !== "worst")));
  history.replaceState(null, "", set.size ? "#" + set : location.pathname + location.search);
}

function showMore(focus) {
  const first = shown;
  for (const one of found.slice(shown, shown + AT_ONCE)) list.append(entry(one));
  shown = Math.min(shown + AT_ONCE, found.length);
  more.hidden = shown >= found.length;
  if (focus && list.children[first]) list.children[first].focus();
}

// Filters in words: of a choice, what it shows.
function active(wanted) {
  return FIELDS.filter((name) => wanted[name] && name !== "sort").map((name) => {
    const control = form.elements[name];
    const label = name === "q" ? "search" : control.closest("label").firstChild.textContent.toLowerCase();
    return [name, `${label} “${name === "q" ? wanted.q : control.selectedOptions[0].textContent.replace(/^– /, "")}”`];
  });
}

function sayNone(wanted) {
  none.hidden = found.length > 0;
  none.replaceChildren();
  if (found.length) return;
  const set = active(wanted);
  none.append(element("p", {}, set.length ? `Nothing is all of this: ${set.map(([, words]) => words).join("; ")}.` : "There is nothing here yet."));
  for (const [name, words] of set) {
    const left = matching({ ...wanted, [name]: "" }).length;
    if (!left) continue;
    const button = element("button", { type: "button" }, `Without ${words}: ${number(left)}`);
    button.addEventListener("click", () => { form.elements[name].value = ""; renew(); named("list-of-all").focus({ preventScroll: true }); });
    none.append(button, " ");
  }
  if (set.length) {
    const button = element("button", { type: "button" }, "Clear all");
    button.addEventListener("click", () => form.reset());
    none.append(button);
  }
}

// Filter anew, and lead back to the first hit whoever is far down the list.
function renew() {
  told.hidden = true;
  apply();
  if (list.getBoundingClientRect().top < barEnd()) list.scrollIntoView({ block: "start" });
}
const isSticky = (one) => getComputedStyle(one).position === "sticky";
const bar = () => [form, form.querySelector(".strip")].find(isSticky);
const barEnd = () => bar() ? bar().getBoundingClientRect().height : 0;
const makeRoom = () => { document.documentElement.style.scrollPaddingTop = `${barEnd() + 8}px`; };

// A hash with values sets the filters; one without is a place in the page.
function readHash() {
  const stated = new URLSearchParams(location.hash.slice(1)), lost = [];
  for (const name of FIELDS) {
    const control = form.elements[name], value = stated.get(name) || "";
    const known = control.tagName !== "SELECT" || [...control.options].some((one) => one.value === value);
    if (!known && value) lost.push(`${name} “${value}”`);
    control.value = known && value ? value : name === "sort" ? "worst" : "";
  }
  told.hidden = !lost.length;
  told.textContent = lost.length ? `This address asks for ${lost.join(" and ")}, which this report does not have; it is left out.` : "";
}

let waiting;
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(renew, 120); });
form.addEventListener("submit", (event) => { event.preventDefault(); renew(); });
form.addEventListener("reset", () => setTimeout(renew));
window.addEventListener("hashchange", () => {
  if (!location.hash.includes("=")) return;
  readHash();
  apply();
  named("all").scrollIntoView({ block: "start" });
  named("list-of-all").focus({ preventScroll: true });
});
more.addEventListener("click", () => showMore(true));
if ("IntersectionObserver" in window) {
  new IntersectionObserver((seen) => { if (seen[0].isIntersecting && !more.hidden) showMore(false); }, { rootMargin: "600px" }).observe(more);
}
if ("ResizeObserver" in window) new ResizeObserver(makeRoom).observe(form);
window.addEventListener("resize", makeRoom);
named("replay").addEventListener("change", (event) => {
  const typed = event.target.value.trim();
  replayAt = web(typed) ? typed.replace(/\/*$/, "/") : null;
  apply();
});

window.addEventListener("beforeprint", () => {
  while (shown < Math.min(found.length, ON_PAPER)) showMore();
  const set = active(wantedNow()).map(([, words]) => words);
  printed.textContent = (set.length ? `Only ${set.join("; ")}. ` : "")
    + (shown < found.length ? `${number(shown)} of ${number(found.length)} are printed; choose fewer, or show more first.` : `All ${number(found.length)} are printed.`);
});

document.addEventListener("keydown", (event) => {
  if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  if (event.key === "/") { event.preventDefault(); form.elements.q.focus(); }
  if (event.key !== "j" && event.key !== "k") return;
  const entries = [...list.children], here = entries.indexOf(document.activeElement.closest("#list > li"));
  const inView = entries.findIndex((one) => one.getBoundingClientRect().top >= barEnd() - 1);
  const at = here < 0 ? Math.max(inView - (event.key === "k"), 0) : Math.max(here + (event.key === "j" ? 1 : -1), 0);
  if (entries[at]) { entries[at].focus({ preventScroll: true }); entries[at].scrollIntoView({ block: "start" }); }
});

// Some browsers keep nothing for a page from disk; then it is switched off for this once.
try { keys.checked = localStorage.getItem("tweetarchive-keys") !== "off"; } catch { /* kept nowhere */ }
keys.addEventListener("change", () => { try { localStorage.setItem("tweetarchive-keys", keys.checked ? "on" : "off"); } catch { /* kept nowhere */ } });

form.hidden = false;
if (location.hash.includes("=")) readHash();
apply();
makeRoom();
// Brought to one spelling while nobody waits, so that the first search finds it done; begun after the page stands, or the
// first filter would wait 0.2 s for it (30,000 entries).
const idle = window.requestIdleCallback || ((then) => setTimeout(() => then({ timeRemaining: () => 10 }), 50));
let folded = 0;
function prepare(deadline) {
  while (folded < held.entries.length && deadline.timeRemaining() > 1) soughtIn(held.entries[folded++]);
  if (folded < held.entries.length) idle(prepare);
}
setTimeout(() => idle(prepare), 500);
