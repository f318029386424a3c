// Asks every two seconds how far a file is; says so, and shows the page anew once it is over.
"use strict";
(() => {
  const place = document.querySelector("[data-export]");
  if (!place || !window.fetch) return;
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-words]");
  let etag = "";
  const ask = async () => {
    if (document.hidden) return;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(place.dataset.export, { headers, cache: "no-store", credentials: "same-origin" });
      if (answer.status === 404 || answer.redirected) location.reload();
      if (answer.status !== 200 || answer.redirected) return;
      etag = answer.headers.get("ETag") || "";
      const told = await answer.json();
      if (told.is_over) location.reload();
      if (words.textContent !== told.words) words.textContent = told.words;
      if (told.steps) {
        bar.max = told.steps;
        bar.value = told.step - 1;
      } else bar.removeAttribute("value");
    } catch {
      // Without a connection the page stays as it is, and asks again.
    }
  };
  setInterval(ask, Number(place.dataset.every) * 1000);
})();
