// Themes by groups, or by whatever stands over the columns, as a table whose cells are drawn: dots
// whose area is a share of the voices, bars as long as a share is large, or columns that rise over the minutes. What a
// person confirmed is filled, what only a machine suggests is outlined or hatched, the number is
// written. Counts change in place: nothing flashes. With `ask`, a cell opens what is behind it.
function drawMatrix(node, data, ask) {
  const look = data.look ?? "dots"
  const tint = (one) => ({ "--group": one.colour ? shade(node, one.colour) : "var(--link)" })
  const column = (one) => element("th", { scope: "col", style: tint(one), title: one.label.text },
    words("span", one.label, { class: "name" }), " ", element("span", { class: "count", "data-column": String(one.id) }))
  const cell = (row, one, place) => element("td", { style: tint(one) }, drawCell(row, place, look, ask))
  const line = (row) => element("tr", null, words("th", row.label, { scope: "row" }), data.columns.map((one, place) => cell(row, one, place)))
  const crowd = `${data.columns.length > 6 ? "many" : data.columns.length > 2 ? "several" : ""} ${data.columns.length > 5 ? "wide" : ""}`
  const drawn = element("div", { class: `matrix ${look} ${crowd}`, style: { "--columns": data.columns.length } }, element("div", { class: "keys", "aria-hidden": "true" }, key(data)), element("table", null,
    element("caption", null, data.say.caption),
    element("colgroup", null, element("col"), data.columns.map(() => element("col"))),
    element("thead", null, overheads(data), element("tr", null, element("td", null, key(data)), data.columns.map(column))),
    element("tbody", null, data.rows.map(line))))
  if (ask) walkCells(drawn)
  return drawn
}

// What the fillings mean. Where nothing can be suggested there is nothing to tell apart.
function key(data) {
  if (data.say.suggested === "") return null
  const filling = (look) => element("span", { class: `filling ${look}`, "aria-hidden": "true" })
  return [["sure", data.say.confirmed], ["maybe", data.say.suggested]].map(([look, label]) => element("p", { class: "key" }, filling(look), label))
}

// Over the stretches of time: which part was on the table.
function overheads(data) {
  if (!data.columns.some((one) => one.over)) return null
  const parts = []
  for (const { over } of data.columns) {
    if (parts.length && parts.at(-1).text === over?.text) parts.at(-1).wide += 1
    else parts.push({ text: over?.text, lang: over?.lang, wide: 1 })
  }
  return element("tr", { class: "parts" }, element("td"), parts.map((part) =>
    element("th", { scope: "colgroup", colspan: part.wide, lang: part.lang, title: part.text }, element("span", null, part.text ?? ""))))
}

function drawCell(row, place, look, ask) {
  const named = { "data-cell": `${row.id}/${place}` }
  const sign = look === "dots" ? element("span", { class: "dot", "aria-hidden": "true" }, element("span", { class: "disc" }))
    : element("span", { class: "length", "aria-hidden": "true" }, ["maybe", "sure", "whisker"].map((part) => element("span", { class: part })))
  const inside = [sign, element("span", { class: "n" }), ask ? element("span", { class: "short" }) : null]
  if (!ask) return element("span", { ...named, class: "cell" }, inside.filter(Boolean))
  return element("button", { ...named, type: "button", class: "cell", tabindex: -1, onclick: () => ask(row.id, place) }, inside)
}

const LEAST_MOST = 4 // voices: the first to speak do not fill the chart
const LEAST_SHARE = 0.25 // nor do shares that are all small
const LEAST_DOT = 0.3 // of the width of the largest dot: smaller, its filling cannot be told
const SLIGHT = 0.2 // of a bar: a stretch too short for a hatching that is seen

function fillMatrix(node, data) {
  const look = data.look ?? "dots"
  const cells = data.rows.flatMap((row) => row.cells)
  const share = (cell) => cell.voices / Math.max(1, cell.total)
  // What is full: of dots the largest share, of bars all voices, of columns over time the most voices.
  const most = { dots: Math.max(LEAST_SHARE, ...cells.map(share)), lengths: 1, strips: Math.max(LEAST_MOST, ...cells.map((cell) => cell.voices)) }[look]
  const size = { dots: (cell) => Math.sqrt(share(cell) / most), lengths: share, strips: (cell) => cell.voices / most }[look]
  for (const one of data.columns) node.querySelector(`[data-column="${CSS.escape(String(one.id))}"]`).textContent = one.count
  for (const row of data.rows) for (const [place, cell] of row.cells.entries()) {
    const drawn = node.querySelector(`[data-cell="${CSS.escape(`${row.id}/${place}`)}"]`)
    const told = { "--size": cell.voices && Math.max(look === "dots" ? LEAST_DOT : 0, size(cell)), "--share": cell.voices ? (look === "dots" ? Math.sqrt : (n) => n)(cell.confirmed / cell.voices) : 0,
      "--low": cell.low ?? 0, "--high": cell.high ?? 0, "--total": cell.total }
    for (const [name, to] of Object.entries(told)) drawn.style.setProperty(name, to)
    drawn.classList.toggle("none", cell.voices === 0 && !cell.mark)
    drawn.classList.toggle("untold", Boolean(cell.mark)) // how many there are is not said
    drawn.classList.toggle("few", cell.low === undefined || cell.low === null)
    drawn.classList.toggle("slight", (cell.voices - cell.confirmed) / Math.max(1, cell.total) < SLIGHT)
    drawn.classList.toggle("split", 0 < cell.confirmed && cell.confirmed < cell.voices)
    drawn.querySelector(".n").textContent = cell.voices || (cell.mark ?? "")
    const short = drawn.querySelector(".short")
    if (short) short.textContent = cell.short ?? ""
    if (cell.said && drawn.ariaLabel !== cell.said) drawn.setAttribute("aria-label", cell.said)
    // Nothing to press on the room's screen: there a cell is a picture with a name.
    if (drawn.matches("button")) drawn.title = cell.said ?? "" // where the line below the chart is out of sight
    else drawn.setAttribute("role", "img")
  }
}

// One stop for the Tab key; the arrows go from cell to cell.
function walkCells(drawn) {
  const lines = () => [...drawn.querySelectorAll("tbody tr")].map((line) => [...line.querySelectorAll("button.cell")])
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
  const first = drawn.querySelector("button.cell")
  if (first) first.tabIndex = 0
  drawn.addEventListener("focusin", ({ target }) => {
    if (!target.matches("button.cell")) return
    for (const cell of drawn.querySelectorAll("button.cell[tabindex='0']")) cell.tabIndex = -1
    target.tabIndex = 0
  })
  drawn.addEventListener("keydown", (event) => {
    const step = steps[event.key]
    if (!step || !event.target.matches("button.cell")) return
    const all = lines(), row = all.findIndex((line) => line.includes(event.target)), place = all[row].indexOf(event.target)
    const next = all[row + step[0]]?.[place + step[1]]
    event.preventDefault()
    next?.focus()
  })
}

function shapeOf(data) {
  const heads = [...(data.columns ?? []), ...(data.rows ?? []), ...(data.groups ?? [])].map((one) => [one.id, one.label, one.over])
  return JSON.stringify([data.look, data.is_open, data.say?.suggested, heads])
}
