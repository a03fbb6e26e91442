for (const head of document.querySelectorAll("th")) {
  head.tabIndex = 0;
  const sort = () => {
    const place = [...head.parentNode.children].indexOf(head);
    const body = head.closest("table").tBodies[0];
    const up = head.getAttribute("aria-sort") === "descending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const key = row => {
      const words = row.cells[place].textContent;
      const number = parseFloat(words.replace("−", "-").replace(/,/g, ""));
      return isNaN(number) ? words : number;
    };
    const order = (a, b) => typeof a !== typeof b ? (typeof a === "number" ? -1 : 1)
      : (typeof a === "number" ? b - a : b.localeCompare(a)) * (up ? -1 : 1);
    for (const row of [...body.rows].sort((a, b) => order(key(a), key(b)))) body.append(row);
  };
  head.addEventListener("click", sort);
  head.addEventListener("keydown", event => { if (event.key === "Enter") sort(); });
}
