// Before the page is drawn, so that it does not change color.
(() => {
  let theme = null;
  try { theme = localStorage.getItem("winlint-theme"); } catch { /* a page from a disk may have no storage */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", () => {
      const root = document.documentElement;
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("winlint-theme", root.dataset.theme); } catch { /* then only this page has it */ }
    });
  });
})();
