// Shows how far an import is, and the page anew once it has got to something else. Without it there is a link for that.
"use strict";

(() => {
  const place = document.querySelector("[data-progress]");
  const bar = place.querySelector("progress");
  const count = place.querySelector("[data-progress-count]");

  async function look() {
    try {
      const response = await fetch(place.dataset.progress);
      if (!response.ok) return;
      const { state, done, total } = await response.json();
      if (state !== place.dataset.state) {
        location.reload();
        return;
      }
      bar.max = total || 1;
      bar.value = done;
      count.textContent = `${done} / ${total}`;
    } catch {
      // The server is away for a moment.
    }
    setTimeout(look, 1000);
  }

  setTimeout(look, 1000);
})();
