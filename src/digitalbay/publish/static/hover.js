// Shows what a reference leads to beside it, on hover and on focus: figures, tables, claims, terms,
// sources, works. Esc puts it away; the pointer may move onto it.
(() => {
  const WAIT = 300; // so that a pointer passing by opens nothing, and may reach what is open
  const LONG = 420; // letters shown of a text
  const pages = new Map();
  let box, open, timer;

  // Another page is read once; from a folder a browser reads none, and nothing is shown.
  function page(url) {
    const address = url.href.split("#")[0];
    if (address === location.href.split("#")[0]) return Promise.resolve(document);
    if (!pages.has(address)) {
      const text = fetch(address).then((answer) => (answer.ok ? answer.text() : Promise.reject()));
      pages.set(address, text.then((html) => new DOMParser().parseFromString(html, "text/html")));
    }
    return pages.get(address);
  }

  const line = (text, name = "") => {
    const made = document.createElement("p");
    made.className = name;
    made.textContent = text.length > LONG ? `${text.slice(0, LONG)}…` : text;
    return made;
  };
  const said = (part) => part?.innerText?.trim() || part?.textContent.trim().replace(/\s+/g, " ") || "";

  // What stands at an anchor, in a few lines.
  function short(target, base) {
    const place = target.closest("figure, table, .db-verdict, dt, .citation") ?? target;
    if (place.matches("figure")) {
      const lines = [".db-finding", ".db-scope"].map((name) => place.querySelector(name)).filter(Boolean);
      const pictures = [...place.querySelectorAll("img")].slice(0, 2).map((each) => {
        const copy = document.createElement("img");
        copy.className = each.classList.contains("only-dark") ? "only-dark" : "only-light";
        copy.alt = "";
        copy.src = new URL(each.getAttribute("src"), base);
        return copy;
      });
      return [...lines.map((each, n) => line(said(each), n ? "" : "db-preview-head")), ...pictures];
    }
    if (place.matches("table")) return [line(said(place.querySelector("caption .caption-text")), "db-preview-head")];
    if (place.matches(".db-verdict")) {
      const [head, ...rest] = [...place.querySelectorAll(":scope > p")].slice(0, 2);
      return [line(said(head), "db-preview-head"), ...rest.map((each) => line(said(each)))];
    }
    if (place.matches("dt")) {
      const about = place.nextElementSibling?.matches("dd") ? place.nextElementSibling : null;
      const head = place.cloneNode(true);
      head.querySelectorAll(".headerlink").forEach((each) => each.remove());
      return [line(said(head), "db-preview-head"), ...(about ? [line(said(about))] : [])];
    }
    if (place.matches(".citation, [role='doc-biblioentry']")) return [line(said(place))];
    return [];
  }

  function place(link) {
    const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const left = Math.max(8, Math.min(at.left, width - box.offsetWidth - 8));
    const below = at.bottom + 6 + box.offsetHeight <= height || at.top < box.offsetHeight + 6;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + scrollY}px`;
  }

  async function show(link) {
    const url = new URL(link.href);
    const found = await page(url).catch(() => null);
    const target = found?.getElementById(decodeURIComponent(url.hash.slice(1)));
    const parts = target ? short(target, url) : [];
    if (open !== link || !parts.some((part) => part.textContent)) return;
    box ??= Object.assign(document.createElement("div"), { className: "db-preview", id: "db-preview" });
    box.setAttribute("role", "tooltip");
    box.replaceChildren(...parts);
    document.body.append(box);
    link.setAttribute("aria-describedby", box.id);
    place(link);
    for (const picture of box.querySelectorAll("img")) picture.addEventListener("load", () => open === link && place(link));
  }

  function close() {
    clearTimeout(timer);
    open?.removeAttribute("aria-describedby");
    open = undefined;
    box?.remove();
  }

  function soon(does) {
    clearTimeout(timer);
    timer = setTimeout(does, WAIT);
  }

  function begin(link) {
    if (open === link) return clearTimeout(timer);
    soon(() => {
      close();
      open = link;
      show(link);
    });
  }

  const leads = "article a.reference.internal[href*='#'], article .db-strip a, article .db-credits a[href*='#']";
  const of = (event) => event.target.closest?.(leads);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (of(event)) begin(of(event));
    else if (box?.contains(event.target)) clearTimeout(timer);
    else if (open && !open.matches(":focus-visible")) soon(close);
    else if (!open) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => (of(event)?.matches(":focus-visible") ? begin(of(event)) : close()));
  document.addEventListener("focusout", (event) => of(event) && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
})();
