// Adds search, filters and order to the long tables and lists of the book, and keeps what is chosen
// in the address. Without this script they are plain, with every entry.
(() => {
  const { read, write, copier } = window.digitalBayAddress;
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const said = (cell) => cell.textContent.trim().replace(/\s+/gu, " ");

  // Rows of a table: what is hidden, the text that is searched, the cells.
  const ofTable = (table) =>
    [...table.tBodies[0].rows].map((row) => ({
      parts: [row],
      text: folded(`${row.textContent} ${row.dataset.also ?? ""}`),
      cells: [...row.cells].map(said),
    }));

  // Terms of lists with their definitions.
  const ofLists = (terms) =>
    [...document.querySelectorAll(terms)].map((term) => {
      const parts = [term];
      while (parts.at(-1).nextElementSibling?.matches("dd")) parts.push(parts.at(-1).nextElementSibling);
      return { parts, text: folded(parts.map((part) => part.textContent).join(" ")), cells: [] };
    });

  // A section goes with its last entry.
  function hideEmpty(entries) {
    const sections = new Set(entries.map(({ parts }) => parts[0].closest("section")));
    for (const section of sections) {
      if (section.querySelector(":scope > h1")) continue;
      section.hidden = !entries.some(({ parts }) => section.contains(parts[0]) && !parts[0].hidden);
    }
  }

  function equip(box, number) {
    const { words, filters, items } = JSON.parse(box.dataset.tools);
    const table = box.querySelector("table");
    const rows = items ? ofLists(items) : ofTable(table);
    const heads = items ? [] : [...table.tHead.rows[0].cells];
    const titles = heads.map(said);
    // A second box of a page has names of its own.
    const name = (text) => (number ? `${text}-${number + 1}` : text);

    const search = make("input", { type: "search", className: "form-control", autocomplete: "off" });
    const chosen = filters.map(({ label, column, values, fits: how }) => {
      const select = make("select", { className: "form-select" }, new Option(words.all, ""));
      values.forEach(([value, text]) => select.add(new Option(text, value)));
      // The whole text, its start, or one of several between marks.
      const fits = (text) =>
        how === "start" ? text.startsWith(select.value) : text.split(how || undefined).includes(select.value);
      return { column, select, label, fits };
    });
    const sort = make("select", { className: "form-select" }, new Option(words.listed, ""));
    titles.forEach((title) => {
      sort.add(new Option(words.up.replace("{column}", title), title));
      sort.add(new Option(words.down.replace("{column}", title), `-${title}`));
    });
    const status = make("p", { className: "db-filters-status" });
    status.setAttribute("role", "status");
    const reset = make("button", { type: "button", className: "btn btn-sm", textContent: words.reset });

    // Values to choose from have an order of their own.
    const place = (column) => {
      const values = filters.find((filter) => filter.column === column)?.values.map(([value]) => value);
      return (text) => {
        const at = values?.findIndex((value) => text.startsWith(value)) ?? -1;
        return at < 0 ? values?.length ?? 0 : at;
      };
    };
    function arrange() {
      const down = sort.value.startsWith("-");
      const column = titles.indexOf(sort.value.replace(/^-/u, ""));
      heads.forEach((head, n) => {
        if (n === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const at = place(column);
      const compare = (one, other) =>
        at(one.cells[column]) - at(other.cells[column]) || order.compare(one.cells[column], other.cells[column]);
      const sorted = column < 0 ? rows : [...rows].sort((one, other) => (down ? compare(other, one) : compare(one, other)));
      table.tBodies[0].append(...sorted.map(({ parts }) => parts[0]));
    }

    function update() {
      const wanted = folded(search.value).split(/\s+/u).filter(Boolean);
      let shown = 0;
      for (const { parts, text, cells } of rows) {
        const fits =
          wanted.every((word) => text.includes(word)) &&
          chosen.every(({ column, select, fits }) => !select.value || fits(cells[column]));
        parts.forEach((part) => (part.hidden = !fits));
        shown += fits;
      }
      if (items) hideEmpty(rows);
      status.textContent = words.shown.replace("{n}", shown).replace("{all}", rows.length);
    }

    const state = () => ({
      [name("q")]: search.value.trim(),
      ...Object.fromEntries(chosen.map(({ label, select }) => [name(label), select.value])),
      ...(items ? {} : { [name("order")]: sort.value }),
    });
    // What no option is called chooses nothing.
    const choose = (select, value = "") => {
      select.value = value;
      if (select.selectedIndex < 0) select.value = "";
    };
    function restore() {
      const asked = read();
      search.value = asked[name("q")] ?? "";
      chosen.forEach(({ label, select }) => choose(select, asked[name(label)]));
      choose(sort, asked[name("order")]);
      if (!items) arrange();
      update();
    }

    const changed = (step) => {
      update();
      write(state(), { step });
    };
    const sorted = () => {
      arrange();
      write(state(), { step: true });
    };
    search.addEventListener("input", () => changed(false));
    chosen.forEach(({ select }) => select.addEventListener("change", () => changed(true)));
    sort.addEventListener("change", sorted);
    reset.addEventListener("click", () => {
      write(Object.fromEntries(Object.keys(state()).map((key) => [key, ""])), { step: true });
      restore();
      search.focus();
    });
    addEventListener("popstate", restore);
    // By mouse; the keyboard has the list of orders.
    heads.forEach((head, n) => {
      const button = make("button", { type: "button", className: "db-sort", tabIndex: -1 }, ...head.childNodes);
      button.addEventListener("click", () => {
        sort.value = sort.value === titles[n] ? `-${titles[n]}` : titles[n];
        sorted();
      });
      head.append(button);
    });

    const ordered = items ? [] : [make("label", {}, words.sort, sort)];
    const tools = make(
      "div",
      { className: "db-filters-tools" },
      make("label", { className: "db-filters-search" }, words.search, search),
      ...chosen.map(({ label, select }) => make("label", {}, label, select)),
      ...ordered,
      reset,
      copier(words.link, words.copied),
      status,
    );
    tools.setAttribute("role", "search");
    tools.setAttribute("aria-label", words.search);
    box.prepend(tools);
    box.classList.add("is-live");
    restore();
    return { search, skip: words.skip };
  }

  // The first way that a keyboard finds on such a page.
  function offer({ search, skip }) {
    const link = make("a", { href: "#", textContent: skip });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      search.focus();
    });
    const first = document.querySelector(".skip-link");
    first?.before(make("div", { className: "skip-link d-print-none" }, link));
  }

  const equipped = [...document.querySelectorAll(".db-filters")].map(equip);
  if (equipped.length) offer(equipped[0]);
})();
