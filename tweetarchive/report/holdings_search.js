"use strict";
// What is sought and what it is sought in, brought to one spelling.

// Letters that NFKD leaves apart and that readers type for one another.
const LETTERS = { "ß": "ss", "ı": "i", "ٱ": "ا", "ـ": "", "ς": "σ", "’": "'", "‘": "'", "ʼ": "'" };
const ASCII = /^[\x00-\x7f]*$/;

function fold(words) {
  let folded = words.toLowerCase();
  if (!ASCII.test(folded)) folded = folded.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[ßıٱـς’‘ʼ]/g, (one) => LETTERS[one]);
  return folded.replace(/\s+/g, " ");
}

// Words, each to be found somewhere; “in quotation marks” they are to be found together. Of a tweet's address, its whole
// number, as `soughtIn` writes it.
function sought(typed) {
  const found = [];
  for (const [, straight, curly, plain] of typed.matchAll(/"([^"]*)"?|“([^”]*)”?|([^\s"“]+)/g)) {
    const address = plain && plain.match(/\/status(?:es)?\/(\d+)/);
    const words = address ? `status/${address[1]}.` : fold(straight || curly || plain || "").trim();
    if (words) found.push(words);
  }
  return found;
}

function soughtIn(one) {
  if (one.sought === undefined) {
    const article = held.articles[one.a];
    one.sought = fold([
      one.q, one.u, one.x, one.w, one.h && "@" + one.h, one.s && `status/${one.s}.`, one.l, one.e && one.e[1], article.title, article.url, article.source,
      ...(one.k || []).map(([, note]) => note), ...(one.m || []).map(([, alt]) => alt), ...(one.f || []), ...(one.b || []),
    ].filter(Boolean).join("\n"));
  }
  return one.sought;
}
