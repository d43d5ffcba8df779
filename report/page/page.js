"use strict";
const root = document.documentElement, $ = (s) => document.querySelector(s), all = (s) => [...document.querySelectorAll(s)];
const store = (value) => { try { if (value) localStorage.setItem("winlint-theme", value); return localStorage.getItem("winlint-theme") } catch { return null } };

const theme = $("#theme"), dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const show = () => { theme.textContent = dark() ? "Light theme" : "Dark theme" };
if (store()) root.dataset.theme = store();
theme.hidden = false;
theme.onclick = () => { root.dataset.theme = dark() ? "light" : "dark"; store(root.dataset.theme); show() };
matchMedia("(prefers-color-scheme: dark)").onchange = show;
show();

const filters = $(".filters");
if (filters) {
  filters.hidden = false;
  const search = $("#search"), boxes = all(".filters input[type=checkbox]"), status = $(".filters output");
  const findings = all(".finding").map((node) => ({ node, severity: node.dataset.severity, text: null }));
  const text = (f) => f.text ??= (f.node.parentNode.dataset.path + " " + f.node.dataset.severity + " " + f.node.textContent).toLowerCase();
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const f of findings) {
      f.node.hidden = !(severities.has(f.severity) && words.every((word) => text(f).includes(word)));
      if (!f.node.hidden) shown++;
    }
    for (const file of all(".file")) file.hidden = !file.querySelector(".finding:not([hidden])");
    status.textContent = shown === findings.length ? `${shown} shown` : `${shown} of ${findings.length} shown`;
  };
  search.oninput = apply;
  for (const box of boxes) box.onchange = apply;
  for (const button of all("[data-search]")) {
    button.onclick = () => { search.value = button.dataset.search; apply(); $("#findings").scrollIntoView(); search.focus({ preventScroll: true }) };
  }
  const step = (by) => {
    const shown = findings.map((f) => f.node).filter((node) => !node.hidden), at = shown.indexOf(document.activeElement);
    const next = shown[Math.max(0, Math.min(shown.length - 1, at < 0 && by < 0 ? 0 : at + by))];
    if (next) next.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target === search;
    if (event.key === "Escape" && typing) { search.value = ""; apply() }
    else if (event.key === "/" && !typing) { event.preventDefault(); search.focus() }
    else if ((event.key === "j" || event.key === "k") && !typing) step(event.key === "j" ? 1 : -1);
  });
  apply();
}
