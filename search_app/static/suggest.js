// Fills the list under the search box while somebody types. Without it, the list is the one the
// server wrote. Nothing is sent anywhere but to this server.
"use strict";
(() => {
  const box = document.querySelector("input[data-suggest][list]");
  if (!box || !box.list || !window.fetch || !window.AbortController) return;

  const PAUSE = 120; // milliseconds without a key before asking
  const seen = new Map();
  let timer = 0;
  let asking = null;

  const show = (texts) => {
    box.list.replaceChildren(
      ...texts.map((text) => Object.assign(document.createElement("option"), { value: text })),
    );
  };

  const ask = async (typed) => {
    if (seen.has(typed)) return show(seen.get(typed));
    if (asking) asking.abort();
    asking = new AbortController();
    const address = new URL(box.dataset.suggest, document.baseURI);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: asking.signal, credentials: "same-origin" });
      if (!answer.ok) return;
      const texts = (await answer.json())[1];
      if (seen.size > 200) seen.clear();
      seen.set(typed, texts);
      if (box.value.trim() === typed) show(texts);
    } catch {
      // Too late, or no network: the list stays as it was.
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = box.value.trim();
    if (typed.length > 1) timer = setTimeout(ask, PAUSE, typed);
  });
})();
