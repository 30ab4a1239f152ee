// What a reader chose on a page, in its address: it can be shared, and the back button goes through
// it. Each part of a page has names of its own there.
(() => {
  // With the languages, where the names and values are of no language.
  function carry() {
    for (const link of document.querySelectorAll(".db-languages a")) {
      if (link.search !== location.search) link.search = location.search;
    }
  }

  window.digitalBayAddress = {
    read: () => Object.fromEntries(new URLSearchParams(location.search)),

    // Changes some names, an empty value removes one; `step`: the back button returns to before.
    write(changes, { step = false, carried = false } = {}) {
      const address = new URL(location.href);
      for (const [name, value] of Object.entries(changes)) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      if (address.href !== location.href) history[step ? "pushState" : "replaceState"](null, "", address);
      if (carried) carry();
    },

    carry,

    // A button that copies the address, and says so.
    copier(text, said) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm db-copy-link";
      button.textContent = text;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(location.href);
          button.textContent = said;
          setTimeout(() => (button.textContent = text), 1500);
        } catch {
          // Where a browser gives no clipboard, the address can be copied by hand.
          window.prompt(text, location.href);
        }
      });
      return button;
    },
  };
})();
