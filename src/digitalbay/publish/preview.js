// In every page of `bay preview`: reloads it when the book was built again, shows what failed.
(() => {
  const { built } = document.currentScript.dataset;
  const panel = document.createElement("pre");
  panel.id = "preview-failed";
  panel.lang = "en";
  panel.setAttribute("role", "alert");
  panel.style.cssText =
    "position:fixed;inset:auto 0 0 0;z-index:9999;max-height:50vh;overflow:auto;margin:0;" +
    "padding:1rem;border:0;border-top:4px solid #c00;background:#fff;color:#600;" +
    "font:14px/1.5 monospace;white-space:pre-wrap";

  const show = (news) => {
    if (news.built !== built) {
      location.reload();
    } else if (news.failed.length) {
      panel.textContent = ["This is the last good page. Since then:", ...news.failed].join("\n\n");
      document.body.append(panel);
    } else {
      panel.remove();
    }
  };

  const listen = () => {
    const socket = new WebSocket(`ws://${location.host}/-/news`);
    socket.onmessage = (message) => show(JSON.parse(message.data));
    // The preview ended: it may start again.
    socket.onclose = () => setTimeout(listen, 1000);
  };
  addEventListener("DOMContentLoaded", listen);
})();
