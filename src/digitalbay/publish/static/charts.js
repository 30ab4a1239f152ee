// Makes charts interactive when they come into view. Without this script the page shows the same
// charts as pictures.
(() => {
  const here = document.currentScript.src;
  const dark = () => document.documentElement.dataset.theme === "dark";
  let ready;

  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, here);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`cannot load ${name}`));
      document.head.append(script);
    });

  const libraries = () => (ready ??= Promise.all([load("vega-bundle.js"), load("chart-themes.js")]));

  async function draw(chart) {
    await libraries();
    const spec = JSON.parse(chart.querySelector('script[type="application/json"]').textContent);
    const picture = chart.querySelector("img");
    spec.description = picture.alt;
    let live = chart.querySelector(".db-live");
    if (!live) {
      live = document.createElement("div");
      live.className = "db-live";
      chart.append(live);
    }
    await window.vegaEmbed(live, spec, {
      actions: false,
      logLevel: 1, // errors only
      ast: true, // no eval: expressions are interpreted
      config: window.digitalBayThemes[dark() ? "dark" : "light"],
      renderer: "svg",
      // Their styles are in book.css: a page takes none of a script.
      defaultStyle: false,
      tooltip: { theme: dark() ? "dark" : "light", disableDefaultStyle: true },
    });
    // Marks without a description, such as none at all, are nothing to a screen reader.
    for (const marks of live.querySelectorAll('[role="graphics-symbol"]:not([aria-label])')) {
      marks.setAttribute("aria-hidden", "true");
    }
    chart.classList.add("is-live");
  }

  // A phone shows the narrow pictures, and loads no library for them.
  const wide = matchMedia("(min-width: 40.01rem)");
  const charts = [...document.querySelectorAll(".db-chart")];
  const drawn = new Set();
  const show = (chart) =>
    draw(chart).catch((error) => {
      // The picture stays.
      console.error(error);
    });
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !wide.matches) continue;
        observer.unobserve(target);
        drawn.add(target);
        show(target);
      }
    },
    { rootMargin: "200px" },
  );
  charts.forEach((chart) => observer.observe(chart));
  wide.addEventListener("change", () => {
    for (const chart of charts.filter((each) => !drawn.has(each))) {
      observer.unobserve(chart);
      observer.observe(chart);
    }
  });
  new MutationObserver(() => drawn.forEach(show)).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
})();
