// What the room sees, filling the window. Texts are as large as they fit; one that is longer than
// the screen turns its pages by itself. Counts are redrawn in place: nothing flashes.
const LEAST = 28 // CSS pixels at 720 lines: less cannot be read in a shared window
const MOST = 60
const TURN = 12000
const screens = new WeakMap()

function fit(box, scale) {
  let [low, high] = [LEAST * scale, (box.dataset.most ?? MOST) * scale]
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
    // A weight that is used for the first time comes after it was measured with another.
    this.lettered = () => this.arrange()
    document.fonts.addEventListener("loadingdone", this.lettered)
  }

  take(data) {
    const told = JSON.stringify(data)
    if (told === this.told) return
    this.told = told
    const shape = data.view + shapeOf(data)
    const isSame = shape === this.shape && !["question", "contribution", "conclusions"].includes(data.view)
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
    // Below the original, side by side: what the other languages of the room read.
    const other = (one) => element("div", { class: one.is_checked ? "checked" : "machine" },
      words("p", one.mark, { class: "sign" }), element("div", { class: "fit", "data-most": 40 }, words("p", one.words, { class: "quoted" })))
    return element("figure", null, element("blockquote", { class: "fit" }, words("p", data.words, { class: "quoted" })),
      data.translations.length ? element("div", { class: "others" }, data.translations.map(other)) : null,
      element("figcaption", null, actor, data.author ? element("span", null, data.author) : null))
  }

  // One with every language of the session, or all of them one after the other.
  conclusions(data) {
    if (!data.items.length) return element("p", { class: "empty" }, data.say.empty)
    const sign = (said) => said.mark ? words("p", said.mark, { class: "sign" }) : null
    const other = (said) => element("div", { class: said.is_checked ? "checked" : "machine" },
      sign(said), element("div", { class: "fit", "data-most": 40 }, words("p", said.words, { class: "quoted" })))
    if (data.is_one) {
      const [{ said, basis }] = data.items
      return element("figure", null, element("blockquote", { class: "fit" }, words("p", said[0].words, { class: "quoted" })),
        said.length > 1 ? element("div", { class: "others" }, said.slice(1).map(other)) : null,
        element("figcaption", null, basis))
    }
    return element("div", { class: "fit", "data-most": 40 }, data.items.map(({ number, said, basis }) =>
      element("div", { class: `concluded ${said[0].is_checked ? "" : "machine"}` }, element("p", null, element("b", null, `${number} `), words("span", said[0].words)),
        sign(said[0]), element("p", { class: "basis" }, basis))))
  }

  themes(data) {
    if (!data.rows.length) return element("p", { class: "empty" }, data.say.hint)
    return drawMatrix(this.node, data)
  }

  minutes(data) {
    return this.themes(data)
  }

  common(data) {
    return this.themes(data)
  }

  fill_themes(data) {
    if (data.rows.length) fillMatrix(this.node, data)
  }

  fill_minutes(data) {
    this.fill_themes(data)
    // Stretches of time are too narrow for numbers that can be read from afar: the line has its own.
    for (const [place, line] of this.node.querySelectorAll("tbody tr").entries()) {
      const name = line.querySelector("th")
      name.textContent = `${data.rows[place].label.text} · ${data.rows[place].voices}`
    }
  }

  fill_common(data) {
    this.fill_themes(data)
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
    if (this.data?.rows ?? this.data?.groups) this.choose(this.data.rows ?? this.data.groups)
    const boxes = [...this.node.querySelectorAll(".fit")].filter((box) => box.clientHeight)
    for (const box of boxes) {
      fit(box, Math.max(1, Math.min(this.node.clientWidth / 1280, this.node.clientHeight / 720)))
      box.scrollTop = 0
    }
    // Side by side, one language is no larger than the other.
    const beside = boxes.filter((box) => box.closest(".others"))
    const least = Math.min(...beside.map((box) => parseFloat(box.style.fontSize)))
    beside.forEach((box) => (box.style.fontSize = `${least}px`))
    const long = boxes.filter((box) => box.scrollHeight > box.clientHeight + 1)
    if (long.length) this.turning = setInterval(() => long.forEach((box) => this.turn(box)), TURN)
  }

  // A list longer than the window: the lines most spoken of, still in the session's order, and how many of all they are.
  choose(lines) {
    const drawn = [...this.node.querySelectorAll("tbody tr")]
    const frame = this.node.lastElementChild
    const rest = frame.querySelector(".rest") ?? frame.appendChild(element("p", { class: "rest" }))
    drawn.forEach((line) => (line.hidden = false))
    rest.textContent = ""
    frame.style.setProperty("--lines", drawn.length)
    const least = lines.map(({ voices }, place) => ({ voices, place })).sort((a, b) => a.voices - b.voices || b.place - a.place)
    for (const [hidden, { place }] of least.entries()) {
      if (frame.scrollHeight <= frame.clientHeight + 1) break
      drawn[place].hidden = true
      rest.textContent = this.data.say.rest[lines.length - hidden - 1] ?? ""
    }
  }

  turn(box) {
    if (this.data.view === "conclusions" && !this.data.is_one) return this.turnList(box)
    const line = parseFloat(getComputedStyle(box.firstElementChild).lineHeight)
    const isLast = box.scrollTop + box.clientHeight >= box.scrollHeight - 2
    box.scrollTop = isLast ? 0 : box.scrollTop + Math.floor(box.clientHeight / line) * line
  }

  // A page of a list begins with a whole item: the first that was cut, or the one after the first shown.
  turnList(box) {
    const tops = [...box.children].map((item) => item.offsetTop - box.offsetTop)
    const isLast = box.scrollTop + box.clientHeight >= box.scrollHeight - 2
    const end = box.scrollTop + box.clientHeight
    const cut = tops.find((top, place) => top > box.scrollTop + 2 && top + box.children[place].offsetHeight > end + 2)
    box.scrollTop = isLast ? 0 : cut ?? box.scrollTop + box.clientHeight
  }

  end() {
    clearInterval(this.turning)
    this.resized.disconnect()
    document.fonts.removeEventListener("loadingdone", this.lettered)
  }
}

export default function ({ data, parentElement }) {
  if (!screens.has(parentElement)) screens.set(parentElement, new Screen(parentElement))
  screens.get(parentElement).take(data)
  return () => screens.get(parentElement)?.end()
}
