// Draws the series of one indicator at one place: newest values, earlier vintages, bounds, breaks.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 220;
  const EDGE = { top: 14, right: 16, bottom: 26, left: 64 };
  // Neighbours in a line: periods of one kind, at most so many years apart.
  const APART = 1.05;

  function shape(name, attributes, text) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    if (text !== undefined) node.textContent = text;
    return node;
  }

  // Round steps of 1, 2 or 5 times a power of ten.
  function ticks(low, high, count) {
    const rough = (high - low) / count || Math.abs(high) || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
    const first = Math.floor(low / step + 1e-9);
    const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
    return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
  }

  const kind = (period) => period.replace(/\d/gu, "0").replace(/[HQ]0/u, (part) => part[0]);

  // `points`: period, at (its middle in years), value, bound, provisional, earlier (values held
  // before), of which the newest is drawn; `breaks`: years.
  function draw({ points, breaks, width, alt, chosen, written }) {
    const values = points.flatMap(({ value, earlier }) => [value, ...earlier]);
    const across = ticks(Math.min(...values), Math.max(...values), 4);
    const [first, last] = [Math.min(...points.map(({ at }) => at)), Math.max(...points.map(({ at }) => at))];
    const spread = last - first || 1;
    const inner = width - EDGE.left - EDGE.right;
    const x = (at) => EDGE.left + (last === first ? inner / 2 : (inner * (at - first)) / spread);
    const [low, high] = [across[0], across.at(-1)];
    const y = (value) => EDGE.top + ((HEIGHT - EDGE.top - EDGE.bottom) * (high - value)) / (high - low);

    const svg = shape("svg", { class: "db-series", viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": alt });
    for (const tick of across) {
      svg.append(shape("line", { class: "db-series-grid", x1: EDGE.left, x2: width - EDGE.right, y1: y(tick), y2: y(tick) }));
      svg.append(shape("text", { x: EDGE.left - 6, y: y(tick) + 4, "text-anchor": "end" }, written(tick)));
    }
    for (const year of years(first, last, inner)) {
      svg.append(shape("text", { x: x(year + 0.5), y: HEIGHT - 8, "text-anchor": "middle" }, year));
    }
    for (const at of breaks.filter((at) => at > first && at < last)) {
      svg.append(shape("line", { class: "db-series-break", x1: x(at), x2: x(at), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }));
    }
    for (const part of lines(points, breaks)) {
      svg.append(shape("polyline", { class: "db-series-line", points: part.map((point) => `${x(point.at)},${y(point.value)}`).join(" ") }));
    }
    for (const { period, at, value, bound, provisional, earlier } of points) {
      for (const before of earlier) {
        svg.append(shape("circle", { class: "db-series-earlier", cx: x(at), cy: y(before), r: 3 }));
      }
      const names = ["db-series-value", provisional && "is-provisional", period === chosen && "is-chosen"];
      svg.append(mark(bound, x(at), y(value), names.filter(Boolean).join(" ")));
    }
    return svg;
  }

  // Years that have room for their names, and a value within reach.
  function years(first, last, inner) {
    const [from, to] = [Math.floor(first), Math.floor(last)];
    const every = [1, 2, 5, 10, 20].find((step) => ((to - from) / step + 1) * 44 <= inner) ?? 50;
    const found = [];
    for (let year = to; year >= from; year -= every) {
      if (year + 0.5 >= first - 0.01 && year + 0.5 <= last + 0.01) found.push(year);
    }
    return found.length ? found : [to];
  }

  function mark(bound, x, y, name) {
    if (bound !== "at_least" && bound !== "at_most") return shape("circle", { class: name, cx: x, cy: y, r: 4 });
    const tip = bound === "at_least" ? -6 : 6;
    return shape("polygon", { class: name, points: `${x},${y + tip} ${x - 5},${y - tip / 2} ${x + 5},${y - tip / 2}` });
  }

  // Values that compare: of one kind of period, without a year missing, on one side of a break.
  function lines(points, breaks) {
    const parts = [];
    let before;
    for (const point of points.filter(({ bound }) => bound !== "at_least" && bound !== "at_most")) {
      const joined =
        before &&
        kind(before.period) === kind(point.period) &&
        point.at - before.at <= APART &&
        !breaks.some((at) => before.at < at && at <= point.at);
      if (joined) parts.at(-1).push(point);
      else parts.push([point]);
      before = point;
    }
    return parts.filter((part) => part.length > 1);
  }

  window.digitalBaySeries = { draw, lines, ticks };
})();
