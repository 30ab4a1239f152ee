// Searches the book when asked: loads the index and the library then, from beside the pages, so that
// it works without a server. Results stand below the field, sections before tables.
(() => {
  const here = document.currentScript.src;
  const top = new URL("..", here);
  const SHOWN = 20;
  const EXCERPT = 220;
  const HAN = "\\u3400-\\u9fff\\uf900-\\ufaff";
  const RUNS = new RegExp(`[${HAN}]+|[^\\s\\p{P}\\p{S}${HAN}]+`, "gu");
  let ready;

  // Words of Latin script and pairs of Chinese characters, as `publish/search.py` splits.
  const split = (text) =>
    (text.match(RUNS) || []).flatMap((run) =>
      run[0] >= "\u3400" && run.length > 1
        ? Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2))
        : [run],
    );

  // "Supercomputers" and "supercomputer" are one word, accents none.
  const term = (word) => {
    const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return plain.length > 4 ? plain.replace(/ies$/, "y").replace(/([^s])s$/, "$1") : plain;
  };

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`cannot load ${address}`));
      document.head.append(script);
    });

  const prepare = () =>
    (ready ??= Promise.all([load(new URL("minisearch.js", here)), load(new URL("search-data.js", top))]).then(
      () => {
        const index = new MiniSearch({
          fields: ["title", "above", "text", "also"],
          storeFields: ["address", "above", "title", "text", "weight"],
          tokenize: split,
          processTerm: term,
        });
        index.addAll(
          window.digitalBaySearchData.documents.map(([address, above, title, text, also, weight], id) => ({
            id, address, above, title, text, also, weight,
          })),
        );
        return index;
      },
    ));

  const within = (text, word) =>
    word >= "\u3400" ? text.includes(word) : ` ${text} `.includes(` ${word} `);

  // The query in the words of the book: 寬頻 also asks for 宽带 and broadband.
  function said(query) {
    const asked = query.trim().toLowerCase();
    const others = window.digitalBaySearchData.synonyms.flatMap((words) =>
      words.filter((word) => within(asked, word)).flatMap((word) => words.map((other) => asked.replace(word, other))),
    );
    return [...new Set([asked, ...others])].slice(0, 8);
  }

  function find(index, query) {
    const asked = said(query);
    const holds = (text) => asked.some((words) => text.toLowerCase().includes(words));
    const options = {
      boost: { title: 5, above: 2, also: 0.8 },
      prefix: (word, i, words) => i === words.length - 1 || word.length > 3,
      fuzzy: (word) => (word.length > 5 && word < "\u3400" ? 0.2 : false),
      boostDocument: (id, word, doc) =>
        doc.weight * (holds(doc.title) ? 3 : holds(doc.text) ? 1.5 : 1),
    };
    const queries = asked.map((words) => ({ queries: [words], combineWith: "AND" }));
    const all = index.search({ queries, combineWith: "OR" }, options);
    return all.length ? all : index.search(query, options);
  }

  // The sentence that says most of what was asked.
  function excerpt(text, words) {
    const sentences = text.split(/(?<=[.!?] )|(?<=[。！？；])|\n/).filter(Boolean);
    const count = (sentence) => words.filter((word) => sentence.toLowerCase().includes(word)).length;
    const whole = sentences.filter((sentence) => /[.?!:;。！？：；）)”"]\s*$/.test(sentence));
    const from = whole.some(count) || !sentences.some(count) ? whole : sentences;
    const best = from.reduce((a, b) => (count(b) > count(a) ? b : a), from[0] ?? "");
    if (best.length <= EXCERPT) return best;
    const at = Math.max(0, ...words.map((word) => best.toLowerCase().indexOf(word)));
    const start = at < EXCERPT - 40 ? 0 : best.lastIndexOf(" ", at - 60) + 1 || at - 60;
    const cut = best.slice(start, start + EXCERPT).replace(/\s\S*$/, "");
    return `${start ? "…" : ""}${cut}…`;
  }

  function marked(text, words) {
    const parts = document.createDocumentFragment();
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const found = escaped.length ? text.split(new RegExp(`(${escaped.join("|")})`, "gi")) : [text];
    found.forEach((part, i) => {
      if (i % 2 === 0) return parts.append(part);
      const mark = document.createElement("mark");
      mark.textContent = part;
      parts.append(mark);
    });
    return parts;
  }

  function shown(result, words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL(result.address, top);
    link.append(marked(result.title, words));
    item.append(link);
    for (const [name, text] of [["db-found-above", result.above], ["db-found-text", excerpt(result.text, words)]]) {
      if (!text) continue;
      const line = document.createElement("p");
      line.className = name;
      line.append(name === "db-found-text" ? marked(text, words) : text);
      item.append(line);
    }
    return item;
  }

  async function search(form, list) {
    const query = form.q.value;
    const [status, results] = [list.querySelector("[role=status]"), list.querySelector("ol")];
    if (!query.trim()) {
      list.dataset.asked = query;
      status.textContent = "";
      return results.replaceChildren();
    }
    const index = await prepare();
    if (form.q.value !== query) return;
    const found = find(index, query);
    const words = said(query)
      .flatMap((asked) => [asked, ...(asked.match(RUNS) ?? [])])
      .filter((word) => word.length > 1 || word >= "\u3400")
      .sort((a, b) => b.length - a.length);
    status.textContent = (found.length ? list.dataset.some : list.dataset.none).replace("{n}", found.length);
    list.dataset.asked = query;
    results.replaceChildren(...found.slice(0, SHOWN).map((result) => shown(result, words)));
  }

  for (const form of document.querySelectorAll("form.bd-search")) {
    const list = form.nextElementSibling;
    if (!list?.matches(".db-found")) continue;
    let waiting;
    form.q.addEventListener("focus", () => prepare().catch(console.error), { once: true });
    form.q.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => search(form, list).catch(console.error), 120);
    });
    // On the page of results the address holds what was asked.
    const asked = new URLSearchParams(location.search).get("q");
    if (asked && !form.closest("dialog")) {
      form.q.value = asked;
      search(form, list).catch(console.error);
    }
  }
})();
