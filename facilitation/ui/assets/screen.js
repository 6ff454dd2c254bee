// What the room sees, filling the window. Texts are as large as they fit; one that is longer than
// the screen turns its pages by itself. Counts are redrawn in place: nothing flashes.
const LEAST = 28 // CSS pixels at 720 lines: less cannot be read in a shared window
const MOST = 60
const TURN = 12000
const screens = new WeakMap()

function fit(box, scale) {
  let [low, high] = [LEAST * scale, MOST * scale]
  box.style.fontSize = `${high}px`
  if (box.scrollHeight <= box.clientHeight + 1) return
  for (let tries = 0; tries < 8; tries++) {
    const size = (low + high) / 2
    box.style.fontSize = `${size}px`
    if (box.scrollHeight > box.clientHeight + 1) high = size
    else low = size
  }
  box.style.fontSize = `${low}px`
}

class Screen {
  constructor(parentElement) {
    this.node = root(parentElement, "div", { class: "screen" })
    this.resized = new ResizeObserver(() => this.arrange())
    this.resized.observe(this.node)
  }

  take(data) {
    const told = JSON.stringify(data)
    if (told === this.told) return
    this.told = told
    const shape = JSON.stringify([data.view, ...(data.columns ?? []), ...(data.rows ?? []), ...(data.groups ?? [])].map((one) => one.id ?? one))
    const isSame = shape === this.shape && ["themes", "participation"].includes(data.view)
    this.shape = shape
    this.data = data
    if (!isSame) {
      this.node.className = `screen ${data.view}`
      this.node.replaceChildren(this.head(), this[data.view](data))
    }
    this.node.querySelectorAll("header p").forEach((node, place) => (node.textContent = data.titles[place].text))
    this[`fill_${data.view}`]?.(data)
    this.arrange()
  }

  head() {
    return element("header", null, this.data.titles.map((said) => words("p", said)))
  }

  question(data) {
    return element("div", { class: "halves" },
      element("div", { class: "fit" }, data.texts.map((said) => words("p", said, { class: "asked" }))),
      element("aside", null, element("img", { src: data.qr, alt: data.say.qr }),
        element("p", { class: "address" }, data.address), element("p", { class: "code" }, element("span", null, data.say.code), data.code)))
  }

  contribution(data) {
    const actor = words("span", data.actor, { class: "actor", style: { "--group": shade(this.node, data.colour) } })
    return element("figure", null, element("blockquote", { class: "fit" }, words("p", data.words, { class: "quoted" })),
      element("figcaption", null, actor, data.author ? element("span", null, data.author) : null))
  }

  themes(data) {
    const column = (one) => element("th", { scope: "col", style: { "--group": shade(this.node, one.colour) } },
      words("span", one.label, { class: "name" }), element("span", { class: "count", "data-column": one.id }))
    const cell = (row, one, place) => element("td", { style: { "--group": shade(this.node, one.colour) } },
      element("span", { class: "dot", "aria-hidden": "true", "data-cell": `${row.id}/${place}` }, element("span", { class: "disc" })), element("span", { class: "n" }))
    const line = (row) => element("tr", { "data-row": row.id }, words("th", row.label, { scope: "row" }), data.columns.map((one, place) => cell(row, one, place)))
    return element("div", { class: "matrix" },
      element("table", null, element("caption", null, data.say.caption),
        element("thead", null, element("tr", null, element("td"), data.columns.map(column))),
        element("tbody", null, data.rows.map(line))),
      element("p", { class: "legend" },
        element("span", null, element("span", { class: "dot key", "aria-hidden": "true" }, element("span", { class: "disc" })), data.say.confirmed),
        element("span", null, element("span", { class: "dot key", "aria-hidden": "true" }), data.say.suggested)))
  }

  fill_themes(data) {
    const most = Math.max(1, ...data.rows.flatMap((row) => row.cells.map(([, voices]) => voices)))
    for (const one of data.columns) this.node.querySelector(`[data-column="${CSS.escape(one.id)}"]`).textContent = one.count
    for (const row of data.rows) for (const [place, [confirmed, voices]] of row.cells.entries()) {
      const dot = this.node.querySelector(`[data-cell="${CSS.escape(`${row.id}/${place}`)}"]`)
      dot.style.setProperty("--size", voices ? Math.max(0.3, Math.sqrt(voices / most)) : 0)
      dot.style.setProperty("--share", voices ? Math.sqrt(confirmed / voices) : 0)
      dot.classList.toggle("none", voices === 0)
      dot.nextElementSibling.textContent = voices || ""
    }
  }

  participation(data) {
    if (!data.groups.length) return element("p", { class: "empty" }, data.say.empty)
    const line = (group) => element("tr", { "data-group": group.id, style: { "--group": shade(this.node, group.colour) } },
      words("th", group.label, { scope: "row" }),
      element("td", { class: "wide" }, element("div", { class: "bar", "aria-hidden": "true" }, element("span", { class: "joined" }), element("span", { class: "voices" }))),
      element("td", { class: "of" }))
    return element("div", { class: "bars" },
      element("table", null, element("tbody", null, data.groups.map(line))),
      element("p", { class: "legend" },
        element("span", null, element("span", { class: "key filled", "aria-hidden": "true" }), data.say.spoke),
        element("span", null, element("span", { class: "key", "aria-hidden": "true" }), data.say.here)))
  }

  fill_participation(data) {
    const most = Math.max(1, ...data.groups.map((group) => Math.max(group.joined, group.voices)))
    for (const group of data.groups) {
      const line = this.node.querySelector(`[data-group="${CSS.escape(group.id)}"]`)
      line.querySelector(".joined").style.width = `${(100 * group.joined) / most}%`
      line.querySelector(".voices").style.width = `${(100 * group.voices) / most}%`
      line.querySelector(".of").textContent = group.count
    }
  }

  arrange() {
    clearInterval(this.turning)
    const box = this.node.querySelector(".fit")
    if (this.data?.view === "themes") this.choose()
    if (!box || !box.clientHeight) return
    fit(box, Math.min(this.node.clientWidth / 1280, this.node.clientHeight / 720))
    box.scrollTop = 0
    if (box.scrollHeight > box.clientHeight + 1) this.turning = setInterval(() => this.turn(box), TURN)
  }

  // A codebook longer than the window: the themes most spoken of, still in the codebook's order.
  choose() {
    const lines = [...this.node.querySelectorAll("tbody tr")]
    lines.forEach((line) => (line.hidden = false))
    const matrix = this.node.querySelector(".matrix")
    const least = [...this.data.rows].map((row, place) => ({ place, voices: row.voices })).sort((a, b) => a.voices - b.voices || b.place - a.place)
    for (const { place } of least) {
      if (matrix.scrollHeight <= matrix.clientHeight + 1) break
      lines[place].hidden = true
    }
  }

  turn(box) {
    const line = parseFloat(getComputedStyle(box.firstElementChild).lineHeight)
    const isLast = box.scrollTop + box.clientHeight >= box.scrollHeight - 2
    box.scrollTop = isLast ? 0 : box.scrollTop + Math.floor(box.clientHeight / line) * line
  }

  end() {
    clearInterval(this.turning)
    this.resized.disconnect()
  }
}

export default function ({ data, parentElement }) {
  if (!screens.has(parentElement)) screens.set(parentElement, new Screen(parentElement))
  screens.get(parentElement).take(data)
  return () => screens.get(parentElement)?.end()
}
