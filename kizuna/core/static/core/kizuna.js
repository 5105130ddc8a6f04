/* Small comforts. Every page works without this file; nothing here is needed to read or to write. */
(() => {
  "use strict";
  const root = document.documentElement;
  const store = {
    read: () => { try { return localStorage.getItem("theme"); } catch { return null; } },
    write: (value) => { try { value ? localStorage.setItem("theme", value) : localStorage.removeItem("theme"); } catch { /* private window */ } },
  };

  // Before the page is drawn: the colours the reader chose.
  root.classList.add("js");
  if (["light", "dark"].includes(store.read())) root.dataset.theme = store.read();

  function themeSwitch(button) {
    const say = () => {
      const words = button.dataset[root.dataset.theme || "auto"];
      button.setAttribute("aria-label", words);
      button.title = words;
    };
    delete button.dataset.waits;
    say();
    button.addEventListener("click", () => {
      const next = { undefined: "light", light: "dark", dark: "" }[root.dataset.theme];
      if (next) root.dataset.theme = next; else delete root.dataset.theme;
      store.write(next);
      say();
    });
  }

  // What lies in a closed menu has a place on the page and still is not seen.
  const visible = (element) => element.checkVisibility();
  const writing = (element) => element.closest("input, textarea, select, [contenteditable]");

  // "/" goes to the search box; on a small screen it opens the menu that holds it.
  function goToSearch(event) {
    const boxes = [...document.querySelectorAll("[data-search]")];
    let box = boxes.find(visible);
    if (!box) {
      box = boxes.find((one) => one.closest("details.menu"));
      const menu = box && box.closest("details.menu");
      if (menu) menu.open = true;
    }
    if (box && visible(box)) { event.preventDefault(); box.focus(); box.select(); }
  }

  // "Esc" closes what is open: first a menu, then the panel at the side; the focus returns to where it came from.
  let opener = null;
  function closePanel(panel) {
    panel.hidden = true;
    if (opener && document.contains(opener)) opener.focus();
  }
  function closeTop() {
    const menu = document.querySelector("details:is(.menu, .account)[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    const panel = [...document.querySelectorAll("[data-panel]:not([hidden])")].pop();
    if (panel) closePanel(panel);
  }

  // A citation opens the panel that holds its passage, and lights the passage up.
  const passage = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
  function openPanelOf(link) {
    const target = link.hash && link.pathname === location.pathname && passage(link);
    const panel = target && target.closest("[data-panel]");
    if (panel) { opener = link; panel.hidden = false; }
  }
  function light(event, on) {
    const link = event.target.closest && event.target.closest("a.cite[href^='#']");
    const target = link && passage(link);
    if (target) target.classList.toggle("lit", on);
  }

  // Warns before a page with unsaved changes is left.
  function guard(form) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    form.addEventListener("click", (event) => { if (event.target.closest("[data-instead]")) changed = false; });
    window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
    document.querySelectorAll("form[data-unsaved]").forEach(guard);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !writing(event.target)) goToSearch(event);
    if (event.key === "Escape") closeTop();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link) openPanelOf(link);
    const close = event.target.closest("[data-panel-close]");
    if (close) closePanel(close.closest("[data-panel]"));
    document.querySelectorAll("details:is(.menu, .account)[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => light(event, on));
  }
})();
