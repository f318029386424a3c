/* Saves while a member answers. Every change is kept on this device at once and sent as soon as it can be; what the
   server has taken is dropped here. Without this script the page's own form does the same at each button. */
(() => {
  "use strict";

  /* What this device keeps of one draft: {count, changes: {field: [text, version seen]}}. Other tabs write it too, so
     it is read again before each change; where nothing can be stored, the page itself remembers. */
  const kept = (key) => {
    let page = { count: 0, changes: {} };
    const name = `surveyapp ${key}`;
    const read = () => {
      try {
        const found = JSON.parse(localStorage.getItem(name));
        return found && found.changes ? found : page; // whatever else lies there is not ours
      } catch { return page; }
    };
    return {
      read,
      durable: true,
      edit(change) {
        page = read();
        const result = change(page);
        try {
          localStorage.setItem(name, JSON.stringify(page));
        } catch { this.durable = false; }
        return result;
      },
      forget() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
    };
  };

  const leaving = document.querySelector("form[data-leave]");
  if (leaving) leaving.addEventListener("submit", () => kept(leaving.dataset.leave).forget());
  const form = document.querySelector("form[data-save]");
  if (!form) return;

  const { save: address, key, closes, ends } = form.dataset;
  const value = (name) => form.elements[name].value;
  const store = kept(key);
  const status = document.getElementById("save");
  let version = +value("version");
  let inPage = {}; // this tab's own changes that the server has not taken yet
  let sending = null, failures = 0, retry = 0, refusal = 0, goingOn = false;
  let heard = performance.now(); // when the server answered last

  /* ---- fields ---- */
  const fieldOf = (name) => { const found = form.elements[name]; return found && (found.type || found[0].type) ? found : null; };
  const isControl = (name) => !name || /^(csrf_token|revision|version|count|go|clear|use|here-.*)$/.test(name);
  const original = (field) => field.dataset.original ?? (field.classList.contains("plan-edit") ? field.defaultValue : "");

  function fill(name, text) {
    const field = fieldOf(name);
    if (!field) return false;
    if (field.type) field.value = text || original(field);
    else field.forEach((radio) => { radio.checked = radio.value === text; });
    const box = field.type && field.closest("details");
    if (box && text) box.open = true;
    offerClearing(name);
    return true;
  }

  function offerClearing(name) {
    const button = [...form.querySelectorAll("button[name=clear]")].find((b) => b.value === name);
    if (button) button.hidden = !value(name);
  }

  /* ---- what is said ---- */
  const SHAPES = {
    saved: "M4 10.5l4 4 8-9",
    saving: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 5.8V10l2.8 2",
    offline: "M5.5 14.5h8.8M3 3l14 14M6.2 7.3A4.6 4.6 0 0 0 5.5 14.5M8.6 5.7a4.6 4.6 0 0 1 6 4 3 3 0 0 1 1.6 4.2",
    bad: "M10 3.2l7.2 13H2.8zM10 8v4M10 14.2v.1",
  };
  const WORDS = { saved: "Saved", saving: "Saving…", offline: "Offline, kept on this device", bad: "Not saved" };

  function icon(shape) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("class", "ico");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", SHAPES[shape]);
    svg.append(path);
    return svg;
  }

  /* Screen readers hear the status when its kind changes, not at every tap. */
  function say(kind) {
    const words = kind === "offline" && !store.durable ? "Offline, kept on this page" : WORDS[kind];
    if (status.textContent.trim() === words) return;
    status.className = `save${kind === "offline" ? " is-off" : kind === "bad" ? " is-bad" : ""}`;
    status.replaceChildren(icon(kind), ` ${words}`);
  }

  /* A note stands above the buttons, so that nothing moves under a finger. */
  function note(id, kind, shape, title, ...lines) {
    const box = document.createElement("div");
    const head = document.createElement("h2");
    box.id = id;
    box.className = `note ${kind}`;
    head.textContent = title;
    box.append(icon(shape), head, ...lines.map((line) => {
      const p = document.createElement("p");
      p.append(line);
      return p;
    }));
    unsay(id);
    form.querySelector(".dock").prepend(box);
  }
  const unsay = (id) => document.getElementById(id)?.remove();

  const REFUSED = {
    403: ["Open your link again to go on", "This device is no longer signed in. Your answers are kept here and are sent when you open the link in your e-mail again on this device."],
    409: ["This survey has closed", "The answers you gave since then could not be saved. What you submitted before counts."],
    413: ["This text is too long to save", "It is still on this page. Shorten it, and it is saved."],
  };
  function sayFailure(code) {
    if (code in REFUSED) note("trouble", "bad", "bad", ...REFUSED[code]);
    else if (code) note("trouble", "bad", "bad", "We could not save your last answer", "It is still on this page, and we keep trying.");
    else note("trouble", "warn", "offline", "You are offline", store.durable ? "Keep going. Your answers stay on this device and are sent when you are back online." : "Your answers stay on this page until you are back online. Please do not close it.");
    say(code ? "bad" : "offline");
  }

  /* ---- time on this page, while it is looked at ---- */
  const clock = form.querySelector("input[name^=seconds-]");
  const spent = clock ? +clock.value : 0;
  let active = 0, since = document.hidden ? 0 : performance.now();
  function measure() {
    if (since) active += performance.now() - since;
    since = document.hidden ? 0 : performance.now();
    if (clock) clock.value = Math.min(3600, Math.round(spent + active / 1000));
  }
  /* ---- sending ---- */
  const waiting = () => ({ ...store.read().changes, ...inPage });
  const isEmpty = (object) => !Object.keys(object).length;

  function put(name, text) {
    inPage[name] = [text, version];
    store.edit((all) => { all.changes[name] = inPage[name]; });
  }

  const nextCount = () => store.edit((all) => (all.count = Math.max(all.count, +form.dataset.count) + 1));

  function body() {
    measure();
    const time = clock ? { [clock.name]: [clock.value, version] } : {};
    return JSON.stringify({ token: value("csrf_token"), revision: +value("revision"), count: nextCount(), seen: version, changes: { ...waiting(), ...time } });
  }

  function drop(sent) {
    const same = (a, b) => a && b && a[0] === b[0];
    for (const name in sent) if (same(inPage[name], sent[name])) delete inPage[name];
    store.edit((all) => { for (const name in sent) if (same(all.changes[name], sent[name])) delete all.changes[name]; });
  }

  function send(always = false) {
    clearTimeout(retry);
    if (sending) return sending.then(() => (isEmpty(waiting()) || failures ? undefined : send()));
    if (isEmpty(waiting()) && always !== true) return Promise.resolve();
    const sent = waiting();
    const slow = setTimeout(say, 1000, "saving");
    sending = fetch(address, { method: "POST", body: body(), headers: { "Content-Type": "application/json" }, signal: AbortSignal.timeout?.(20000) })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((told) => {
        failures = refusal = 0;
        heard = performance.now();
        drop(sent);
        showNewer(told, sent);
        version = told.version;
        form.elements.version.value = version;
        unsay("trouble");
        if (isEmpty(waiting())) say("saved");
      })
      .catch((problem) => {
        const code = typeof problem === "number" ? problem : 0;
        failures += 1;
        if (code) heard = performance.now();
        refusal = code in REFUSED ? code : 0;
        sayFailure(code);
        if (!refusal) retry = setTimeout(send, [1000, 3000, 8000][failures - 1] ?? 30000, true);
      })
      .finally(() => { clearTimeout(slow); sending = null; });
    return sending;
  }

  /* Another device was faster: its answer is shown, and the one from here can be put back with one press. */
  function showNewer({ newer, refused }, sent) {
    const shown = Object.keys(newer).filter((name) => !(name in inPage) && !/^(moves|seconds)-/.test(name) && (fill(name, newer[name]) || refused.includes(name)));
    if (!shown.length) return;
    form.dispatchEvent(new CustomEvent("surveyapp:filled"));
    const mine = refused.filter((name) => name in sent);
    const lines = ["You answered this on another device. We are showing that answer."];
    if (mine.length) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn sm";
      button.textContent = "Use the one from here";
      button.addEventListener("click", () => {
        unsay("newer");
        mine.forEach((name) => { fill(name, sent[name][0]); put(name, sent[name][0]); });
        form.dispatchEvent(new CustomEvent("surveyapp:filled"));
        send();
      });
      lines.push(...mine.map((name) => sent[name][0]).filter((text) => text.length > 9).map((text) => `From here: ${text}`), button);
    }
    note("newer", "", "saving", "Newer answers found", ...lines);
  }

  let soon = 0;
  const sendSoon = (delay) => { clearTimeout(soon); soon = setTimeout(send, delay); };

  form.addEventListener("change", ({ target }) => {
    if (isControl(target.name)) return;
    put(target.name, target.value);
    offerClearing(target.name);
    sendSoon(0);
  });
  form.addEventListener("input", ({ target }) => {
    if (target.type !== "textarea" || isControl(target.name)) return;
    put(target.name, target.value);
    sendSoon(1000);
  });
  form.addEventListener("focusout", ({ target }) => { if (target.name in inPage) sendSoon(0); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=clear]");
    if (!button) return;
    event.preventDefault();
    const field = fieldOf(button.value);
    fill(button.value, "");
    put(button.value, "");
    (field.type ? field : field[0]).focus();
    send();
  });
  addEventListener("online", () => send(true));
  addEventListener("offline", () => say("offline"));

  /* ---- leaving ---- */
  function leave() {
    measure();
    if (!document.hidden || isEmpty(waiting()) || refusal) return;
    navigator.sendBeacon(address, new Blob([body()], { type: "application/json" }));
  }
  document.addEventListener("visibilitychange", leave);
  addEventListener("pageshow", (event) => { goingOn = false; if (event.persisted) location.reload(); });

  /* ---- going on: first everything is saved, then the form goes, with what the server does not have yet ---- */
  form.addEventListener("submit", (event) => {
    if (goingOn) { event.preventDefault(); return; }
    goingOn = true;
    measure();
    const goes = () => (isEmpty(waiting()) && !failures) || refusal === 403 || refusal === 409;
    // A form sent to a server that is gone loses the page, so that after a while we ask first whether it is there.
    if (goes() && navigator.onLine && performance.now() - heard < 5000) return;
    event.preventDefault();
    const button = event.submitter;
    const words = button && [...button.childNodes];
    const slow = setTimeout(() => button?.replaceChildren("Saving…"), 400);
    failures = 0;
    send(true).then(() => {
      clearTimeout(slow);
      if (button) button.replaceChildren(...words);
      goingOn = false;
      if (goes()) form.requestSubmit(button);
      else document.getElementById("trouble")?.scrollIntoView({ block: "nearest" });
    });
  });
  form.addEventListener("formdata", ({ formData }) => {
    const rest = waiting();
    for (const name of [...formData.keys()]) if (!isControl(name) && !(name in rest) && name !== clock?.name) formData.delete(name);
    formData.set("version", version);
    formData.set("count", nextCount());
  });

  /* ---- closing ---- */
  const left = +form.dataset.left;
  const warn = (title, line) => { if (!document.getElementById("closing")) note("closing", "warn", "saving", title, line); };
  const at = (seconds, act) => { if (seconds >= 0 && seconds < 86400) setTimeout(act, seconds * 1000); };
  at(left - 600, () => warn(`This survey closes at ${closes}`, `What is submitted by then counts. Whoever has begun may finish until ${ends}.`));
  at(left, () => { unsay("closing"); warn("This survey has closed", `You had begun, so you can finish: submit by ${ends}, then it counts.`); });

  /* ---- what an earlier visit on this device could not send ---- */
  const before = store.read().changes;
  if (!isEmpty(before)) {
    Object.keys(before).forEach((name) => fill(name, before[name][0]));
    form.dispatchEvent(new CustomEvent("surveyapp:filled"));
    send();
  }
})();
