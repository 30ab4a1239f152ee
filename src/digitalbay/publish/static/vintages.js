// Vintages of values: which belong together, how they are written, how they differ, as CSV.
(() => {
  const BOUNDS = { at_least: "≥ ", at_most: "≤ ", about: "≈ " };

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

  const signs = ({ newest, weak }) =>
    (newest.status === "P" || newest.status === "E" ? "*" : "") + (weak ? " (C)" : "");
  const written = (vintage) => `${BOUNDS[vintage.bound] ?? ""}${exact(vintage.value)}`;

  // All vintages of some values as CSV; `about`: name and unit of the indicator, names of places.
  function csv(groups, { name, unit, placeName, version, words }) {
    // Before what a spreadsheet would run stands an apostrophe, as in the book's other downloads.
    const inert = (value) => (typeof value === "string" && /^[=+\-@＝＋－＠\t\r]/u.test(value) ? `'${value}` : String(value));
    const quoted = (value) => (/[",\n]/u.test(value) ? `"${inert(value).replace(/"/gu, '""')}"` : inert(value));
    const heads = ["indicator", "place", "period", "value", "bound", "unit", "published", "status", "grade", "source", "address", "note", "data"];
    const lines = groups.flatMap((group) =>
      group.vintages.map((each) => [
        name, placeName(group.place), group.period, each.value, words[each.bound] ?? "", unit, each.day, words[each.status] ?? "",
        each.grade, `${each.source[1]}${words.colon}${each.source[2]}`, each.source[4], each.note, version,
      ]),
    );
    // The mark tells spreadsheets that the file is UTF-8.
    return `\ufeff${[heads.map((each) => words[each]), ...lines].map((line) => line.map(quoted).join(",")).join("\n")}\n`;
  }

  window.digitalBayVintages = { BOUNDS, short, isBound, written, signs, changed, grouped, csv };
})();
