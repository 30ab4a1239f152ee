// The tables of the number finder: all values of an indicator, those of a place or period, vintages.
(() => {
  const { BOUNDS, short, isBound, written, signs, changed } = window.digitalBayVintages;

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/gu, (_, name) => values[name]);

  // words: of the page; choice: makes a link to a choice; placeName, placeOrder: of a place's key.
  function tablesOf({ words, choice, placeName, placeOrder }) {
    const cell = (name, content, properties = {}) => make(name, properties, content ?? "");
    const head = (text) => Object.assign(make("th", { scope: "col" }), { textContent: text });
    function table(heads, rows, name, caption) {
      const made = make("table", { className: `table db-table ${name}` });
      made.append(make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads.map(head))), make("tbody", {}, ...rows));
      return make("div", { className: "db-scroll db-finder-scroll", tabIndex: 0 }, made);
    }

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

    return { matrix, list, vintages, told };
  }

  window.digitalBayTables = { make, fill, tablesOf };
})();
