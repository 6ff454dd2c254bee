// How contributions are read: in the reader's language with the original one tap away, or only as
// they were written. The browser remembers the choice, for every list of every page.
const READING = "ronda-reading"
const readers = new Set()
let chosen = "mine"
try { chosen = localStorage[READING] ?? chosen } catch { /* a browser that keeps nothing */ }

function choose(reading) {
  chosen = reading
  try { localStorage[READING] = reading } catch { /* until the page is closed */ }
  for (const reader of readers) reader.again()
}

class ReadingBar {
  constructor(list) {
    this.list = list
    this.node = element("div", { class: "reading", role: "group", hidden: true })
    readers.add(list)
  }

  settle(cards) {
    this.node.hidden = !cards.some((card) => card.translation)
    const say = this.list.say
    this.node.setAttribute("aria-label", say.reading)
    const choice = (reading) => element("button", { type: "button", "aria-pressed": String(chosen === reading), "data-reading": reading, onclick: () => choose(reading) }, say[`reading_${reading}`])
    const focused = this.list.root.activeElement?.dataset.reading
    this.node.replaceChildren(choice("mine"), choice("original"))
    if (focused) this.node.querySelector(`[data-reading=${focused}]`)?.focus()
  }
}

// The words of a card as this reader wants them.
function readWords(list, card) {
  const original = marked("p", card, { class: "said" })
  const made = card.translation
  if (!made || chosen === "original") return [original]
  const kind = made.is_checked ? " checked" : made.doubts.length ? " doubted" : ""
  const body = element("div", { class: `translation${kind}` },
    words("p", made.words, { class: "said" }), element("p", { class: "quiet" }, made.mark),
    ...made.doubts.map((doubt) => element("p", { class: "note" }, doubt)))
  const behind = element("details", { class: "original", open: list.opened.has(card.id) },
    element("summary", { "data-does": "original" }, made.original), original)
  behind.addEventListener("toggle", () => list.opened[behind.open ? "add" : "delete"](card.id))
  body.append(behind)
  if (made.is_correctable) body.append(list.correcting(card, made))
  return [body]
}
