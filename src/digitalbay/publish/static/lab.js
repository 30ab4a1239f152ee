// The robustness lab: the reader moves weights, and scores, ranks and intervals follow. Without
// this script the page shows the picture for the weights at first.
(() => {
  // Scores closer than this are tied, as in digitalbay.methods.kernels.
  const TIE = 1e10;
  // Errors are cut off here, in standard errors, as in digitalbay.methods.design.
  const CUT = 3;

  // Min-max over the units' own range, more being better; rows are units.
  function normalise(data, directions, [low, high]) {
    const z = data.map((row) => row.map((value, j) => value * directions[j]));
    directions.forEach((_, j) => {
      const column = z.map((row) => row[j]);
      const least = Math.min(...column);
      const slope = (high - low) / (Math.max(...column) - least);
      z.forEach((row) => (row[j] = (row[j] - least) * slope + low));
    });
    return z;
  }

  // Weights that sum to 1 in proportion to what is given; equal if nothing is.
  function shares(weights) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length));
  }

  function scores(z, weights, rule) {
    const w = shares(weights);
    if (rule === "geometric") {
      return z.map((row) => Math.exp(row.reduce((sum, value, j) => sum + w[j] * Math.log(value), 0)));
    }
    return z.map((row) => row.reduce((sum, value, j) => sum + w[j] * value, 0));
  }

  // The best gets 1, ties share the best rank.
  function ranks(values) {
    const rounded = values.map((value) => Math.round(value * TIE));
    return rounded.map((value) => 1 + rounded.filter((other) => other > value).length);
  }

  // Between order statistics (Hyndman & Fan's type 7), as numpy and R do by default.
  function quantile(values, q) {
    const sorted = Float64Array.from(values).sort();
    const position = (sorted.length - 1) * q;
    const below = Math.floor(position);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  // Mulberry32: the same numbers for a seed, everywhere.
  function random(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  // What every draw does to the data (normalised anew) and to the weights.
  function draws(lab) {
    const uniform = random(lab.seed + 1);
    const normal = () => {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const value = radius * Math.cos(2 * Math.PI * uniform());
      return Math.max(-CUT, Math.min(CUT, value));
    };
    return Array.from({ length: lab.draws }, () => ({
      z: normalise(
        lab.data.map((row) => row.map((value) => value + lab.error * Math.abs(value) * normal())),
        lab.directions,
        lab.interval,
      ),
      factors: lab.weights.map(() => 1 - lab.noise + 2 * lab.noise * uniform()),
    }));
  }

  // Score and rank of each unit with their intervals, and how many pairs keep their order.
  function evaluate(lab, drawn, weights, rule) {
    const nominal = scores(normalise(lab.data, lab.directions, lab.interval), weights, rule);
    const order = ranks(nominal);
    // Equal mass where there is none, before the noise.
    const mass = shares(weights);
    const found = drawn.map(({ z, factors }) => {
      const values = scores(z, mass.map((weight, j) => weight * factors[j]), rule);
      return { values, places: ranks(values) };
    });
    const tail = (1 - lab.level) / 2;
    const units = nominal.map((score, i) => {
      const values = found.map((draw) => draw.values[i]);
      const places = found.map((draw) => draw.places[i]);
      return {
        score,
        low: quantile(values, tail),
        high: quantile(values, 1 - tail),
        rank: order[i],
        rankLow: Math.round(quantile(places, tail)),
        rankHigh: Math.round(quantile(places, 1 - tail)),
      };
    });
    return { units, ...pairs(found) };
  }

  function pairs(found) {
    const n = found[0].places.length;
    let told = 0;
    for (let i = 0; i < n; i++) {
      for (let k = i + 1; k < n; k++) {
        const above = found.filter(({ places }) => places[i] < places[k]).length;
        const below = found.filter(({ places }) => places[i] > places[k]).length;
        if (Math.max(above, below) >= SHARE * found.length) told++;
      }
    }
    return { told, pairs: (n * (n - 1)) / 2 };
  }
  const SHARE = 0.95;

  window.digitalBayLab = { normalise, scores, ranks, quantile, draws, evaluate };

  // The page.
  const { read, write, copier } = window.digitalBayAddress;
  const SVG = "http://www.w3.org/2000/svg";

  function element(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  // A bar from the lowest to the highest score, a mark at the score, a thin one at the first.
  function bar(top) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 100 10");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const parts = {};
    for (const name of ["axis", "range", "first", "mark"]) {
      parts[name] = document.createElementNS(SVG, "rect");
      parts[name].setAttribute("class", `db-lab-${name}`);
      svg.append(parts[name]);
    }
    const place = (part, from, to, y, height) => {
      const box = { x: (100 * from) / top, width: (100 * (to - from)) / top, y, height };
      Object.entries(box).forEach(([key, value]) => part.setAttribute(key, value));
    };
    const mark = top / 100;
    place(parts.axis, 0, top, 4.7, 0.6);
    return {
      svg,
      first: (at) => place(parts.first, at - mark / 3, at + mark / 3, 0, 10),
      show: ({ score, low, high }) => {
        place(parts.range, low, high, 3, 4);
        place(parts.mark, score - mark, score + mark, 1, 8);
      },
    };
  }

  function build(root, number) {
    const lab = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    const { words } = lab;
    const drawn = draws(lab);
    const percent = (share) => `${Math.round(100 * share)}%`;
    const largest = Math.max(...lab.weights);
    const start = lab.weights.map((weight) => Math.round((50 * weight) / largest));

    const sliders = lab.indicators.map((name, j) => {
      const id = `db-lab-${number}-${j}`;
      const input = element("input", { type: "range", min: 0, max: 100, step: 5, id });
      const share = element("span", { class: "db-lab-share", "aria-hidden": "true" });
      const row = element("div", { class: "db-lab-weight" }, element("label", { for: id }, name));
      row.append(input, share);
      return { input, share, row };
    });
    const choice = `db-lab-${number}-rule`;
    const rule = element("select", { id: choice });
    for (const name of ["arithmetic", "geometric"]) {
      rule.append(element("option", { value: name }, words[name]));
    }
    const reset = element("button", { type: "button" }, words.reset);
    const copy = copier(words.link, words.copied);
    // What the address calls the weights and the rule of this lab.
    const [weighted, ruled] = ["weights", "rule"].map((name) => (number ? `${name}-${number + 1}` : name));
    const controls = element(
      "fieldset",
      { class: "db-lab-controls" },
      element("legend", {}, words.weights),
      ...sliders.map(({ row }) => row),
      element("div", { class: "db-lab-choices" }, element("label", { for: choice }, words.rule), rule, reset, copy),
    );
    const status = element("p", { class: "db-lab-status", role: "status" });
    const rows = lab.units.map((name) => {
      const drawing = bar(lab.interval[1]);
      const [score, rank] = [element("td"), element("td")];
      const cell = element("td", { class: "db-lab-bar" }, drawing.svg);
      const row = element("tr", {}, element("th", { scope: "row" }, name), cell, score, rank);
      return { drawing, score, rank, row };
    });
    const values = { level: Math.round(100 * lab.level), draws: lab.draws.toLocaleString("en") };
    const head = element("tr", {}, element("th", { scope: "col" }, words.city));
    head.append(element("td"), ...["score", "rank"].map((key) => element("th", { scope: "col" }, words[key])));
    const table = element(
      "table",
      {},
      element("caption", {}, fill(words.caption, values)),
      element("thead", {}, head),
      element("tbody", {}, ...rows.map(({ row }) => row)),
    );

    function show() {
      const weights = sliders.map(({ input }) => Number(input.value));
      shares(weights).forEach((share, j) => {
        sliders[j].share.textContent = percent(share);
        sliders[j].input.setAttribute("aria-valuetext", percent(share));
      });
      const result = evaluate(lab, drawn, weights, rule.value);
      result.units.forEach((unit, i) => {
        const { drawing, score, rank } = rows[i];
        drawing.show(unit);
        score.textContent = fill(words.range, {
          value: unit.score.toFixed(1),
          low: unit.low.toFixed(1),
          high: unit.high.toFixed(1),
        });
        rank.textContent = fill(words.range, { value: unit.rank, low: unit.rankLow, high: unit.rankHigh });
      });
      const told = fill(words.told, { ...result, share: Math.round(100 * SHARE) });
      const nothing = weights.every((weight) => weight === 0);
      status.textContent = nothing ? `${words.none} ${told}` : told;
      return result;
    }

    function begin() {
      sliders.forEach(({ input }, j) => (input.value = start[j]));
      rule.value = "arithmetic";
      return show();
    }

    // As the address says; what it does not say, or says wrongly, is as at first.
    function restore() {
      const asked = read();
      const given = (asked[weighted] ?? "").split(",").map(Number);
      const fits = given.length === start.length && given.every((weight) => weight >= 0 && weight <= 100);
      sliders.forEach(({ input }, j) => (input.value = fits ? given[j] : start[j]));
      rule.value = asked[ruled] === "geometric" ? "geometric" : "arithmetic";
      show();
    }

    function keep(step = false) {
      const weights = sliders.map(({ input }) => Number(input.value));
      const moved = weights.some((weight, j) => weight !== Number(first[j]));
      const changes = { [weighted]: moved ? weights.join(",") : "", [ruled]: rule.value === "geometric" ? rule.value : "" };
      write(changes, { step, carried: true });
    }

    reset.addEventListener("click", () => {
      begin();
      keep(true);
    });
    rule.addEventListener("change", () => {
      show();
      keep(true);
    });
    // When a slider is let go, not at every step of its way.
    controls.addEventListener("change", ({ target }) => target !== rule && keep());
    addEventListener("popstate", restore);
    // Once a frame, however fast the slider moves.
    let waiting = false;
    controls.addEventListener("input", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        show();
      });
    });
    begin().units.forEach(({ score }, i) => rows[i].drawing.first(score));
    // Sliders have steps: what they show of the weights at first.
    const first = sliders.map(({ input }) => input.value);
    restore();
    root.append(element("div", { class: "db-lab-live" }, controls, status, table));
    root.classList.add("is-live");
  }

  document.querySelectorAll(".db-lab").forEach((root, number) => {
    try {
      build(root, number);
    } catch (error) {
      // The picture stays.
      console.error(error);
    }
  });
})();
