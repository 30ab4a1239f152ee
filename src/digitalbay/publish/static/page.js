// One switch for all code, remembered from page to page; and the commit in the foot.
(() => {
  const KEY = "digital-bay-code";
  const button = document.querySelector(".db-code-switch");
  const set = (open) => {
    for (const cell of document.querySelectorAll("details.above-input")) cell.open = open;
    button.setAttribute("aria-pressed", open);
  };
  const remembered = () => {
    try {
      return localStorage.getItem(KEY) === "shown";
    } catch {
      return false; // A browser that keeps nothing.
    }
  };
  if (button) {
    if (remembered()) set(true);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      set(open);
      try {
        localStorage.setItem(KEY, open ? "shown" : "folded");
      } catch {}
    });
  }
  // In print, code stays folded and everything else is open.
  const folded = new Set();
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not(.above-input, .db-rows, [open])")) {
      folded.add(part);
      part.open = true;
    }
  });
  addEventListener("afterprint", () => {
    folded.forEach((part) => (part.open = false));
    folded.clear();
  });
  // Once the script that names it has run.
  addEventListener("DOMContentLoaded", () => {
    const { commit } = document.documentElement.dataset;
    for (const place of commit ? document.querySelectorAll("[data-commit]:not(html)") : []) {
      place.querySelector("code").textContent = commit;
      place.hidden = false;
    }
  });
})();
