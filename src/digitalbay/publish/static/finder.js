// The number finder: family, indicator, place and period lead to a value, its vintages and sources.
// What is chosen stands in the address. The numbers are scripts beside the pages, loaded by family.
(() => {
  const root = document.querySelector(".db-finder");
  if (!root) return;
  const { read, write, carry, copier } = window.digitalBayAddress;
  const words = JSON.parse(root.dataset.words);
  const entries = JSON.parse(root.dataset.entries);
  const NAMES = ["indicator", "place", "period"];
  const SHOWN = 12;
  const BOUNDS = { at_least: "≥ ", at_most: "≤ ", about: "≈ " };

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/gu, (_, name) => values[name]);
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  const loading = {};
  const load = (name) =>
    (loading[name] ??= new Promise((resolve, reject) => {
      const script = make("script", { src: `${root.dataset.numbers}${name}.js` });
      script.onload = () => resolve(window.digitalBayNumbers[name]);
      script.onerror = () => reject(new Error(words.failed));
      document.head.append(script);
    }));

  // As held, without the noise of binary fractions.
  const exact = (value) => Number(value.toPrecision(12)).toLocaleString("en", { maximumFractionDigits: 12 });
  // As many digits as tell values apart at a glance, never less than the whole number.
  const short = (value) => {
    const digits = Math.abs(value) >= 1 ? Math.floor(Math.log10(Math.abs(value))) + 1 : 0;
    return value.toLocaleString("en", { maximumFractionDigits: Math.max(0, Math.min(4, 7 - digits)) });
  };
  const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "±") + exact(Math.abs(value));
  const isBound = ({ bound }) => bound === "at_least" || bound === "at_most";

  // How a vintage differs from an earlier one, in the unit and per cent; a bound differs from nothing.
  function changed(from, to, relative) {
    if (isBound(from) || isBound(to)) return "";
    const by = Number((to.value - from.value).toPrecision(10));
    if (!relative || !from.value) return signed(by);
    const share = (100 * by) / Math.abs(from.value);
    const percent = Math.abs(share).toFixed(Math.abs(share) < 0.1 ? 2 : 1);
    return `${signed(by)} (${by < 0 ? "−" : "+"}${percent}%)`;
  }

  // Vintages of one place and period, oldest first, and the one that the book's figures would use.
  function grouped(numbers, indicator) {
    const groups = new Map();
    for (const row of numbers.rows) {
      const [key, place, at, source, note, day, value, status, bound, grade] = row;
      if (key !== indicator) continue;
      const [period, written, middle] = numbers.periods[at];
      const id = `${place} ${period}`;
      if (!groups.has(id)) groups.set(id, { place, period, written, at: middle, position: at, vintages: [] });
      groups.get(id).vintages.push({
        value, status, bound, grade, day,
        published: numbers.published[day],
        source: numbers.sources[source],
        note: numbers.notes[note],
      });
    }
    for (const group of groups.values()) {
      const used = group.vintages.filter(({ grade }) => grade !== "C");
      group.newest = used.at(-1) ?? group.vintages.at(-1);
      group.weak = !used.length;
    }
    return [...groups.values()];
  }

  // A link to another choice, followed without loading the page.
  function choice(state, text, name = "") {
    const link = make("a", { className: name, textContent: text });
    link.href = `?${new URLSearchParams(Object.entries(state).filter(([, value]) => value))}`;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(state, true);
    });
    return link;
  }

  function go(state, focus = false) {
    write(Object.fromEntries(NAMES.map((name) => [name, state[name]])), { step: true, carried: true });
    show(focus).catch(fail);
  }
  const fail = (error) => {
    status.textContent = words.failed;
    console.error(error);
  };

  // The controls.
  const control = (label, element) => make("label", {}, label, element);
  const select = () => make("select", { className: "form-select" });
  const ask = make("input", { type: "search", className: "form-control", autocomplete: "off" });
  const answers = make("ul", { className: "db-finder-answers" });
  const [family, indicator, place, period] = [select(), select(), select(), select()];
  const status = make("p", { className: "db-filters-status" });
  status.setAttribute("role", "status");
  const found = make("div", { className: "db-finder-found" });
  const tools = make(
    "div",
    { className: "db-filters-tools" },
    make("label", { className: "db-filters-search" }, words.ask, ask),
    answers,
    control(words.family, family),
    control(words.indicator, indicator),
    control(words.place, place),
    control(words.period, period),
    status,
  );
  tools.setAttribute("role", "search");
  tools.setAttribute("aria-label", words.ask);

  let index;
  const placeName = (key) => index.places.find(([each]) => each === key)?.[1] ?? key;
  const placeOrder = (key) => index.places.findIndex(([each]) => each === key);

  const options = (element, first, list, value) => {
    element.replaceChildren(...(first ? [new Option(first, "")] : []), ...list.map(([key, text]) => new Option(text, key)));
    element.value = value ?? "";
    element.disabled = !list.length;
  };

  function offerFamilies() {
    family.replaceChildren(new Option(words.choose, ""));
    for (const [name, keys] of index.themes) {
      family.append(make("optgroup", { label: name }, ...keys.map((key) => new Option(index.families[key][0], key))));
    }
  }

  const membersOf = (key) => Object.entries(index.indicators).filter(([, [of]]) => of === key).map(([name, [, text]]) => [name, text]);
  // The main measure before the others.
  function offerIndicators(key, chosen) {
    const main = index.families[key]?.[2];
    const members = membersOf(key);
    options(indicator, "", [...members.filter(([name]) => name === main), ...members.filter(([name]) => name !== main)], chosen);
  }

  // The main measure of a family; without a value of it, another.
  const firstOf = (key) => {
    const main = index.families[key]?.[2];
    return index.indicators[main] ? main : membersOf(key)[0]?.[0];
  };
  family.addEventListener("change", () => go({ ...read(), indicator: firstOf(family.value), period: "" }));
  indicator.addEventListener("change", () => go({ ...read(), indicator: indicator.value, period: "" }));
  place.addEventListener("change", () => go({ ...read(), place: place.value }));
  period.addEventListener("change", () => go({ ...read(), period: period.value }));

  // The search: a place and a year of the question, and names that hold its other words.
  const holds = (text, word) =>
    /[\u3400-\u9fff]/u.test(word) ? text.includes(word) : new RegExp(`(^|[^\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")}`, "u").test(text);

  function understood(question) {
    let rest = ` ${folded(question)} `;
    const year = rest.match(/(?<!\d)(?:19|20)\d\d(?!\d)/u)?.[0] ?? "";
    rest = rest.replace(new RegExp(`${year || "(?!)"}年?`, "u"), " ");
    const names = index.places.flatMap(([key, name, others]) => [name, ...others.split("|")].filter(Boolean).map((each) => [key, folded(each)]));
    const [at, said] = names.sort((a, b) => b[1].length - a[1].length).find(([, name]) => holds(rest, name)) ?? ["", ""];
    rest = said ? rest.replace(said, " ") : rest;
    const words = rest.split(/[\s,，、的]+/u).filter((word) => word && !["of", "in", "the", "at"].includes(word));
    return { place: at, period: year, words };
  }

  function answersTo(question) {
    const { place: at, period: when, words: wanted } = understood(question);
    const position = placeOrder(at);
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
      const text = [name, at && placeName(at), when].filter(Boolean).join(" · ");
      scored.push({ score, state: { indicator: key, place: at, period: when }, text });
    }
    return wanted.length ? scored.sort((a, b) => b.score - a.score || a.text.length - b.text.length) : [];
  }

  function answer() {
    const question = ask.value.trim();
    const all = question ? answersTo(question) : [];
    answers.replaceChildren(...all.slice(0, SHOWN).map(({ state, text }) => make("li", {}, choice(state, text))));
    if (question) status.textContent = all.length ? fill(words.some_found, { n: all.length }) : words.none_found;
  }
  ask.addEventListener("input", answer);

  // Tables.
  const cell = (name, content, properties = {}) => make(name, properties, content ?? "");
  const head = (text) => Object.assign(make("th", { scope: "col" }), { textContent: text });
  function table(heads, rows, name, caption) {
    const made = make("table", { className: `table db-table ${name}` });
    made.append(make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads.map(head))), make("tbody", {}, ...rows));
    return make("div", { className: "db-scroll db-finder-scroll", tabIndex: 0 }, made);
  }

  const signs = ({ newest, weak }) =>
    (newest.status === "P" || newest.status === "E" ? "*" : "") + (weak ? " (C)" : "");
  const written = (vintage) => `${BOUNDS[vintage.bound] ?? ""}${exact(vintage.value)}`;

  // All places and periods of an indicator: each value leads to its vintages.
  function matrix(groups, key, caption) {
    const periods = [...new Map(groups.map((group) => [group.position, group])).values()].sort((a, b) => b.position - a.position);
    const by = new Map(groups.map((group) => [`${group.place} ${group.period}`, group]));
    const places = [...new Set(groups.map((group) => group.place))].sort((a, b) => placeOrder(a) - placeOrder(b));
    const rows = places.map((at) => {
      const row = make("tr", {}, cell("th", choice({ indicator: key, place: at }, placeName(at)), { scope: "row" }));
      row.append(...periods.map(({ period: when }) => {
        const group = by.get(`${at} ${when}`);
        return cell("td", group && value(group, key), { className: "text-right" });
      }));
      return row;
    });
    const made = table([words.place, ...periods.map(({ written }) => written)], rows, "db-matrix", caption);
    rove(made);
    return made;
  }

  function value(group, key) {
    const { newest, vintages, place: at, period: when, written: time } = group;
    const text = `${BOUNDS[newest.bound] ?? ""}${short(newest.value)}${signs(group)}`;
    const link = choice({ indicator: key, place: at, period: when }, text);
    if (vintages.length > 1) link.append(make("sup", { textContent: vintages.length }));
    link.setAttribute("aria-label", [placeName(at), time, written(newest)].join(words.comma));
    return link;
  }

  // One stop for the keyboard; arrow keys move within.
  function rove(made) {
    const links = [...made.querySelectorAll("tbody a")];
    links.forEach((link, n) => (link.tabIndex = n ? -1 : 0));
    made.tabIndex = -1;
    made.addEventListener("keydown", (event) => {
      const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
      const here = event.target.closest("td, th");
      if (!step || !here) return;
      event.preventDefault();
      const rows = [...made.querySelectorAll("tbody tr")];
      let [y, x] = [rows.indexOf(here.parentElement) + step[0], here.cellIndex + step[1]];
      while (rows[y]?.cells[x] && !rows[y].cells[x].querySelector("a")) [y, x] = [y + step[0], x + step[1]];
      const link = rows[y]?.cells[x]?.querySelector("a");
      if (!link) return;
      links.forEach((each) => (each.tabIndex = each === link ? 0 : -1));
      link.focus();
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }

  const sourceOf = ([, label, title, there]) => make(there ? "a" : "span", { ...(there && { href: there }), title, textContent: label });

  // One place or one period: newest values with what was held before.
  function list(groups, key, relative, breaks, free, caption) {
    const heads = [words[free], words.newest, words.published, words.source, words.grade, words.earlier, words.revised];
    const rows = [];
    groups.forEach((group, n) => {
      const { newest, vintages } = group;
      const name = free === "place" ? placeName(group.place) : group.written;
      const earlier = vintages.filter((each) => each !== newest).reverse();
      const first = vintages.find((each) => !isBound(each));
      const revised = first && first !== newest && first.value !== newest.value ? changed(first, newest, relative) : "";
      const row = make("tr", {}, cell("th", choice({ indicator: key, place: group.place, period: group.period }, name), { scope: "row" }));
      row.append(
        cell("td", written(newest) + signs(group), { className: "text-right" }),
        cell("td", newest.published),
        cell("td", sourceOf(newest.source)),
        cell("td", newest.grade),
        cell("td", earlier.map((each) => `${written(each)} (${each.published})`).join(words.semicolon)),
        cell("td", revised, { className: "text-right" }),
      );
      rows.push(row);
      const next = groups[n + 1];
      for (const [, when] of breaks.filter(([, , at]) => free === "period" && next && next.at < at && at <= group.at)) {
        rows.push(make("tr", { className: "db-break" }, cell("td", fill(words.break, { period: when }), { colSpan: heads.length })));
      }
    });
    return table(heads, rows, "db-numbers", caption);
  }

  // One place and period: every vintage side by side.
  function vintages(group, relative, caption) {
    const heads = [words.published, words.value, words.change, words.status, words.source, words.grade, words.note];
    const rows = group.vintages.map((each, n) => {
      const before = group.vintages[n - 1];
      const note = make("span", { textContent: each.note, lang: "en" });
      const row = make("tr", { className: each === group.newest ? "is-newest" : "" }, cell("th", each.published, { scope: "row" }));
      const sources = make("td", {}, sourceOf(each.source));
      const [, host] = each.source[4].match(/^https?:\/\/([^/?#]+)/u) ?? [];
      if (host) sources.append(" · ", make("a", { href: each.source[4], className: "reference external", textContent: host }));
      row.append(
        cell("td", written(each), { className: "text-right" }),
        cell("td", before ? changed(before, each, relative) : "", { className: "text-right" }),
        cell("td", [words[each.status], each.bound && words[each.bound]].filter(Boolean).join(words.comma)),
        sources,
        cell("td", each.grade),
        cell("td", note),
      );
      return row;
    });
    return table(heads, rows, "db-vintages", caption);
  }

  // In words: value, unit, when published, what was held first.
  function told(group, unit, relative) {
    const { newest, vintages: all } = group;
    const [first] = all;
    const text = fill(words.told, { value: written(newest), unit, day: newest.published, n: all.length });
    const by = first.value === newest.value ? "" : changed(first, newest, relative);
    const gap = document.documentElement.lang === "en" ? " " : "";
    return by ? text + gap + fill(words.told_revised, { first: written(first), day: first.published, change: by }) : text;
  }

  function series(groups, name, unit, breaks, chosen) {
    const points = groups.map(({ period: when, at, newest, vintages: all }) => ({
      period: when,
      at,
      value: newest.value,
      bound: newest.bound,
      provisional: newest.status === "P" || newest.status === "E",
      earlier: all.filter((each) => each !== newest).map((each) => each.value),
    }));
    const box = make("figure", { className: "db-finder-series" });
    const draw = () => {
      const width = Math.max(260, Math.min(720, found.clientWidth || 720));
      const alt = fill(words.chart, { what: name, unit });
      const drawn = window.digitalBaySeries.draw({ points, breaks: breaks.map(([, , at]) => at), width, alt, chosen, written: short });
      const caption = make("figcaption", {}, make("strong", { textContent: `${name}${words.comma}${unit}` }), words.drawn);
      box.replaceChildren(drawn, caption);
    };
    box.redraw = draw;
    draw();
    return box;
  }

  // What can be taken away.
  function bar(groups, key, name, unit) {
    const rows = make("button", { type: "button", className: "btn btn-sm", textContent: words.rows });
    rows.addEventListener("click", () => save(`${key}.csv`, csv(groups, key, name, unit)));
    const whole = make("a", { href: `${root.dataset.observations}${key}.csv`, download: "", textContent: words.whole });
    const [of] = index.indicators[key];
    const entry = make("a", { href: `${entries[of]}#indicator-${key}`, textContent: words.entry });
    return make("p", { className: "db-finder-bar" }, rows, whole, ...(entries[of] ? [entry] : []), copier(words.link, words.copied));
  }

  function csv(groups, key, name, unit) {
    // Before what a spreadsheet would run stands an apostrophe, as in the book's other downloads.
    const inert = (value) => (typeof value === "string" && /^[=+\-@＝＋－＠\t\r]/u.test(value) ? `'${value}` : String(value));
    const quoted = (value) => (/[",\n]/u.test(value) ? `"${inert(value).replace(/"/gu, '""')}"` : inert(value));
    const heads = ["indicator", "place", "period", "value", "bound", "unit", "published", "status", "grade", "source", "address", "note", "data"];
    const lines = groups.flatMap((group) =>
      group.vintages.map((each) => [
        name, placeName(group.place), group.period, each.value, words[each.bound] ?? "", unit, each.day, words[each.status] ?? "",
        each.grade, `${each.source[1]}${words.colon}${each.source[2]}`, each.source[4], each.note, root.dataset.version,
      ]),
    );
    // The mark tells spreadsheets that the file is UTF-8.
    return `\ufeff${[heads.map((each) => words[each]), ...lines].map((line) => line.map(quoted).join(",")).join("\n")}\n`;
  }

  function save(name, text) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // Without a choice, all families by theme.
  function start() {
    return index.themes.map(([name, keys]) => {
      const listed = make("ul", { className: "db-finder-families" });
      listed.append(...keys.map((key) => {
        const counted = fill(words.counted, { n: membersOf(key).length });
        return make("li", {}, choice({ indicator: firstOf(key) }, index.families[key][0]), make("small", {}, ` ${counted}`));
      }));
      return make("section", {}, make("h2", { textContent: name }), listed);
    });
  }

  // What the controls offer for an indicator, and what of it is chosen.
  function offer(numbers, key, asked) {
    const all = grouped(numbers, key).sort((a, b) => b.position - a.position);
    const places = [...new Set(all.map((group) => group.place))].sort((a, b) => placeOrder(a) - placeOrder(b));
    const periods = [...new Map(all.map((group) => [group.period, group.written]))];
    options(place, words.all_places, places.map((each) => [each, placeName(each)]), asked.place);
    options(period, words.all_periods, periods, asked.period);
    const fits = (name) => (group) => !asked[name] || group[name] === asked[name];
    return {
      groups: all.filter(fits("place")).filter(fits("period")),
      // The whole series of a place, in the order of time.
      series: asked.place ? all.filter(fits("place")).reverse() : [],
      time: periods.find(([text]) => text === asked.period)?.[1] ?? asked.period,
    };
  }

  // The values of a choice: a table of all, of one place or period, or of the vintages of one value.
  function values(groups, key, asked, [, , unit, breaks, relative]) {
    const caption = `${words.unit}${words.colon}${unit}`;
    if (!groups.length) return [make("p", { textContent: words.nothing })];
    if (asked.place && asked.period) {
      const said = make("p", { className: "db-finder-told", textContent: told(groups[0], unit, relative) });
      return [said, vintages(groups[0], relative, caption)];
    }
    if (asked.place) return [list(groups, key, relative, breaks, "period", caption)];
    if (!asked.period) return [matrix(groups, key, caption)];
    const placed = [...groups].sort((a, b) => placeOrder(a.place) - placeOrder(b.place));
    return [list(placed, key, relative, breaks, "place", caption)];
  }

  function notes(asked, [, definition, , breaks]) {
    const note = (text, name = "db-finder-marks") => make("p", { className: name, textContent: text });
    const whole = !asked.place && !asked.period;
    return [
      note(whole ? `${words.marks} ${words.keys}` : words.marks),
      ...(asked.place && asked.period ? [] : breaks.map(([, when]) => note(fill(words.break, { period: when })))),
      note(definition, "db-finder-definition"),
    ];
  }

  async function show(focus = false) {
    index ??= await load("index");
    if (!family.options.length) offerFamilies();
    const asked = read();
    const key = index.indicators[asked.indicator] ? asked.indicator : "";
    const [of = ""] = index.indicators[key] ?? [];
    family.value = of;
    offerIndicators(of, key);
    if (!key) {
      options(place, words.all_places, []);
      options(period, words.all_periods, []);
      found.replaceChildren(...start());
      status.textContent = "";
      return;
    }
    const numbers = await load(of);
    // Another choice may have come in between.
    if (read().indicator !== key) return;
    const described = numbers.indicators[key];
    const [name, , unit, breaks] = described;
    const { groups, series: own, time } = offer(numbers, key, asked);
    const where = asked.place && placeName(asked.place);
    const title = make("h2", { tabIndex: -1, textContent: [name, where, time].filter(Boolean).join(words.comma) });
    const shown = values(groups, key, asked, described);
    const drawn = own.length > 1 ? [series(own, `${name}${words.comma}${where}`, unit, breaks, asked.period)] : [];
    // A value before its series; a series before its values.
    const body = asked.period ? [...shown, ...drawn] : [...drawn, ...shown];
    const taken = groups.length ? [bar(groups, key, name, unit)] : [];
    found.replaceChildren(title, ...body, ...notes(asked, described), ...taken);
    status.textContent = fill(words.shown, { n: groups.length.toLocaleString("en") });
    if (focus) title.focus();
    carry();
  }

  let resized;
  addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => found.querySelector(".db-finder-series")?.redraw(), 150);
  });
  addEventListener("popstate", () => show().catch(fail));
  root.replaceChildren(tools, found);
  show().catch(fail);
})();
