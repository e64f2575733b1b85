// Keeps the progress of a running harvest up to date. Without it, the page refreshes itself now and
// then, and has a link that does. Nothing is asked of anybody but this server.
"use strict";
(() => {
  const place = document.querySelector("[data-follow]");
  if (!place || !window.EventSource) return;

  const bar = place.querySelector("progress");
  const told = place.querySelector("[data-told]");

  // The server says where the harvest is and hangs up; the browser asks again after the pause it said.
  const source = new EventSource(place.dataset.follow);
  source.onmessage = (event) => {
    const news = JSON.parse(event.data);
    bar.max = Math.max(news.known, 1);
    bar.value = news.done;
    told.textContent = news.told;
  };
  source.addEventListener("end", () => {
    source.close();
    window.location.reload();
  });
})();
