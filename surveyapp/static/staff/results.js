// The results page: a button that prints it; and while the round is open, how many have submitted, asked for every
// 20 seconds, with the figures offered once they may move on.
"use strict";
(() => {
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  const place = document.querySelector("[data-state]");
  if (!place || !window.fetch) return;
  const offer = document.querySelector("[data-offer]");
  const moved = document.querySelector("[data-moved]");
  let etag = "";
  const ask = async () => {
    if (document.hidden) return;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(place.dataset.state, { headers, cache: "no-store", credentials: "same-origin" });
      if (answer.status !== 200 || answer.redirected) return;
      etag = answer.headers.get("ETag") || "";
      const told = await answer.json();
      place.textContent = told.said;
      if (offer) offer.hidden = !told.is_due;
      moved.hidden = told.state === "open" && String(told.step) === place.dataset.step;
    } catch {
      // Without a connection the page stays as it is, and asks again.
    }
  };
  setInterval(ask, Number(place.dataset.every) * 1000);
})();
