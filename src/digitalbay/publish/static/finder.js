// The number finder: family, indicator, place and period lead to a value, its vintages and sources.
// What is chosen stands in the address. The numbers are scripts beside the pages, loaded by family.
(() => {
  const root = document.querySelector(".db-finder");
  if (!root) return;
  const { read, write, carry, copier } = window.digitalBayAddress;
  const { short, grouped, csv } = window.digitalBayVintages;
  const { answersTo } = window.digitalBayQuestions;
  const { make, fill, tablesOf } = window.digitalBayTables;
  const words = JSON.parse(root.dataset.words);
  const entries = JSON.parse(root.dataset.entries);
  const NAMES = ["indicator", "place", "period"];
  const SHOWN = 12;

  const loading = {};
  const load = (name) =>
    (loading[name] ??= new Promise((resolve, reject) => {
      const script = make("script", { src: `${root.dataset.numbers}${name}.js` });
      script.onload = () => resolve(window.digitalBayNumbers[name]);
      script.onerror = () => reject(new Error(words.failed));
      document.head.append(script);
    }));

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

  const { matrix, list, vintages, told } = tablesOf({ words, choice, placeName, placeOrder });

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

  function answer() {
    const question = ask.value.trim();
    const all = question ? answersTo(question, index) : [];
    answers.replaceChildren(...all.slice(0, SHOWN).map(({ state, text }) => make("li", {}, choice(state, text))));
    if (question) status.textContent = all.length ? fill(words.some_found, { n: all.length }) : words.none_found;
  }
  ask.addEventListener("input", answer);

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
    rows.addEventListener("click", () => save(`${key}.csv`, csv(groups, { name, unit, placeName, version: root.dataset.version, words })));
    const whole = make("a", { href: `${root.dataset.observations}${key}.csv`, download: "", textContent: words.whole });
    const [of] = index.indicators[key];
    const entry = make("a", { href: `${entries[of]}#indicator-${key}`, textContent: words.entry });
    return make("p", { className: "db-finder-bar" }, rows, whole, ...(entries[of] ? [entry] : []), copier(words.link, words.copied));
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
