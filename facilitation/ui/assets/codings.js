// What a contribution is about: chips to confirm or reject, more themes by typing, keys, evidence.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

// The words of a card, those that led to a suggestion marked where they stand.
function marked(tag, card, attributes) {
  const { text, lang } = card.words
  const node = element(tag, { lang, dir: "auto", ...attributes })
  let at = 0
  for (const { start, end, codes } of spans(text, card.codings.filter((coding) => coding.state !== "rejected"))) {
    if (start < at) continue
    node.append(text.slice(at, start), element("mark", { "data-codes": codes.join(" ") }, text.slice(start, end)))
    at = end
  }
  node.append(text.slice(at))
  return node
}

function spans(text, codings) {
  const found = new Map()
  for (const coding of codings)
    for (const words of coding.evidence) {
      const whole = new RegExp(`(?<![\\p{L}\\p{N}])${words.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "gu")
      for (const { index } of text.matchAll(whole)) {
        const span = found.get(index) ?? { start: index, end: index + words.length, codes: [] }
        span.end = Math.max(span.end, index + words.length)
        span.codes.push(`${coding.axis}.${coding.code}`)
        found.set(index, span)
      }
    }
  return [...found.values()].sort((a, b) => a.start - b.start)
}

function codings(list, card, node) {
  const mayCode = card.verbs.includes("confirm")
  const rows = ["theme", "point"].map((axis) => chips(list, card, node, axis)).filter(Boolean)
  if (mayCode) rows.push(element("div", { class: "coding" }, adding(list, card),
    card.waits ? list.does(card, "leave_at_that", list.say.leave_at_that, {}, "quietly") : null))
  return rows
}

function chips(list, card, node, axis) {
  const some = card.codings.filter((coding) => coding.axis === axis)
  if (!some.length) return null
  const group = (state) => some.filter((coding) => coding.state === state).map((coding) => chip(list, card, node, coding))
  const suggested = group("suggested")
  return element("ul", { class: `chips ${axis}s`, "aria-label": list.say[`${axis}s`] }, group("confirmed"),
    suggested.length ? element("li", { class: "machine quiet" }, list.say.machine) : null, suggested, group("rejected"))
}

function chip(list, card, node, coding) {
  const known = list.codes.find(({ axis, code }) => axis === coding.axis && code === coding.code)
  const led = coding.evidence.length ? `${list.say.evidence} ${coding.evidence.join(", ")}` : ""
  const title = [known?.short.text, led].filter(Boolean).join("\n") || null
  const button = (verb, ...inside) => {
    const made = list.does(card, verb, null, { axis: coding.axis, code: coding.code }, verb)
    made.setAttribute("aria-label", list.say[verb].replace("{theme}", coding.label.text))
    made.append(...inside)
    return made
  }
  const label = words("span", coding.label, { title })
  const mayCode = card.verbs.includes("confirm")
  const made = element("li", { class: `chip ${coding.state}` }, coding.state === "suggested" && mayCode
    ? [button("confirm", label), button("reject")]
    : [label, mayCode ? button("take_back") : null])
  const shows = (is) => () => {
    for (const mark of node.querySelectorAll("mark")) mark.classList.toggle("shown", is && mark.dataset.codes.split(" ").includes(`${coding.axis}.${coding.code}`))
  }
  for (const event of ["pointerenter", "focusin"]) made.addEventListener(event, shows(true))
  for (const event of ["pointerleave", "focusout"]) made.addEventListener(event, shows(false))
  return made
}

// A theme that nobody suggested, found by typing; what is typed outlasts a redraw of the card.
function adding(list, card) {
  const given = new Set(card.codings.filter(({ state }) => state === "confirmed").map(({ axis, code }) => `${axis}.${code}`))
  const box = element("input", { type: "text", "aria-label": list.say.add_by, placeholder: list.say.add_by, autocomplete: "off", "data-does": "adding" })
  const found = element("ul", { class: "found" })
  const details = element("details", { class: "add" }, element("summary", { "data-does": "add" }, list.say.add), box, found)
  const search = () => {
    const asked = fold(box.value).split(/\s+/).filter(Boolean)
    const fits = ({ label, short }) => asked.every((part) => fold(`${label.text} ${short.text}`).includes(part))
    const first = ({ label }) => (asked.length && fold(label.text).startsWith(asked[0]) ? 0 : 1)
    const fitting = list.codes.filter((code) => !given.has(`${code.axis}.${code.code}`) && fits(code)).sort((a, b) => first(a) - first(b))
    found.replaceChildren(...fitting.map((code) => element("li", null, offered(code))))
    if (!fitting.length) found.append(element("li", { class: "quiet" }, list.say.none_found))
  }
  const offered = ({ axis, code, label, short }) => {
    const made = list.does(card, "add", null, { axis, code }, "plain")
    made.append(words("strong", label), words("span", short, { class: "quiet" }))
    made.addEventListener("click", () => { list.typing = null; details.open = false; details.firstChild.focus() })
    return made
  }
  box.addEventListener("input", () => { list.typing = { id: card.id, text: box.value }; search() })
  details.addEventListener("toggle", () => {
    if (details.open && list.typing?.id !== card.id) { list.typing = { id: card.id, text: "" }; search(); box.focus({ preventScroll: true }) }
    if (!details.open && list.typing?.id === card.id) list.typing = null
  })
  details.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === box) { event.preventDefault(); found.querySelector("button")?.click() }
    if (event.key === "Escape") { details.open = false; details.firstChild.focus() }
  })
  if (list.typing?.id === card.id) { box.value = list.typing.text; details.open = true; search() }
  return details
}

// The way from one uncoded contribution to the next, and the keys while a card has the focus.
class CodingBar {
  constructor(list) {
    this.list = list
    this.button = element("button", { type: "button", onclick: () => this.next() })
    this.keys = element("span", { class: "quiet keys" })
    this.node = element("div", { class: "coding-bar" }, this.button, this.keys)
    list.node.addEventListener("keydown", (event) => this.press(event))
  }

  settle() {
    this.button.textContent = this.list.say.next
    this.keys.textContent = this.list.say.keys
    this.node.hidden = !this.list.codes.length || !this.list.cards.size
    this.button.disabled = !this.list.list.querySelector("[data-waits]")
  }

  get current() {
    return this.list.root.activeElement?.closest?.("li.card")
  }

  next(from = this.current) {
    const cards = [...this.list.list.children]
    const after = cards.slice(cards.indexOf(from) + 1)
    const found = [...after, ...cards].find((card) => card !== from && "waits" in card.dataset)
    if (!found) return
    found.focus({ preventScroll: true })
    found.scrollIntoView({ block: "nearest" })
  }

  // A card that leaves the list while it has the focus hands it on to the next.
  leave(card) {
    if (card === this.current) (card.nextElementSibling ?? card.previousElementSibling)?.focus({ preventScroll: true })
  }

  press(event) {
    const card = this.current
    if (!card || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea")) return
    const digit = /^(Digit|Numpad)([0-3])$/.exec(event.code)?.[2] ?? (/^[0-3]$/.test(event.key) ? event.key : null)
    const suggested = [...card.querySelectorAll("button.confirm")]
    if (event.key.toLowerCase() === "n") this.next()
    else if (digit === "0") card.querySelector("[data-does=leave_at_that]")?.click()
    else if (digit) suggested[digit - 1]?.click()
    else return
    event.preventDefault()
    if (digit) card.focus({ preventScroll: true })
  }
}
