// The reader's choice of theme, before anything is drawn.
(() => {
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // A browser that keeps nothing.
    }
  };
  const { dataset } = document.documentElement;
  dataset.mode = kept("mode") || "auto";
  const dark = dataset.mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : dataset.mode === "dark";
  dataset.theme = dark ? "dark" : "light";
})();
