// Finds pages by their words, and errors by a text that somebody pastes. All of it runs in the page.
(() => {
  const box = document.getElementById("search"), results = document.getElementById("results");
  if (!box) return;
  const root = document.body.dataset.root, most = 12;
  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  let pages, spread;

  // How much a word counts where it is found. Many words are the text of an error.
  const places = { few: { id: 6, title: 5, group: 2, symptoms: 3, words: 1 }, many: { id: 2, title: 2, group: 1, symptoms: 6, words: 1 } };
  function prepare() {
    if (pages) return;
    spread = new Map();
    pages = (window.winlintPages ?? []).map((page) => {
      const known = {
        id: new Set(words(page.i ?? "")), title: new Set(words(page.t)), group: new Set(words(page.g ?? "")),
        symptoms: new Set(words((page.e ?? []).join(" "))), words: new Set(page.w.split(" ")),
      };
      for (const word of new Set([...known.words, ...known.title, ...known.id, ...known.symptoms])) spread.set(word, (spread.get(word) ?? 0) + 1);
      const texts = (page.e ?? []).map((text) => text.toLowerCase());
      return { page, known, texts, sets: texts.map((text) => new Set(words(text))) };
    });
  }

  function score(entry, query, asked) {
    const many = asked.length > 4;
    let sum = 0;
    for (const [n, word] of asked.entries()) {
      const rare = Math.log(1 + pages.length / (spread.get(word) ?? 1));
      const begun = n === asked.length - 1; // the last word may not be whole yet
      let best = 0;
      for (const [place, weight] of Object.entries(many ? places.many : places.few)) {
        const set = entry.known[place];
        if (set.has(word)) best = Math.max(best, weight);
        else if (begun && word.length > 2 && [...set].some((known) => known.startsWith(word))) best = Math.max(best, weight / 2);
      }
      sum += best * rare;
    }
    if (entry.page.i === query) sum += 200;
    if (!many && query.length > 8 && entry.texts.some((text) => text.includes(query))) sum += 100;
    if (many) sum += 100 * Math.max(0, ...entry.sets.map((set) => asked.filter((word) => set.has(word)).length)) / asked.length;
    return many && entry.page.k === "error" ? sum * 1.25 : sum;
  }

  function search(text) {
    prepare();
    const query = text.trim().toLowerCase(), asked = [...new Set(words(query))].slice(0, 60);
    if (asked.length === 0) return [];
    const found = pages.map((entry) => ({ ...entry, score: score(entry, query, asked) })).filter((entry) => entry.score > 0);
    found.sort((a, b) => b.score - a.score || a.page.t.localeCompare(b.page.t));
    const least = (found[0]?.score ?? 0) / 6;
    return found.filter((entry) => entry.score >= least).slice(0, most).map((entry) => ({ page: entry.page, symptom: symptom(entry, asked) }));
  }

  // The text of an error that has most of what was asked for.
  function symptom(entry, asked) {
    let best = "", most = 1;
    for (const text of entry.page.e ?? []) {
      const has = new Set(words(text)), n = asked.filter((word) => has.has(word)).length;
      if (n > most) [best, most] = [text, n];
    }
    return best;
  }

  const make = (name, text, kind) => Object.assign(document.createElement(name), { textContent: text, className: kind ?? "" });
  let at = -1;
  function show() {
    const found = search(box.value);
    at = -1;
    results.replaceChildren(...found.map(({ page, symptom }, n) => {
      const item = make("li", ""), link = make("a", "");
      item.id = `result-${n}`;
      item.setAttribute("role", "option");
      link.href = root + page.u;
      link.tabIndex = -1;
      link.append(make("span", page.k, `badge ${page.k}`), make("b", page.t));
      link.append(make("small", [page.i, page.g].filter(Boolean).join(" · ")));
      if (symptom) link.append(make("code", symptom));
      item.append(link);
      return item;
    }));
    if (found.length === 0 && box.value.trim()) results.append(make("li", "No results", "none"));
    open(box.value.trim() !== "");
  }
  function open(yes) {
    results.hidden = !yes;
    box.setAttribute("aria-expanded", String(yes));
    if (!yes) box.removeAttribute("aria-activedescendant");
  }
  function move(by) {
    const items = [...results.querySelectorAll("[role=option]")];
    if (items.length === 0) return;
    items[at]?.removeAttribute("aria-selected");
    at = (at + by + items.length) % items.length;
    items[at].setAttribute("aria-selected", "true");
    items[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[at].id);
  }

  box.addEventListener("input", show);
  box.addEventListener("focus", () => { prepare(); if (box.value) show(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") { open(false); return; }
    else if (event.key === "Enter") (results.querySelectorAll("[role=option]")[Math.max(at, 0)]?.firstChild)?.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) open(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
    event.preventDefault();
    box.focus();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    box.value = asked;
    box.focus();
    show();
  }
})();
