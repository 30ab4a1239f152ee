// What a question to the number finder means.
(() => {
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  // The search: a place and a year of the question, and names that hold its other words.
  const holds = (text, word) =>
    /[\u3400-\u9fff]/u.test(word) ? text.includes(word) : new RegExp(`(^|[^\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")}`, "u").test(text);

  function understood(question, index) {
    let rest = ` ${folded(question)} `;
    const year = rest.match(/(?<!\d)(?:19|20)\d\d(?!\d)/u)?.[0] ?? "";
    rest = rest.replace(new RegExp(`${year || "(?!)"}年?`, "u"), " ");
    const names = index.places.flatMap(([key, name, others]) => [name, ...others.split("|")].filter(Boolean).map((each) => [key, folded(each)]));
    const [at, said] = names.sort((a, b) => b[1].length - a[1].length).find(([, name]) => holds(rest, name)) ?? ["", ""];
    rest = said ? rest.replace(said, " ") : rest;
    const words = rest.split(/[\s,，、的]+/u).filter((word) => word && !["of", "in", "the", "at"].includes(word));
    return { place: at, period: year, words };
  }

  // What may be meant, the likeliest first: a choice and what to call it.
  function answersTo(question, index) {
    const { place: at, period: when, words: wanted } = understood(question, index);
    const position = index.places.findIndex(([each]) => each === at);
    const scored = [];
    for (const [key, [of, name, others, places]] of Object.entries(index.indicators)) {
      if (at && !places.includes(position)) continue;
      const [familyName, familyOthers, main] = index.families[of];
      const own = folded(`${name}|${others}|${key}`);
      const above = folded(`${familyName}|${familyOthers}`);
      const all = (text) => wanted.every((word) => holds(text, word));
      if (!all(`${own}|${above}`)) continue;
      // The main measure of a family that is meant before others.
      const score = 3 * (key === main) + 2 * all(above) + all(own);
      const text = [name, index.places[position]?.[1], when].filter(Boolean).join(" · ");
      scored.push({ score, state: { indicator: key, place: at, period: when }, text });
    }
    return wanted.length ? scored.sort((a, b) => b.score - a.score || a.text.length - b.text.length) : [];
  }

  window.digitalBayQuestions = { answersTo };
})();
