// Adds search and filters to the long tables of the book. Without this script they are plain
// tables with every row.
(() => {
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  function equip(box) {
    const words = JSON.parse(box.dataset.words);
    const table = box.querySelector("table");
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      text: folded(`${row.textContent} ${row.dataset.also ?? ""}`),
      cells: [...row.cells].map((cell) => cell.textContent),
    }));

    const search = make("input", { type: "search", className: "form-control", autocomplete: "off" });
    const chosen = heads.flatMap((head, column) => {
      if (!head.dataset.values) return [];
      const select = make("select", { className: "form-select" }, new Option(words.all, ""));
      JSON.parse(head.dataset.values).forEach((value) => select.add(new Option(value, value)));
      return [{ column, select, label: head.textContent }];
    });
    const status = make("p", { className: "db-explorer-status" });
    status.setAttribute("role", "status");
    const reset = make("button", { type: "button", className: "btn btn-sm", textContent: words.reset });

    const update = () => {
      const wanted = folded(search.value).split(/\s+/u).filter(Boolean);
      let shown = 0;
      for (const { row, text, cells } of rows) {
        row.hidden = !(
          wanted.every((word) => text.includes(word)) &&
          chosen.every(({ column, select }) => !select.value || cells[column] === select.value)
        );
        shown += !row.hidden;
      }
      status.textContent = words.shown.replace("{n}", shown).replace("{all}", rows.length);
    };
    search.addEventListener("input", update);
    chosen.forEach(({ select }) => select.addEventListener("change", update));
    reset.addEventListener("click", () => {
      search.value = "";
      chosen.forEach(({ select }) => (select.value = ""));
      update();
      search.focus();
    });

    const tools = make(
      "div",
      { className: "db-explorer-tools" },
      make("label", { className: "db-explorer-search" }, words.search, search),
      ...chosen.map(({ label, select }) => make("label", {}, label, select)),
      reset,
      status,
    );
    tools.setAttribute("role", "search");
    tools.setAttribute("aria-label", words.search);
    box.prepend(tools);
    update();
  }

  document.querySelectorAll(".db-explorer").forEach(equip);
})();
