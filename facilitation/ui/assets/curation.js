// What stands around a contribution: what was merged into it, and the earlier one it likely repeats.
function merged(list, card) {
  if (!card.merged?.length) return null
  const line = (one) => element("li", null, element("span", { class: "number" }, one.label), words("span", one.words),
    card.verbs.includes("merge") ? list.does(one, "take_apart", list.say.take_apart, {}, "plain") : null)
  return element("div", { class: "merged" }, element("p", { class: "quiet" }, list.say.merged), element("ul", null, card.merged.map(line)))
}

function alike(list, card) {
  const other = card.alike
  if (!other || !card.verbs.includes("merge")) return null
  return element("div", { class: "alike" },
    element("p", { class: "quiet" }, `${list.say.alike} ${other.label}`), words("p", other.words, { class: "other" }),
    other.why ? element("p", { class: "quiet" }, other.why) : null,
    element("p", { class: "acts" }, list.does(card, "merge", other.merge, { other: other.id }), list.does(card, "keep_apart", list.say.keep_apart, { other: other.id })))
}

function shelving(list, card) {
  const acts = []
  if (card.verbs.includes("let_in")) acts.push(list.does(card, "let_in", list.say.let_in, {}, "main"))
  for (const verb of ["keep", "unkeep"]) if (card.verbs.includes(verb)) acts.push(list.does(card, verb, list.say[verb]))
  return acts
}

// The keys of a list of cards: they act on the card that has the focus.
const VERB_OF_KEY = { s: "put_on_screen", l: "keep", m: "merge", a: "let_in" }

class CardKeys {
  constructor(list) {
    this.list = list
    this.press = (event) => this.take(event)
    document.addEventListener("keydown", this.press)
  }

  end() {
    document.removeEventListener("keydown", this.press)
  }

  go(step) {
    const cards = [...this.list.list.children]
    const here = cards.indexOf(this.list.coding.current)
    const next = cards[here < 0 ? 0 : here + step]
    if (!next) return
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: "nearest" })
  }

  take(event) {
    const key = keyPressed(event)
    if (!key || !this.list.node.isConnected) return
    const card = this.list.coding.current
    if (key === "j" || key === "k") this.go(key === "j" ? 1 : -1)
    else if (!card) return
    else if (key === "h") this.hide(card)
    else if (VERB_OF_KEY[key]) this.act(card, key)
    else return
    event.preventDefault()
  }

  act(card, key) {
    const verbs = key === "l" ? ["keep", "unkeep"] : [VERB_OF_KEY[key]]
    verbs.map((verb) => card.querySelector(`.acts [data-does="${verb}"]`)).find(Boolean)?.click()
  }

  // Hiding asks for a reason: the key opens the list, and the first reason has the focus.
  hide(card) {
    const again = card.querySelector('[data-does="show_again"]')
    const details = card.querySelector("details.hide")
    if (again) return again.click()
    if (!details) return
    details.open = true
    details.querySelector("button")?.focus()
  }
}
