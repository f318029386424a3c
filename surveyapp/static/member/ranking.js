/* Puts goals in order by tap, button, drag or key. The lists of places that serve without this script stay in the form
   and stay the truth: every move sets them, and what they say is what is shown. */
(() => {
  "use strict";

  const nth = (n) => n + (["th", "st", "nd", "rd"][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] || "th");
  const label = (button, name, isOff) => {
    button.setAttribute("aria-label", name);
    button.setAttribute("aria-disabled", isOff);
  };

  document.querySelectorAll("[data-ranking]").forEach((root) => {
    const form = root.closest("form"), trace = form.elements[`moves-${root.dataset.ranking}`];
    const plain = root.querySelector("ul"), desk = root.querySelector("template").content.firstElementChild.cloneNode(true);
    const inn = desk.querySelector("ol"), out = desk.querySelector("ul");
    const find = (what) => desk.querySelector(what);
    const row = inn.firstElementChild, card = out.firstElementChild;
    row.remove();
    card.remove();

    const items = [...plain.children].map((li) => {
      const text = li.querySelector(".rk-full"), words = text.lastChild.data.trim().split(/\s+/);
      const item = {
        select: li.querySelector("select"),
        problem: li.querySelector(".err"),
        name: `${li.dataset.name}, ${words.slice(0, 5).join(" ").replace(/\W$/, "")}${words[5] ? " …" : ""}`,
        row: row.cloneNode(true),
        card: card.cloneNode(true),
      };
      [item.row, item.card].forEach((each) => {
        each.querySelector(".rk-text").append(text.cloneNode(true));
        each.id = item.select.id; // one of the two is on the page, so that links to the field lead to it
        each.querySelectorAll("button").forEach((button) => { item[button.dataset.move] = button; });
      });
      if (item.problem) item.row.querySelector(".rk-text").append(item.problem);
      item.select.id = "";
      return item;
    });

    /* ---- the order; `level` holds the items that share the place of the one before them ---- */
    let order, level;

    const isOpen = (item) => !order.includes(item);
    function read() {
      order = items.filter((item) => item.select.value).sort((a, b) => a.select.value - b.select.value);
      level = new Set(order.filter((item, at) => at && item.select.value === order[at - 1].select.value));
    }
    function group(item) {
      let first = order.indexOf(item), last = first;
      while (level.has(order[first])) first--;
      while (level.has(order[last + 1])) last++;
      return { first, last, place: nth(first + 1), isAlone: first === last };
    }
    function take(item) {
      const at = order.indexOf(item);
      if (!level.delete(item)) level.delete(order[at + 1]); // whoever stood level with it leads now
      order.splice(at, 1);
    }
    function moveTo(item, at) {
      const step = at < order.indexOf(item) ? -1 : 1;
      take(item);
      while (level.has(order[at])) at += step; // never between two that stand level
      order.splice(at, 0, item);
    }

    /* ---- showing ---- */
    function draw(moved, held) {
      // What has the focus or the pointer keeps its place in the document, and the others move around it.
      const fixed = held || order.find((item) => item.row.contains(document.activeElement));
      const n = order.length, open = items.filter(isOpen);
      order.forEach((item, at) => {
        const { first, last, place, isAlone } = group(item), now = `now ${place} of ${n}`, isLast = isAlone && last === n - 1;
        item.card.remove();
        if (at < order.indexOf(fixed)) inn.insertBefore(item.row, fixed.row);
        else if (item !== fixed) inn.append(item.row);
        item.row.querySelector("b").textContent = first + 1;
        item.row.classList.toggle("is-moved", item === moved);
        if (item.problem) item.problem.hidden = isAlone;
        label(item.up, `Move ${item.name} up, ${now}`, isAlone && !first);
        label(item.down, isLast ? `Take ${item.name} out of your order` : `Move ${item.name} down, ${now}`, false);
        item.down.classList.toggle("is-out", isLast);
        if (!item.tie) return;
        label(item.tie, `${item.name}: same place as the goal above`, !at);
        item.tie.setAttribute("aria-pressed", level.has(item));
      });
      open.forEach((item, at) => {
        item.row.remove();
        if (out.children[at] !== item.card) out.insertBefore(item.card, out.children[at]);
        item.card.querySelector(".rk-next").textContent = n + 1;
        item.card.querySelector(".vh").textContent = ` Place ${nth(n + 1)}`;
      });
      find("section+section").hidden = !open.length;
      find(".rk-empty").hidden = n;
      const left = root.dataset.enough - n;
      find("[data-tally]").textContent = level.size && !("ties" in root.dataset) ? "Two goals share a place. Choose which comes first."
        : !n ? "Choose at least 1" : !open.length ? `All ${n} placed.` : left > 0 ? `${n} placed, ${left} to go` : `${n} placed. That is enough.`;
    }

    /* ---- telling the form, and those who listen ---- */
    let speaking;
    function say(words) {
      const live = find("[role=status]");
      clearTimeout(speaking);
      live.textContent = "";
      speaking = setTimeout(() => { live.textContent = words; }, 100);
    }
    function set(field, value) {
      if (!field || field.value === value) return;
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const note = (letter) => set(trace, trace && (trace.value + letter).slice(0, 400));
    function done(letter, item, words) {
      const { place, isAlone } = group(item);
      draw(item);
      items.forEach((each) => set(each.select, isOpen(each) ? "" : `${group(each).first + 1}`));
      note(letter);
      say(`${item.name} ${words || (isAlone ? `moved to ${place} of ${order.length}` : `tied ${place}`)}.`);
    }

    /* ---- moves; each is told by which letter to note it ---- */
    let lastDown;

    function add(item, letter) {
      const open = items.filter(isOpen), at = open.indexOf(item), next = open[at + 1] || open[at - 1];
      order.push(item);
      done(letter, item, `placed ${nth(order.length)}. ${open.length - 1} not ranked`);
      (next ? next.add : item.up).focus({ preventScroll: letter === "t" });
    }
    function shift(item, letter, isUp) {
      const { first, last, isAlone } = group(item);
      if (!isAlone) { // just above or below those it was level with
        take(item);
        order.splice(isUp ? first : last, 0, item);
      } else if (isUp) {
        if (!first) return;
        moveTo(item, group(order[first - 1]).first);
      } else if (order[last + 1]) {
        moveTo(item, group(order[last + 1]).last);
      } else if (performance.now() - lastDown < 900) {
        // A fast repeat of "down" ends here: the button under the same finger now takes the goal out.
        say(`${item.name} is now last. Press again to take it out.`);
        return;
      } else {
        take(item);
        done(letter, item, `taken out of your order. ${order.length} placed`);
        item.add.focus({ preventScroll: letter === "b" });
        return;
      }
      if (!isUp) lastDown = performance.now();
      done(letter, item);
    }
    const ACTS = {
      add,
      up: (item, letter) => shift(item, letter, true),
      down: (item, letter) => shift(item, letter, false),
      tie(item, letter) {
        if (!level.delete(item)) level.add(item);
        done(letter, item);
      },
    };
    const itemAt = (node) => items.find((item) => item.row.contains(node) || item.card.contains(node));

    desk.addEventListener("click", ({ target, detail }) => {
      const button = target.closest("button");
      if (!button || button.ariaDisabled === "true") return;
      const { move } = button.dataset, { top } = button.getBoundingClientRect();
      ACTS[move](itemAt(button), detail ? (move === "add" ? "t" : "b") : "k");
      // The button stays under the finger, so that the next tap moves the same goal on.
      if (inn.contains(button)) scrollBy(0, button.getBoundingClientRect().top - top);
    });
    inn.addEventListener("keydown", (event) => {
      const { key, target } = event, item = itemAt(target), isUp = key === "ArrowUp";
      if (event.ctrlKey || event.metaKey) return;
      if (event.altKey && (isUp || key === "ArrowDown")) {
        event.preventDefault();
        if (isUp || !item.down.matches(".is-out")) shift(item, "k", isUp);
      } else if (!event.altKey && /^[1-9]$/.test(key) && ![undefined, item].includes(order[key - 1])) {
        moveTo(item, key - 1);
        done("k", item);
      } else return;
      target.scrollIntoView({ block: "nearest" });
    });

    /* ---- dragging, by the number alone, so that a thumb on the text still scrolls ---- */
    let drag;

    inn.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest(".rk-grip"), y = event.clientY;
      if (!grip || event.button || drag) return;
      drag = { item: itemAt(grip), id: event.pointerId, from: y, y, order: [...order], level: new Set(level) };
      grip.setPointerCapture(drag.id);
    });
    inn.addEventListener("pointermove", (event) => {
      if (!drag || event.pointerId !== drag.id) return;
      drag.y = event.clientY;
      const { row } = drag.item;
      if (!drag.on && Math.abs(drag.y - drag.from) > 5) {
        drag.on = true;
        drag.top = row.offsetTop - drag.from - scrollY;
        row.classList.add("is-drag");
        requestAnimationFrame(follow);
      }
      if (drag.on) carry();
    });
    function carry() {
      const { item, y, top } = drag, { row } = item, now = top + y + scrollY, middle = (one) => one.offsetTop + one.offsetHeight / 2;
      const to = order.filter((one) => one !== item && middle(one.row) < now + row.offsetHeight / 2).length;
      if (to !== order.indexOf(item)) {
        moveTo(item, to);
        draw(item, item);
      }
      row.style.transform = `translateY(${now - row.offsetTop}px)`;
    }
    function follow() {
      if (!drag) return;
      const over = Math.min(drag.y - 96, 0) + Math.max(drag.y - innerHeight + 96, 0);
      if (over) {
        scrollBy(0, over / 6);
        carry();
      }
      requestAnimationFrame(follow);
    }
    function drop(isWanted) {
      if (!drag) return;
      const { item, on, ...before } = drag, isMoved = order.some((one, at) => one !== before.order[at]);
      drag = null;
      item.row.classList.remove("is-drag");
      item.row.style.transform = "";
      if (isWanted && on && isMoved) {
        done("d", item);
        return;
      }
      ({ order, level } = before);
      draw(null, item);
    }
    inn.addEventListener("pointerup", () => drop(true));
    ["pointercancel", "lostpointercapture"].forEach((name) => inn.addEventListener(name, () => drop(false)));
    addEventListener("keydown", ({ key }) => { if (key === "Escape") drop(false); });

    /* ---- in place of the lists, and whenever somebody else fills these ---- */
    function show() {
      drop(false);
      read();
      draw();
    }
    show();
    root.classList.replace("rk-plain", "rk-on");
    plain.hidden = true;
    root.append(desk);
    form.addEventListener("surveyapp:filled", show);
    addEventListener("pageshow", show);
    plain.addEventListener("change", ({ isTrusted }) => {
      if (!isTrusted) return;
      show();
      note("s");
    });
  });
})();
