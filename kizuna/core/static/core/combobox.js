/* A box that offers records while one types, as the ARIA pattern of an editable combobox with a list. htmx fetches
   the options; this file opens and closes the list, and chooses. Without it the name is looked up on saving. */
(() => {
  "use strict";

  function combobox(root) {
    const box = root.querySelector("input[type=text]");
    const chosen = root.querySelector("[data-chosen]");
    const list = root.querySelector("[role=listbox]");
    const told = root.querySelector("[data-told]");
    let active = -1;
    let before = { value: chosen.value, text: box.value };

    const options = () => [...list.querySelectorAll("[role=option]")];
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);

    function open(on) {
      list.hidden = !on;
      box.setAttribute("aria-expanded", String(on));
      if (!on) mark(-1);
    }
    function mark(index) {
      active = index;
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      const option = options()[index];
      if (option) { box.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
      else box.removeAttribute("aria-activedescendant");
    }
    function choose(option) {
      chosen.value = option.dataset.value;
      box.value = option.dataset.text;
      before = { value: chosen.value, text: box.value };
      open(false);
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const ask = () => window.htmx && window.htmx.trigger(box, "ask");

    box.addEventListener("input", () => { chosen.value = box.value === before.text ? before.value : ""; });
    list.addEventListener("htmx:afterSwap", () => {
      if (document.activeElement !== box) return;
      const count = options().length;
      open(true);
      mark(-1);
      told.textContent = count === 0 ? told.dataset.none : count === 1 ? told.dataset.one : told.dataset.many.replace("NUMBER", count);
    });
    box.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) { if (count) open(true); else { ask(); return; } }
        if (count) mark(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        choose(options()[active]);
      } else if (event.key === "Escape") {
        if (list.hidden && box.value !== before.text) { box.value = before.text; chosen.value = before.value; }
        if (!list.hidden) { open(false); event.stopPropagation(); }
      }
    });
    // A press on an option must not take the focus out of the box before it is chosen.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    box.addEventListener("blur", () => open(false));
  }

  document.querySelectorAll("[data-combobox]").forEach(combobox);
})();
