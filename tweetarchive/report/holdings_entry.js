// One of the list, as elements. Everything is set as text but `d`, which tweetarchive made and escaped.

function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) if (value != null) made.setAttribute(key, value);
  made.append(...children.filter((one) => one != null));
  return made;
}
const foreign = (words, name = "bdi") => element(name, { dir: "auto" }, words);
const out = (address, ...shownAs) => address
  ? element("a", { href: address, rel: "noreferrer nofollow" }, ...shownAs) : element("span", {}, ...shownAs);
const web = (address) => /^https?:\/\//i.test(address || "") ? address : null;
const kept = (article, address) => replayAt && article.at ? `${replayAt}${article.at}/${address}` : null;

function entry(one) {
  const article = held.articles[one.a], kind = one.c || "embed";
  const made = element("li", { class: "judged " + one.v, tabindex: "-1" }, heading(one, article, kind));
  const place = { embed: `embed ${one.p} of `, claim: "quoted in the running text of ", article: "article without either" }[kind];
  made.append(element("p", { class: "aside" }, place, kind === "article" ? null : titled(article),
    kind === "claim" && one.p ? `, beside the tweet of embed ${one.p}` : null));
  if (kind !== "article") made.append(...texts(one));
  const facts = element("dl", {});
  for (const [label, ...told] of factsOf(one, article)) facts.append(element("div", {}, element("dt", {}, label), element("dd", {}, ...told)));
  made.append(facts);
  return made;
}

function heading(one, article, kind) {
  const by = kind === "article" ? [titled(article)] : [
    one.w ? foreign(one.w) : null, one.h ? " " : null, one.h ? foreign("@" + one.h) : null,
    one.t ? element("time", { datetime: one.t }, ` ${one.t.slice(0, 16).replace("T", " ")} UTC${one.i ? ", by its number" : ""}`) : null];
  const verdict = element("span", { class: "verdict " + one.v }, element("span", { "aria-hidden": "true" }, held.signs[one.v]), " " + held.words[one.v]);
  return element("h3", {}, verdict, " ", ...by);
}
const titled = (article) => out(article.url, foreign(article.title || article.url || article.source));

function texts(one) {
  if (one.d) {
    const parts = element("div", {});
    parts.innerHTML = one.d;
    return [parts];
  }
  const sides = element("div", { class: "difference" + (one.u === undefined ? " single" : "") });
  sides.append(side("The article says", one.q, "none of the tweet’s words"));
  if (one.u !== undefined) sides.append(side("The tweet says", one.u, "not known: no copy of it is held"));
  return [sides, one.z ? element("p", { class: "same" }, one.z) : null].filter(Boolean);
}
function side(heading, words, missing) {
  const made = element("div", { class: "side", role: "group", "aria-label": heading }, element("p", { class: "whose" }, heading));
  made.append(words ? foreign(words, "blockquote") : element("p", { class: "nothing" }, missing));
  return made;
}

function* factsOf(one, article) {
  if (one.x) yield ["sentence", foreign(one.x)];
  if (one.l) yield ["state", one.l];
  if (one.g) yield ["", one.g];
  if (one.e) yield ["says who", ...evidence(one)];
  for (const [label, note] of one.k || []) yield [label, foreign(note)];
  for (const flag of one.f || []) yield ["look at", foreign(flag)];
  for (const problem of one.b || []) yield ["problem", foreign(problem)];
  for (const [medium, alt, size, address] of one.m || []) {
    const told = size === null ? element("span", {}, "not kept") : out(kept(article, address), `${Math.max(Math.round(size / 1000), 1)} kB`);
    yield [medium.replace("_", " "), told, ...(alt ? [" “", foreign(alt), "”"] : [])];
  }
  if (one.s) {
    yield ["tweet", out(`https://x.com/i/status/${one.s}`, one.s),
      ...(one.p ? [" · ", out(kept(article, `https://tweetarchive.invalid/tweet/${one.s}`), "card in the archive")] : []),
      ...(web(one.o) ? [" · ", out(one.o, "copy in a web archive")] : [])];
  }
  if (article.url && article.record) {
    yield ["article", out(kept(article, article.url), "as archived"),
      ...(one.p ? [" · ", out(kept(article, `https://tweetarchive.invalid/view/${article.url}`), "with cards in place")] : [])];
  }
  if (one.r) yield ["tweet record", ...record(one.r)];
  if (article.record) yield ["article record", ...record(article.record)];
  const others = (article.problems || []).filter((problem) => !(one.b || []).includes(problem));
  if (others.length) {
    yield ["article", element("details", {}, element("summary", {}, `${others.length} ${others.length === 1 ? "problem" : "problems"} with it`),
      ...others.map((problem) => foreign(problem, "p")))];
  }
}

function evidence(one) {
  const [source, words, file, offset, recheck] = one.e;
  const who = source ? held.sources[source] || source : "nobody";
  const coded = words && /^(HTTP \d{3}|[\w:/-]+)$/.test(words);
  const said = words ? (coded ? [" answers ", foreign(words)] : [": “", foreign(words), "”"])
    : [one.n === "live" ? " shows it" : one.n === "unknown" ? " says nothing of it" : " says so"];
  const where = file === undefined ? [] : ["; ", ...record([file, offset]), recheck ? ", of a recheck" : ", of an article"];
  return [foreign(who), ...said, ...where];
}
const record = ([file, offset]) => [foreign(held.files[file]), ...(offset === null ? [] : [` at ${offset}`])];
