"use strict";
// Filters, sorts and pages the worklist and the matrix. The data stand in #data (see embed.py); the
// markup of a row is copied from the <template>s of the page, so that the rows built here are those
// that the page was written with. Nothing is ever parsed as HTML.
(() => {
  const STEP = 40;
  const one = (id) => document.getElementById(id);
  const form = one("filters"); // none on the overview of a report of several pages
  const FIELDS = ["locale", "state", "turn", "checks", "text", "sort"].filter((name) => form?.elements[name]);
  let data = null;
  let matches = [];
  let pages = [];
  let at = ""; // the one entry shown, `at=fr/posts/12`
  let page = ""; // the one page shown, in all its locales: `posts/12`

  const load = () => {
    if (data) return;
    data = JSON.parse(one("data").textContent);
    data.places = new Map(data.entries.map((entry, index) => [entry.id, index]));
    data.pagesOf = new Map();
    for (const entry of data.entries) {
      const key = keyOf(entry);
      if (!data.pagesOf.has(key)) data.pagesOf.set(key, []);
      data.pagesOf.get(key).push(entry);
    }
  };

  const keyOf = (entry) => entry.id.slice("at=".length + entry.locale.length + 1);
  const plain = (text) => (typeof text === "string" ? text : text.map((run) => run[1]).join(""));

  // Filtering

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const haystack = (entry) => {
    if (entry.hay === undefined) {
      const parts = [plain(entry.title), entry.id];
      for (const row of [...(entry.rows ?? []), ...(entry.folded ?? [])]) {
        if (row.source) parts.push(plain(row.source[0]));
        if (row.target) parts.push(plain(row.target[0]));
      }
      entry.hay = fold(parts.join("\n"));
    }
    return entry.hay;
  };
  const byText = (a, b) => plain(a.title).localeCompare(plain(b.title), "en");
  const ORDERS = { days: (a, b) => b.days - a.days, words: (a, b) => b.words - a.words, title: byText };

  const select = () => {
    const want = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    const words = fold(want.text ?? "").split(/\s+/).filter(Boolean);
    const fits = (entry) =>
      (!at || entry.id === at) &&
      (!page || keyOf(entry) === page) &&
      (!want.locale || entry.locale === want.locale) &&
      (!want.state || entry.state === want.state || entry.verb === want.state) &&
      (!want.turn || entry.turn === want.turn) &&
      (want.checks ? Boolean(entry[want.checks]) : !entry.quiet || at || page) &&
      words.every((word) => haystack(entry).includes(word));
    matches = data.entries.filter(fits);
    if (at && !matches.length && data.next) location.replace(data.next + location.hash);
    if (ORDERS[want.sort]) matches.sort(ORDERS[want.sort]);
    const fitting = new Set(matches.map(keyOf));
    pages = form ? data.matrix.filter((row) => fitting.has(row.key)) : data.matrix;
  };

  // The address: #locale=fr&state=stale&text=roof&sort=days, #at=fr/posts/12, or #page=posts/12; without "=" a section

  const read = () => {
    const hash = location.hash.slice(1);
    const given = new URLSearchParams(hash.includes("=") ? hash : "");
    at = given.has("at") ? `at=${given.get("at")}` : "";
    page = given.get("page") ?? "";
    for (const name of FIELDS) {
      const field = form.elements[name];
      field.value = given.get(name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
  };

  const write = () => {
    const given = new URLSearchParams();
    for (const name of FIELDS) if (form.elements[name].value) given.set(name, form.elements[name].value);
    const hash = given.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };

  // What is a figure without the script leads to the entries behind it
  const lead = (node) => {
    const anchor = document.createElement("a");
    anchor.href = `${node.dataset.file ?? ""}#${node.dataset.filter}`;
    anchor.append(...node.childNodes);
    node.append(anchor);
  };

  // Building

  const copy = (id) => one(id).content.firstElementChild.cloneNode(true);
  const find = (node, name) => node.querySelector(`.${name}`);
  const put = (node, name, text) => {
    if (text) find(node, name).textContent = text;
    else find(node, name).remove();
  };
  const setState = (node, label) => {
    const state = find(node, "state");
    state.classList.add(label.tone);
    state.querySelector("use").setAttribute("href", `#i-${label.icon}`);
    state.lastElementChild.textContent = label.text;
  };
  const fillRun = (node, text) => {
    text.split(/(<\/?[A-Za-z][^<>]*>)/).forEach((part, index) => {
      if (index % 2) {
        const tag = document.createElement("code");
        tag.textContent = part;
        node.append(tag);
      } else if (part) node.append(part);
    });
  };
  const fillText = (node, given) => {
    const text = given[0];
    node.lang = given[1];
    node.dir = data.directions[given[1]] ?? "ltr";
    if (typeof text === "string") return fillRun(node, text);
    for (const [edit, run] of text) {
      if (edit === "same") fillRun(node, run);
      else {
        const mark = document.createElement(edit);
        fillRun(mark, run);
        node.append(mark);
      }
    }
  };
  const setSide = (node, name, caption, given) => {
    const side = find(node, name);
    if (!given) return side.remove();
    find(side, "caption").textContent = plain(caption);
    fillText(find(side, "text"), given);
  };

  // A catalog is a path, or a path and an address; a line of it `:12`, or `:12` and an address.
  const pair = (given, url) => (typeof given === "string" ? [given, url] : given);

  const rowOf = (row, catalog) => {
    const node = copy("t-row");
    setState(node, data.segmentStates[row.state]);
    find(node, "row-facts").textContent = row.facts ?? "";
    if (row.link) {
      const [line, url] = pair(row.link, catalog[1]);
      find(node, "po").setAttribute("href", url);
      find(node, "po").textContent = catalog[0] + line;
    } else find(node, "po").remove();
    setSide(node, "source", row.sourceCaption, row.source);
    setSide(node, "target", row.targetCaption, row.target);
    put(node, "note", row.note);
    if (row.flaws) find(node, "flaws").append(...row.flaws.map(flawOf));
    else find(node, "flaws").remove();
    return node;
  };

  const flawOf = ([severity, message, code]) => {
    const node = copy("t-flaw");
    setState(node, data.severities[severity]);
    find(node, "message").textContent = plain(message);
    find(node, "code").textContent = code;
    return node;
  };

  const fillBody = (node, entry) => {
    for (const link of [...(entry.links ?? []), ...(entry.beside ? [entry.beside] : [])]) {
      const anchor = document.createElement("a");
      anchor.textContent = plain(link[0]);
      anchor.setAttribute("href", plain(link[1]));
      find(node, "catalog").before(anchor);
    }
    const catalog = entry.catalog && pair(entry.catalog, entry.catalog);
    if (catalog) find(node, "catalog").setAttribute("href", catalog[1]);
    else find(node, "catalog").remove();
    for (const fact of entry.facts ?? []) {
      const item = document.createElement("li");
      item.textContent = plain(fact);
      find(node, "facts").append(item);
    }
    find(node, "rows").append(...(entry.rows ?? []).map((row) => rowOf(row, catalog)));
    const folded = find(node, "folded");
    if (entry.folded) {
      folded.firstElementChild.textContent = entry.noted;
      folded.lastElementChild.append(...entry.folded.map((row) => rowOf(row, catalog)));
    } else folded.remove();
    put(node, "rest", entry.rest);
  };

  const entryOf = (entry) => {
    const node = copy("t-entry");
    node.id = entry.id;
    setState(node, data.pageStates[entry.state]);
    find(node, "title").textContent = plain(entry.title);
    if (entry.preview) fillText(find(node, "preview"), entry.preview);
    else find(node, "preview").remove();
    find(node, "where").textContent = plain(entry.name);
    find(node, "amount").textContent = entry.amount ?? "";
    find(node, "waits").textContent = entry.waits ?? "";
    node.fill = () => {
      node.fill = null;
      fillBody(node, entry);
    };
    node.addEventListener("toggle", () => node.open && node.fill?.());
    return node;
  };

  const cellOf = (given, locale, key) => {
    const cell = copy("t-cell");
    const anchor = cell.firstElementChild;
    if (!given) {
      cell.className = "none";
      cell.textContent = "–";
      return cell;
    }
    setState(cell, data.pageStates[given.replace(">", "")]);
    if (given.startsWith(">")) anchor.setAttribute("href", `${data.files?.[locale] ?? ""}#at=${locale}/${key}`);
    else anchor.replaceWith(anchor.firstElementChild);
    return cell;
  };

  const pageOf = (row) => {
    const node = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.dir = "auto";
    const name = document.createElement("span");
    name.textContent = plain(row.title);
    head.append(name);
    if (form) {
      name.dataset.filter = `page=${encodeURI(row.key)}`;
      lead(name);
    }
    node.append(head, ...row.cells.map((cell, index) => cellOf(cell, data.locales[index], row.key)));
    return node;
  };

  // Showing

  const grow = (box, button, list, build) => {
    const start = box.childElementCount;
    box.append(...list.slice(start, start + STEP).map(build));
    offer(box, button, list);
  };
  const offer = (box, button, list) => {
    const left = list.length - box.childElementCount;
    button.hidden = left <= 0;
    button.textContent = `Show ${Math.min(STEP, left)} more of ${left.toLocaleString("en")}`;
  };
  const growEntries = () => grow(one("entries"), one("more-entries"), matches, entryOf);
  const growPages = () => one("matrix") && grow(one("matrix"), one("more-pages"), pages, pageOf);

  const show = () => {
    load();
    select();
    const beside = form.elements.checks?.value || matches.some((entry) => entry.quiet);
    const all = beside ? matches.length : data.entries.filter((entry) => !entry.quiet).length;
    const number = (count) => count.toLocaleString("en");
    one("count").textContent =
      matches.length === all
        ? `${number(all)} ${all === 1 ? "page" : "pages"}`
        : `${number(matches.length)} of ${number(all)} pages`;
    one("entries").replaceChildren();
    growEntries();
    if (one("matrix")) one("matrix").replaceChildren();
    growPages();
    one("clear").disabled = !at && !page && FIELDS.every((name) => !form.elements[name].value);
  };

  // The entries of a locale stand on another page, which an address of this one leads to
  const leave = (hash) => {
    load();
    const given = new URLSearchParams(hash);
    const locale = given.get("locale") ?? given.get("at")?.split("/")[0];
    if (data.files[locale]) location.replace(`${data.files[locale]}#${hash}`);
  };

  const visit = () => {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return;
    if (!form) return leave(hash);
    read();
    show();
    if (!hash) return;
    one("worklist").scrollIntoView();
    if (!(at || page) || !matches.length) return;
    for (const entry of one("entries").children) {
      entry.fill?.();
      entry.open = true;
    }
    one("entries").firstElementChild.firstElementChild.focus({ preventScroll: true });
  };

  let timer = 0;
  form?.addEventListener("input", (event) => {
    clearTimeout(timer);
    const wait = event.target.name === "text" ? 150 : 0;
    timer = setTimeout(() => {
      at = page = "";
      write();
      show();
    }, wait);
  });
  form?.addEventListener("submit", (event) => event.preventDefault());
  one("clear")?.addEventListener("click", () => {
    at = page = "";
    form.reset();
    write();
    show();
    form.elements.text.focus();
  });
  one("more-entries")?.addEventListener("click", growEntries);
  if (one("more-pages")) one("more-pages").addEventListener("click", growPages);
  addEventListener("hashchange", visit);

  document.querySelectorAll("[data-filter]").forEach(lead);
  if (form) form.hidden = one("entries").childElementCount === 0 && !form.elements.checks;
  if (location.hash.includes("=")) visit();
  else
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (data) return;
        load();
        if (form) read();
        select();
        if (form) offer(one("entries"), one("more-entries"), matches);
        if (one("matrix")) offer(one("matrix"), one("more-pages"), pages);
      }, 0),
    );
})();
