/* Shows below each wording that is being edited what the edit changes, word by word: the same steps as
   questionnaire/wording.py, so that the check page shows the same. */
(() => {
  "use strict";
  const PAUSE = 300, MOST_PAIRS = 250000;
  const words = (text) => text.match(/[^\s\x1c-\x1f\x85]+/g) || [];
  const element = (name, classes, ...content) => {
    const made = document.createElement(name);
    made.className = classes;
    made.append(...content);
    return made;
  };

  /* Runs of [fate, words]: what is kept has no fate, the others are named like their elements. */
  function redline(old, now) {
    const runs = [], isLong = old.length * now.length > MOST_PAIRS;
    /* common[i][j]: how many words old from i on and now from j on have in common */
    const common = old.concat("").map(() => new Uint16Array(isLong ? 0 : now.length + 1));
    for (let i = old.length; !isLong && i--;) {
      for (let j = now.length; j--;) {
        common[i][j] = old[i] === now[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    let kept = [], removed = [], added = [];
    const finish = () => {
      for (const [fate, run] of [["", kept], ["del", removed], ["ins", added]]) if (run[0]) runs.push([fate, run.join(" ")]);
      kept = []; removed = []; added = [];
    };
    for (let i = 0, j = 0; i < old.length || j < now.length;) {
      if (!isLong && i < old.length && old[i] === now[j]) {
        if (removed[0] || added[0]) finish();
        kept.push(old[i++]);
        j++;
      } else if (j === now.length || (i < old.length && (isLong || common[i + 1][j] >= common[i][j + 1]))) removed.push(old[i++]);
      else added.push(now[j++]);
    }
    finish();
    return runs;
  }

  document.querySelectorAll("textarea.plan-edit").forEach((field) => {
    const label = field.closest("label"), original = field.dataset.original;
    const shown = element("p", "plan-md");
    const back = element("button", "btn quiet sm", "Put back the original");
    const box = element("div", "redline", element("p", "count", "What you change"), shown, back);
    /* heard when there first is a change and when there is none any more, not at every word */
    const status = element("p", "vh");
    status.role = "status";
    back.type = "button";
    box.hidden = true;
    for (const name of ["full", "on-change", "kept"]) box.classList.toggle(name, label.classList.contains(name));
    label.after(box, status);

    const draw = () => {
      const runs = redline(words(original), words(field.value)), isSame = !runs.some(([fate]) => fate);
      if (box.hidden !== isSame) status.textContent = isSame ? "The text is the original again." : "Your changes are shown below.";
      box.hidden = isSame;
      shown.replaceChildren(...runs.flatMap(([fate, text]) => [
        fate ? element(fate, "", element("span", "vh", fate === "ins" ? "added: " : "removed: "), text) : text, " ",
      ]));
    };
    let waiting;
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(draw, PAUSE); });
    back.addEventListener("click", () => {
      field.value = original;
      field.focus();
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    });
    field.form.addEventListener("surveyapp:filled", draw);
    addEventListener("pageshow", draw); // a browser that goes back brings what was typed, after the script has run
    draw();
  });
})();
