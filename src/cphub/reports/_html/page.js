"use strict";
// Tables that can be sorted, searched and filtered. Without this script they are whole and plain.
{
  const AT_ONCE = 200; // rows in the page; more make it slow
  const FEW = 8; // rows that nobody searches

  document.documentElement.classList.add("js");
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f]/g, "").toLowerCase();
  const count = (number) => number.toLocaleString(document.documentElement.lang);
  // What to say is the page's; places for figures are in braces.
  const say = (name, figures = {}) => JSON.parse(document.body.dataset.words)[name]
    .replace(/\{(\w+)\}/g, (place, figure) => (figure in figures ? count(figures[figure]) : place));

  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const keyOf = (cell) => {
    const number = cell.dataset.sort;
    return number === undefined ? cell.textContent : Number(number);
  };

  // Figures come before words, whichever way they are sorted.
  const order = (a, b, way) => {
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return way * (typeof a === "number" ? a - b : compare(a, b));
  };

  class Listing {
    constructor(table) {
      this.table = table;
      this.body = table.tBodies[0];
      this.heads = [...table.tHead.rows[0].cells];
      this.all = [...this.body.rows];
      this.texts = null; // read when something is searched first
      this.searched = "";
      this.words = [];
      this.choices = new Map();
      this.sorted = null;
      this.matching = this.all;
      this.limit = AT_ONCE;
      this.heads.forEach((head, column) => this.addSorter(head, column));
      this.addTools();
      this.show();
      table.classList.remove("long");
      addEventListener("beforeprint", () => this.fill(this.matching.length));
      addEventListener("afterprint", () => this.fill(this.limit));
    }

    addSorter(head, column) {
      const button = make("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => this.sort(column));
      head.replaceChildren(button);
    }

    addTools() {
      this.status = make("p", { className: "status" });
      this.status.setAttribute("role", "status");
      this.more = make("button", { type: "button" }, say("more", { number: AT_ONCE }));
      this.more.addEventListener("click", () => this.grow(this.limit + AT_ONCE));
      this.every = make("button", { type: "button" }, say("every"));
      this.every.addEventListener("click", () => this.grow(Infinity));
      this.table.parentElement.after(make("div", { className: "tools" }, this.more, this.every));
      if (this.all.length <= FEW) return;
      const tools = make("div", { className: "tools" });
      tools.setAttribute("role", "search");
      tools.setAttribute("aria-label", this.table.caption.textContent);
      const search = make("input", { type: "search", autocomplete: "off", dir: "auto" });
      let waiting;
      search.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.search(search.value), this.all.length > 2000 ? 150 : 0);
      });
      search.addEventListener("change", () => this.search(search.value));
      tools.append(make("label", {}, `${say("search")} `, search));
      this.heads.forEach((head, column) => {
        if ("choices" in head.dataset) tools.append(this.chooser(head, column));
      });
      tools.append(this.status);
      this.table.parentElement.before(tools);
    }

    chooser(head, column) {
      const values = new Set();
      for (const row of this.all) values.add(row.cells[column].textContent);
      const select = make("select", {}, make("option", { value: "" }, say("all")));
      for (const value of [...values].sort(compare)) {
        if (value) select.append(make("option", { value }, value));
      }
      select.addEventListener("change", () => {
        if (select.value) this.choices.set(column, select.value);
        else this.choices.delete(column);
        this.match();
      });
      return make("label", {}, `${head.textContent} `, select);
    }

    search(text) {
      if (text === this.searched) return;
      this.searched = text;
      this.words = fold(text).split(/\s+/).filter(Boolean);
      this.match();
    }

    // Keeps what is sorted sorted.
    match() {
      this.texts ??= new Map(this.all.map((row) => [row, fold([...row.cells].map((cell) => cell.textContent).join("\n"))]));
      const choices = [...this.choices];
      this.matching = (this.sorted?.rows ?? this.all).filter((row) =>
        choices.every(([column, value]) => row.cells[column].textContent === value) &&
        this.words.every((word) => this.texts.get(row).includes(word)));
      this.limit = AT_ONCE;
      this.show();
    }

    // Upwards, downwards, then as it was.
    sort(column) {
      const again = this.sorted?.column === column;
      const way = again ? -this.sorted.way : 1;
      for (const head of this.heads) head.removeAttribute("aria-sort");
      if (again && way === 1) {
        this.sorted = null;
      } else {
        const keys = new Map(this.all.map((row) => [row, keyOf(row.cells[column])]));
        const rows = [...this.all].sort((a, b) => order(keys.get(a), keys.get(b), way));
        this.sorted = { column, way, rows };
        this.heads[column].setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
      }
      this.match();
    }

    grow(limit) {
      const before = Math.min(this.limit, this.matching.length);
      this.limit = limit;
      this.show();
      // The button may be gone: go on reading where the new rows begin.
      const next = this.matching[before];
      if (next) {
        next.tabIndex = -1;
        next.focus({ preventScroll: true });
      }
    }

    show() {
      this.fill(this.limit);
      const shown = Math.min(this.limit, this.matching.length);
      const number = this.matching.length;
      const told = shown === number
        ? say(number === 1 ? "row" : "rows", { number })
        : say("some", { shown, number });
      const of = number === this.all.length ? "" : ` ${say("in_all", { number: this.all.length })}`;
      this.status.textContent = told + of;
      this.more.hidden = this.every.hidden = shown === this.matching.length;
    }

    fill(limit) {
      const rows = document.createDocumentFragment();
      for (const row of this.matching.slice(0, limit)) rows.append(row);
      this.body.textContent = "";
      this.body.append(rows);
    }
  }

  addEventListener("DOMContentLoaded", () => {
    for (const table of document.querySelectorAll("table")) {
      if (table.tBodies[0].rows.length > 1) new Listing(table);
    }
  });
}
