// What a reader takes away of a figure: picture, specification, address, citation, code.
(() => {
  // How TeX is told a text; before other signs of its own a backslash is enough.
  const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };

  const say = (bar, button) => {
    const before = button.textContent;
    button.textContent = bar.dataset.said;
    setTimeout(() => (button.textContent = before), 1500);
  };

  function save(name, content) {
    const link = document.createElement("a");
    link.href = content instanceof Blob ? URL.createObjectURL(content) : content;
    link.download = name;
    link.click();
  }

  // Twice as large as on the page, on the page's ground.
  function drawn(picture) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.naturalWidth, 2 * picture.naturalHeight];
    const pen = canvas.getContext("2d");
    pen.fillStyle = getComputedStyle(document.body).backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  const address = (figure) => Object.assign(new URL(location.href), { hash: figure.id }).href;

  const takes = {
    async png(figure) {
      const dark = document.documentElement.dataset.theme === "dark";
      const picture = figure.querySelector(dark ? "img.only-dark" : "img.only-light");
      picture.loading = "eager";
      await picture.decode();
      try {
        drawn(picture).toBlob((blob) => save(`${figure.id}.png`, blob));
      } catch {
        // Without a server a browser gives no pixels away.
        save(`${figure.id}.svg`, picture.src);
      }
    },
    spec(figure) {
      const spec = figure.querySelector('.db-chart script[type="application/json"]').textContent;
      save(`${figure.id}.vl.json`, new Blob([spec], { type: "application/json" }));
    },
    async link(figure, bar, button) {
      await navigator.clipboard.writeText(address(figure));
      say(bar, button);
    },
    async cite(figure, bar, button) {
      const version = document.querySelector(".db-colophon")?.dataset.version ?? "";
      const book = document.querySelector(".navbar-brand")?.innerText.trim() ?? "Digital Bay";
      await navigator.clipboard.writeText(`${bar.dataset.caption}. ${book}, ${version}. ${address(figure)}`);
      say(bar, button);
    },
    async bibtex(figure, bar, button) {
      const caption = bar.dataset.caption.replace(/[\\~^&%$#_{}]/g, (sign) => TEX[sign] ?? `\\${sign}`);
      const filled = { "@ID@": figure.id, "@TITLE@": caption, "@ADDRESS@": address(figure) };
      const { bibtex } = document.querySelector(".db-colophon").dataset;
      await navigator.clipboard.writeText(bibtex.replace(/@[A-Z]+@/g, (place) => filled[place]));
      say(bar, button);
    },
    code(figure) {
      const cell = figure.closest(".cell").querySelector("details.above-input");
      cell.open = true;
      cell.scrollIntoView({ block: "start" });
      cell.querySelector("summary").focus();
    },
  };

  for (const bar of document.querySelectorAll(".db-bar")) {
    const figure = bar.closest("figure");
    const needs = { spec: ".db-chart script", png: "img.only-light" };
    if (!document.querySelector(".db-colophon[data-bibtex]")) bar.querySelector('[data-take="bibtex"]')?.remove();
    for (const button of bar.querySelectorAll("button")) {
      const kind = button.dataset.take;
      const missing = kind === "code" ? !figure.closest(".cell")?.querySelector("details.above-input") : needs[kind] && !figure.querySelector(needs[kind]);
      if (missing) button.remove();
      else button.addEventListener("click", () => takes[kind](figure, bar, button));
    }
  }
})();
