/* Coding by keys. Every press is sent at once; without this script each comment's own form does the same. */
(() => {
  "use strict";

  const list = document.querySelector("[data-list]");
  if (!list) return;
  const comments = [...list.querySelectorAll("[data-comment]")];
  const themes = [...document.querySelectorAll("[data-theme]")].map((line) => ({ id: line.dataset.theme, digit: line.dataset.digit, name: line.dataset.name, count: line.querySelector("[data-count]") }));
  const status = list.querySelector("[data-say]");
  const toggle = list.querySelector("[data-toggle]");
  const next = list.querySelector("[data-next]");
  const undoForm = document.querySelector("[data-undoing]");
  const STORE = "surveyapp comment keys";
  const OFFLINE = "Not saved: there is no connection. What was saved before is kept. Try again when it is back.";
  const REFUSED = "Not saved. What was saved before is kept. Load the page again, then go on.";
  let now = -1;
  let unsent = 0;
  let queue = Promise.resolve(); // one step after the other, in the order of the keys
  const stepsOf = new Map(); // how many steps of a comment are on their way

  list.classList.add("is-live");

  const say = (words) => { status.textContent = words; };
  const nameOf = (id) => themes.find((theme) => theme.id === String(id))?.name;
  const boxes = (comment) => [...comment.querySelectorAll("input[name=theme]")];
  const number = (comment) => comment.dataset.comment;
  const isOpen = (comment) => comment.querySelector("[data-chips] .chip.warn") !== null;

  function go(to, { focus = true } = {}) {
    if (!comments.length) return;
    comments[now]?.classList.remove("is-now");
    now = Math.max(0, Math.min(to, comments.length - 1));
    comments[now].classList.add("is-now");
    if (focus) {
      const isTall = comments[now].offsetHeight > innerHeight * 0.7;
      comments[now].focus({ preventScroll: true });
      comments[now].scrollIntoView({ block: isTall ? "start" : "center" });
    }
  }

  /* On to the next comment that nobody has coded, on the next page when there is none left on this one. */
  function goOn() {
    const to = comments.findIndex((comment, place) => place > now && isOpen(comment));
    if (to >= 0) go(to);
    else if (next) turn();
    else say(comments.some(isOpen) ? "That was the last one here. Above are some that are not coded yet." : "All on this page are coded.");
  }

  /* The next page when everything is saved; of those not coded that is the same address again. */
  function turn() {
    queue.then(() => {
      history.replaceState(null, "", next.href);
      location.reload();
    });
  }
  next?.addEventListener("click", (event) => { event.preventDefault(); turn(); });

  async function post(form, data) {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, keepalive: true })
      .catch(() => { throw new Error(OFFLINE); });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok || !told.codes) throw new Error(told.problem || REFUSED);
    return told;
  }

  /* One step after the other; what goes wrong is said, and the next step is tried all the same. */
  function enqueue(step, onProblem = () => {}) {
    unsent += 1;
    queue = queue.then(step).catch((problem) => { onProblem(); say(problem.message); }).then(() => { unsent -= 1; });
  }
  addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

  function chip(words, kind) {
    const made = document.createElement("span");
    made.className = kind ? `chip ${kind}` : "chip";
    made.textContent = words;
    return made;
  }

  function add(element, change) {
    if (element) element.textContent = Number(element.textContent) + change;
  }

  /* What the server says is what is shown: `codes` is null for a comment that nobody has coded. */
  function show(address, codes) {
    const comment = document.getElementById(address);
    if (!comment || !comments.includes(comment)) return false;
    const place = comment.querySelector("[data-chips]");
    const had = comment.querySelector("input[name=had]");
    const before = isOpen(comment) ? null : had.value.split(" ").filter(Boolean).map(Number);
    const gone = (codes || []).filter((id) => !nameOf(id));
    had.value = (codes || []).join(" ");
    if (!stepsOf.get(comment)) boxes(comment).forEach((box) => { box.checked = (codes || []).includes(Number(box.value)); });
    place.replaceChildren(...gone.map(() => chip("A theme out of use")));
    if (codes === null) place.append(chip("Not coded", "warn"));
    else if (!codes.length) place.append(chip("No theme fits"));
    themes.forEach(({ id, count }) => add(count, (codes || []).includes(Number(id)) - (before || []).includes(Number(id))));
    document.querySelectorAll("[data-uncoded]").forEach((left) => add(left, (codes === null) - (before === null)));
    return true;
  }

  function send(comment, change, words) {
    const form = comment.querySelector("[data-code]");
    stepsOf.set(comment, (stepsOf.get(comment) || 0) + 1);
    enqueue(async () => {
      const data = new FormData(form);
      change(data);
      const { codes } = await post(form, data);
      stepsOf.set(comment, stepsOf.get(comment) - 1);
      const isAllHere = Object.entries(codes).map(([address, given]) => show(address, given)).every(Boolean);
      undoForm.querySelector("button").removeAttribute("aria-disabled");
      if (next?.dataset.again) {
        next.href = next.dataset.again;
        next.textContent = "The next not coded";
      }
      say(words(codes[comment.id] || []));
      if (!isAllHere) reload();
    }, () => {
      stepsOf.set(comment, stepsOf.get(comment) - 1);
      const had = form.elements.had.value.split(" ");
      boxes(comment).forEach((box) => { box.checked = had.includes(box.value); });
    });
  }

  function give(comment, theme) {
    send(comment, (data) => {
      const had = data.get("had").split(" ").filter(Boolean);
      data.delete("theme");
      const wanted = had.includes(theme.id) ? had.filter((id) => id !== theme.id) : [...had, theme.id];
      wanted.forEach((id) => data.append("theme", id));
    }, (codes) => `Comment ${number(comment)}: ${theme.name} ${codes.includes(Number(theme.id)) ? "given" : "taken off"}.`);
  }

  function giveByKey(comment, theme) {
    boxes(comment).filter((box) => box.value === theme.id).forEach((box) => { box.checked = !box.checked; });
    give(comment, theme);
  }

  function giveNone(comment) {
    send(comment, (data) => { data.set("none", "y"); }, () => `Comment ${number(comment)}: no theme fits.`);
  }

  function undo() {
    enqueue(async () => {
      const { codes, again } = await post(undoForm, new FormData(undoForm));
      const shown = Object.entries(codes).filter(([address, given]) => show(address, given));
      if (shown.length) go(comments.findIndex(({ id }) => id === shown[0][0]));
      say(shown.length ? "Your last step is undone." : "Undone: a comment that is not on this page.");
      if (again) reload();
    });
  }

  /* Something changed that only the server can show; the place on the page stays. */
  function reload() {
    unsent = 0;
    history.replaceState(null, "", `#${comments[now]?.id || ""}`);
    location.reload();
  }

  /* Show what a key opens, at its first field; or close it again. */
  function open(comment, selector) {
    const found = comment?.querySelector(selector);
    if (!found) return;
    found.open = !found.open;
    (found.open ? found.querySelector("textarea, input:not([type=hidden])") : comment).focus();
  }

  /* ---- keys: they can be switched off, and never work while somebody types ---- */
  const areOn = () => toggle && toggle.getAttribute("aria-pressed") === "true";
  function switchKeys(on) {
    toggle.setAttribute("aria-pressed", on);
    toggle.textContent = on ? "Keys are on" : "Keys are off";
    try { localStorage.setItem(STORE, on ? "on" : "off"); } catch { /* then it holds for this page */ }
  }
  if (toggle) {
    let kept = "on";
    try { kept = localStorage.getItem(STORE) || "on"; } catch { /* as before */ }
    switchKeys(kept === "on");
    toggle.addEventListener("click", () => switchKeys(!areOn()));
    list.querySelector("[data-keys]").hidden = false;
  }

  const KEYS = {
    j: () => go(now + 1), ArrowDown: () => go(now + 1), k: () => go(now - 1), ArrowUp: () => go(now - 1),
    z: undo,
    0: () => { giveNone(comments[now]); goOn(); },
    s: () => open(comments[now], "[data-similar]"), r: () => open(comments[now], "[data-editing]"),
    t: () => document.getElementById("new-theme").focus(), "/": () => document.querySelector("input[name=q]").focus(),
    Enter: goOn,
  };
  const isTyping = (target) => target.closest("textarea, select, input:not([type=checkbox])");
  const isPressed = (target) => target.closest("a, button, summary, input[name=with]");
  addEventListener("keydown", (event) => {
    if (!areOn() || event.ctrlKey || event.altKey || event.metaKey || event.repeat && !event.key.startsWith("Arrow")) return;
    if (event.key === "Escape" && comments[now] && event.target !== document.body) { go(now); return; }
    if (isTyping(event.target) || event.key === "Enter" && isPressed(event.target)) return;
    const theme = themes.find(({ digit }) => digit && digit === event.key);
    if (theme) giveByKey(comments[now], theme);
    else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
    else return;
    event.preventDefault();
  });

  /* ---- the same by hand: a tick is saved at once ---- */
  list.addEventListener("focusin", ({ target }) => {
    const comment = target.closest("[data-comment]");
    if (comment && comments.indexOf(comment) !== now) go(comments.indexOf(comment), { focus: false });
  });
  list.addEventListener("change", ({ target }) => {
    if (target.name === "theme") give(target.closest("[data-comment]"), { id: target.value, name: nameOf(target.value) });
  });
  list.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-code]")) return;
    event.preventDefault();
    const comment = event.target.closest("[data-comment]");
    if (event.submitter?.name === "none") { giveNone(comment); return; }
    const ticked = event.target.querySelectorAll("input[name=with]:checked").length;
    send(comment, (data) => { data.set("together", "y"); }, () => `Comment ${number(comment)} and ${ticked} more saved.`);
  });
  undoForm.addEventListener("submit", (event) => { event.preventDefault(); undo(); });

  /* ---- a form beside the list leads back to the comment that was being read ---- */
  document.querySelectorAll("input[name=at]").forEach((at) => {
    at.form.addEventListener("submit", () => { at.value = comments[now]?.id || ""; });
  });
  const wanted = comments.findIndex(({ id }) => id === (location.hash.slice(1) || list.dataset.at));
  if (comments.length) go(Math.max(wanted, 0), { focus: wanted >= 0 || location.hash === "#comments" });
  document.querySelector("[aria-invalid=true]")?.focus();
})();
