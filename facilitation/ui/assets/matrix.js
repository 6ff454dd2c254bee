// Themes by groups as a table of dots: the area of a ring is its voices, the disc in it those that a
// person confirmed, the number is written. Counts change in place: nothing flashes.
function drawMatrix(node, data) {
  const colour = (one) => ({ "--group": shade(node, one.colour) })
  const key = (look, label) => element("p", { class: "key" }, element("span", { class: "dot", "aria-hidden": "true" }, look ? element("span", { class: look }) : null), label)
  const column = (one) => element("th", { scope: "col", style: colour(one) },
    words("span", one.label, { class: "name" }), element("span", { class: "count", "data-column": one.id }))
  const cell = (row, one, place) => element("td", { style: colour(one) },
    element("span", { class: "dot", "aria-hidden": "true", "data-cell": `${row.id}/${place}` }, element("span", { class: "disc" })), element("span", { class: "n" }))
  const line = (row) => element("tr", null, words("th", row.label, { scope: "row" }), data.columns.map((one, place) => cell(row, one, place)))
  // Where the columns are too narrow for names, these stand above, each in its colour.
  const named = (one) => element("li", { style: colour(one) }, element("span", { class: "disc" }), one.label.text)
  const names = element("ul", { class: "names", "aria-hidden": "true" }, data.columns.map(named))
  return element("div", { class: "matrix" }, names, element("table", null,
    element("caption", null, data.say.caption),
    element("thead", null, element("tr", null, element("td", null, key("disc", data.say.confirmed), key("", data.say.suggested)), data.columns.map(column))),
    element("tbody", null, data.rows.map(line))))
}

function fillMatrix(node, data) {
  const most = Math.max(1, ...data.rows.flatMap((row) => row.cells.map(([, voices]) => voices)))
  for (const one of data.columns) node.querySelector(`[data-column="${CSS.escape(one.id)}"]`).textContent = one.count
  for (const row of data.rows) for (const [place, [confirmed, voices]] of row.cells.entries()) {
    const dot = node.querySelector(`[data-cell="${CSS.escape(`${row.id}/${place}`)}"]`)
    dot.style.setProperty("--size", voices ? Math.max(0.3, Math.sqrt(voices / most)) : 0)
    dot.style.setProperty("--share", voices ? Math.sqrt(confirmed / voices) : 0)
    dot.classList.toggle("none", voices === 0)
    dot.nextElementSibling.textContent = voices || ""
  }
}

function shapeOf(data) {
  return JSON.stringify([...(data.columns ?? []), ...(data.rows ?? []), ...(data.groups ?? [])].map((one) => [one.id, one.label]))
}
