// What is left of each budget, told while one decides; without it the server tells it after keeping.
(() => {
  "use strict";
  const number = (text) => Number(String(text || "0").replace(/[\s,']/g, "")) || 0;
  // As the server writes it: its own words with another figure in them.
  const told = (value, place) => {
    place.dataset.left ||= place.textContent;
    const figure = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(value);
    return place.dataset.left.replace(/-?\d[\d,.億万兆]*/, figure);
  };
  const rows = (form) => [...form.querySelectorAll("[data-row]")];
  const awarded = (row) => (row.querySelector("select") || {}).value === "award";

  const count = (form) => {
    const said = [];
    form.querySelectorAll("[data-purse]").forEach((purse) => {
      const side = purse.dataset.purse;
      const boxes = rows(form).filter(awarded).map((row) => row.querySelector(`[data-side="${side}"]`)).filter(Boolean);
      const sum = boxes.reduce((all, box) => all + number(box.value), number(purse.dataset.other));
      const stated = purse.dataset.budget !== "";
      const left = number(purse.dataset.budget) - sum;
      const place = purse.querySelector("[data-left]");
      const words = told(stated ? left : sum, place);
      place.textContent = words;
      purse.classList.toggle("is-over", stated && left < 0);
      const bar = purse.querySelector("[data-bar]");
      if (bar) bar.setAttribute("width", Math.min(100, Math.max(0, (100 * sum) / number(purse.dataset.budget))) || 0);
      said.push(words);
    });
    rows(form).forEach((row) => {
      row.querySelectorAll("[data-most]").forEach((box) => {
        const over = awarded(row) && number(box.value) > number(box.dataset.most);
        box.setAttribute("aria-invalid", String(over));
      });
    });
    const status = form.querySelector("[data-said]");
    if (status) status.textContent = status.dataset.words.replace("NAMES", said.join(", "));
  };

  const begin = (form) => {
    if (!form.querySelector("[data-row] select")) return;
    form.addEventListener("input", (event) => {
      const row = event.target.closest("[data-row]");
      if (event.target.matches("select") && row && awarded(row)) {
        // An award begins with what was asked for.
        row.querySelectorAll("[data-asked]").forEach((box) => { if (!number(box.value)) box.value = box.dataset.asked.replace(/\.0+$/, ""); });
      }
      count(form);
    });
    count(form);
  };
  document.querySelectorAll("form[data-meeting]").forEach(begin);
})();
