/* Saves what is typed on the pages of links. Without this file the button of the form does the same. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-typing]");
  if (!form) return;
  const WAIT = 900, AGAIN = 5000, WARN = "call-over-most";
  const words = form.dataset;
  const whole = words.typing === "whole";
  const page = (name) => document.querySelector(`[data-${name}]`);
  const status = page("kept");
  const bases = new Map();   // what was agreed on last, for each unit
  const timers = new Map();
  const queue = [];
  let sending = false, stopped = false, after = null;

  const units = () => (whole ? [form] : [...form.querySelectorAll("[data-unit]")]);
  const nameOf = (unit) => unit.dataset.unit || "";
  const boxes = (unit) => [...unit.querySelectorAll("input:not([type=hidden]), textarea, select")].filter((box) => box.name);
  const ticked = (box) => !["checkbox", "radio"].includes(box.type) || box.checked;
  const told = (unit) => JSON.stringify(boxes(unit).filter(ticked).map((box) => [box.name, box.value]));
  const version = (unit) => unit.querySelector("[data-version]");
  const changed = (unit) => told(unit) !== bases.get(unit);
  const time = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  function say(text, tone) {
    if (!status) return;
    status.textContent = text;
    status.dataset.tone = tone || "";
  }
  function tell(unit, text) {
    const place = unit.querySelector("[data-say]");
    if (place) place.textContent = text;
  }
  // The same words as `told`, of values as the server names them.
  const asTold = (unit, values) => JSON.stringify(boxes(unit).flatMap((box) => {
    const value = values[box.name];
    if (["checkbox", "radio"].includes(box.type)) return [].concat(value ?? []).includes(box.value) ? [[box.name, box.value]] : [];
    return [[box.name, value ?? ""]];
  }));
  function put(unit, values) {
    boxes(unit).forEach((box) => {
      const value = values[box.name];
      if (["checkbox", "radio"].includes(box.type)) box.checked = [].concat(value ?? []).includes(box.value);
      else box.value = value ?? "";
    });
    unit.querySelectorAll("textarea").forEach(count);
  }

  function count(box) {
    const most = Number(box.dataset.most);
    if (!most) return;
    let place = box.parentElement.querySelector(".call-count");
    if (!place) {
      place = document.createElement("span");
      place.className = "call-count";
      box.after(place);
    }
    const are = [...box.value.trim()].length;
    place.textContent = words.toldCount.replace("%s", are.toLocaleString()).replace("%m", most.toLocaleString());
    place.classList.toggle(WARN, are > most);
  }

  function lacks(list) {
    const place = page("lacks");
    if (!place || !list) return;
    place.replaceChildren(...list.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    page("ready").hidden = list.length > 0;
  }

  // What the other lead wrote meanwhile comes in where nothing is being typed.
  function takeIn(others) {
    for (const [name, theirs] of Object.entries(others || {})) {
      const unit = form.querySelector(`[data-unit="${CSS.escape(name)}"]`);
      if (!unit) continue;
      const same = asTold(unit, theirs.values) === bases.get(unit);
      if (!same && (changed(unit) || unit.contains(document.activeElement))) continue;
      if (!same) {
        put(unit, theirs.values);
        bases.set(unit, told(unit));
        unit.classList.add("call-fresh");
        setTimeout(() => unit.classList.remove("call-fresh"), 4000);
      }
      version(unit).value = theirs.version;
    }
  }

  function clash(unit, theirs) {
    const old = unit.querySelector(".call-clash");
    if (old) old.remove();
    const box = document.getElementById("clash").content.firstElementChild.cloneNode(true);
    const shown = Object.entries(theirs.values).filter(([name]) => !/^(key|currency)-/.test(name));
    box.querySelector("[data-theirs]").textContent = shown.flatMap(([, value]) => value).filter(Boolean).join(" · ");
    box.querySelector("[data-mine]").addEventListener("click", () => { agree(unit, theirs); box.remove(); bases.set(unit, ""); ask(unit); });
    box.querySelector("[data-take]").addEventListener("click", () => {
      agree(unit, theirs);
      put(unit, theirs.values);
      bases.set(unit, told(unit));
      box.remove();
      say("", "");
    });
    unit.append(box);
  }
  function agree(unit, answer) {
    if (version(unit) && answer.version !== undefined) version(unit).value = answer.version;
    const key = unit.querySelector("[data-key]");
    if (key && answer.values) key.value = answer.values[key.name] || "";
  }

  function body(unit) {
    const data = whole ? new FormData(form) : new FormData();
    if (!whole) {
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.append("unit", nameOf(unit));
      unit.querySelectorAll("input, textarea, select").forEach((box) => { if (box.name && ticked(box)) data.append(box.name, box.value); });
      data.append("seen", JSON.stringify(Object.fromEntries(units().filter((one) => !nameOf(one).startsWith("line-")).map((one) => [nameOf(one), Number(version(one).value)]))));
    }
    return data;
  }

  async function send(unit) {
    const sent = told(unit);
    say(words.toldKeeping, "");
    let answer;
    try {
      answer = await fetch(form.getAttribute("action"), { method: "POST", body: body(unit), headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: document.hidden });
    } catch {
      say(words.toldLost, "bad");
      setTimeout(() => ask(unit), AGAIN);
      return;
    }
    const kind = answer.headers.get("Content-Type") || "";
    if (!kind.startsWith("application/json")) {
      // A server that is about to start again is asked again; a link that ended is not.
      if (answer.status >= 500) { say(words.toldLost, "bad"); setTimeout(() => ask(unit), AGAIN); return; }
      stopped = true;
      say(words.toldGone, "bad");
      return;
    }
    const data = await answer.json();
    if (data.waits) { tell(unit, words.toldLine); say("", ""); return; }
    if (answer.status === 409 && data.values) { say(words.toldWrong, "bad"); clash(unit, data); return; }
    if (!answer.ok) { tell(unit, (data.wrong || []).join(" ")); say(words.toldWrong, "bad"); return; }
    tell(unit, "");
    agree(unit, data);
    bases.set(unit, sent);
    lacks(data.lacks && !whole ? data.lacks : null);
    if (data.sum !== undefined && page("sum")) page("sum").textContent = data.sum;
    if (data.heading && page("heading")) page("heading").textContent = data.heading;
    takeIn(data.others);
    say(words.toldKept.replace("%s", time()), "good");
    if (changed(unit)) ask(unit);
  }

  async function work() {
    if (sending || stopped) return;
    sending = true;
    while (queue.length && !stopped) await send(queue.shift());
    sending = false;
    if (after) { const go = after; after = null; setTimeout(go); }
  }
  function ask(unit) {
    clearTimeout(timers.get(unit));
    timers.delete(unit);
    if (!queue.includes(unit)) queue.push(unit);
    return work();
  }
  function flush() {
    for (const unit of [...timers.keys()]) if (changed(unit)) ask(unit); else { clearTimeout(timers.get(unit)); timers.delete(unit); }
  }
  function later(unit, wait) {
    clearTimeout(timers.get(unit));
    timers.set(unit, setTimeout(() => { timers.delete(unit); if (changed(unit)) ask(unit); }, wait));
  }

  const unitOf = (target) => (whole ? form : target.closest("[data-unit]"));
  form.addEventListener("input", (event) => {
    const unit = unitOf(event.target);
    if (event.target.matches("textarea")) count(event.target);
    if (unit) later(unit, WAIT);
  });
  form.addEventListener("change", (event) => { const unit = unitOf(event.target); if (unit) later(unit, 60); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });

  // A button waits until what was typed last is kept: else a page would meet its own change.
  form.addEventListener("submit", (event) => {
    if (stopped || (!sending && !timers.size && !queue.length)) { bases.clear(); stopped = true; return; }
    event.preventDefault();
    const button = event.submitter;
    after = () => { stopped = false; form.requestSubmit(button); };
    flush();
    timers.forEach((timer) => clearTimeout(timer));
    timers.clear();
    if (!sending) work();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!stopped && (sending || units().some(changed))) event.preventDefault();
  });

  // Another line of the budget is the last one again, empty and with a number of its own.
  const more = page("add-line");
  if (more) {
    more.hidden = false;
    more.addEventListener("click", () => {
      const rows = form.querySelectorAll("[data-lines] > [data-unit]");
      const last = rows[rows.length - 1], number = rows.length, row = last.cloneNode(true);
      const renamed = (text) => text.replace(/-\d+$/, `-${number}`);
      row.dataset.unit = `line-${number}`;
      row.querySelectorAll(".call-clash, .error").forEach((one) => one.remove());
      row.querySelectorAll("[name], label").forEach((one) => {
        if (one.name) one.name = renamed(one.name);
        if (one.id) one.id = renamed(one.id);
        if (one.htmlFor) one.htmlFor = renamed(one.htmlFor);
        if (one.name && !one.name.startsWith("currency-")) one.value = one.name.startsWith("read-") ? "0" : "";
      });
      tell(row, "");
      last.after(row);
      bases.set(row, told(row));
      row.querySelector("input").focus();
    });
  }

  units().forEach((unit) => bases.set(unit, told(unit)));
  form.querySelectorAll("textarea").forEach(count);
})();
