// Contributions in their own words. What is new waits while somebody reads or points at the list.
const lists = new WeakMap()

class List {
  constructor(parentElement) {
    this.cards = new Map() // id -> {node, told}
    this.waiting = []
    this.seen = new Set()
    this.node = root(parentElement, "div", { class: "cards" })
    this.more = element("button", { type: "button", class: "new", onclick: () => this.show() })
    this.list = element("ol")
    this.empty = element("p", { class: "empty quiet" })
    this.opened = new Set() // the ids of those whose original is open
    this.coding = new CodingBar(this)
    this.keys = null
    this.reading = new ReadingBar(this)
    this.node.replaceChildren(this.reading.node, this.coding.node, this.more, this.empty, this.list)
    this.node.addEventListener("pointerenter", () => (this.isHeld = true))
    this.node.addEventListener("pointerleave", () => { this.isHeld = false; this.settle() })
    this.root = parentElement
  }

  take(data, ask) {
    this.ask = ask
    this.say = data.say
    this.codes = data.codes
    this.languages = data.languages
    if (data.has_keys) this.keys ??= new CardKeys(this)
    this.node.classList.toggle("keyed", Boolean(data.has_keys))
    if (data.scope !== this.scope) { this.cards.clear(); this.list.replaceChildren(); this.scope = data.scope; this.isFresh = true }
    const ids = new Set(data.cards.map((card) => card.id))
    const last = data.limit && data.cards.length >= data.limit ? data.cards.at(-1).number : 0
    const isHeld = data.holds && !this.isFresh && (this.isHeld || this.isRead)
    for (const [id, { node }] of this.cards) {
      // What only fell off the end of a full list stays under the hand until the new are shown.
      if (ids.has(id) || (isHeld && Number(node.dataset.number) < last)) continue
      this.coding.leave(node)
      node.remove()
      this.cards.delete(id)
    }
    for (const card of data.cards) if (this.cards.has(card.id)) this.redraw(card)
    this.waiting = data.cards.filter((card) => !this.cards.has(card.id))
    this.order = data.cards.map((card) => card.id)
    this.limit = data.limit
    // What was here before and is back (an undo) is nothing new.
    const back = this.waiting.filter((card) => this.seen.has(card.id))
    if (!isHeld) this.show()
    else if (back.length) this.show(back)
    this.isFresh = false
    this.settle()
    this.coding.settle()
    this.reading.settle(data.cards)
  }

  // All that is shown, drawn once more: the reader chose another way of reading.
  again() {
    const shown = [...this.cards.values()].map(({ told }) => JSON.parse(told))
    for (const card of shown) this.cards.get(card.id).told = ""
    for (const card of shown) this.redraw(card)
    this.reading.settle(shown)
  }

  get isRead() {
    return Boolean(this.root.activeElement?.closest?.("ol")) || this.node.getBoundingClientRect().top < -120
  }

  show(some = this.waiting) {
    const ids = new Set(this.order)
    for (const [id, { node }] of this.cards) if (!ids.has(id)) { this.coding.leave(node); node.remove(); this.cards.delete(id) }
    for (const card of some) this.cards.set(card.id, { node: this.draw(card), told: JSON.stringify(card) })
    for (const card of some) this.seen.add(card.id)
    this.waiting = this.waiting.filter((card) => !this.cards.has(card.id))
    for (const [place, id] of this.order.filter((id) => this.cards.has(id)).entries()) {
      const { node } = this.cards.get(id)
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null)
    }
    this.settle()
  }

  settle() {
    const n = this.waiting.length
    this.more.textContent = this.say?.new.replace("{n}", n && n === this.limit ? `${n}+` : n) ?? ""
    this.more.classList.toggle("shown", this.waiting.length > 0)
    this.empty.textContent = this.say?.empty ?? ""
    this.empty.hidden = this.cards.size > 0
  }

  redraw(card) {
    const kept = this.cards.get(card.id)
    const told = JSON.stringify(card)
    if (kept.told === told) return
    if ([...kept.node.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue && box.value !== box.sent)) return // somebody types in it
    const isHere = this.root.activeElement === kept.node
    const focused = kept.node.contains(this.root.activeElement) ? this.root.activeElement.dataset.does : null
    const node = this.draw(card)
    kept.node.replaceWith(node)
    this.cards.set(card.id, { node, told })
    if (isHere) node.focus({ preventScroll: true })
    if (focused) (node.querySelector(`[data-does="${focused}"]`) ?? node.querySelector("button"))?.focus()
  }

  does(card, verb, label, more = {}, look = "") {
    const ask = () => this.ask({ verb, id: card.id, ...more, at: Date.now() })
    return element("button", { type: "button", class: look, "data-does": `${verb}${more.code ?? more.reason ?? ""}`, onclick: ask }, label)
  }

  draw(card) {
    const node = element("li", { class: `card ${card.state}${card.is_on_screen ? " on-screen" : ""}`, "data-number": card.number, "data-waits": card.waits, tabindex: -1 })
    node.style.setProperty("--group", shade(this.node, card.colour))
    node.append(
      element("p", { class: "head" },
        element("span", { class: card.is_kept ? "number kept" : "number", title: card.is_kept ? this.say.is_kept : null }, card.label),
        words("span", card.actor, { class: "actor" }),
        card.author ? element("span", null, card.author) : null,
        this.tongue(card),
        element("span", { class: "quiet" }, card.at)),
      ...readWords(this, card),
      ...card.notes.map((note) => element("p", { class: "note" }, note)))
    node.append(...[merged(this, card), alike(this, card)].filter(Boolean), ...codings(this, card, node))
    const acts = this.acts(card)
    if (acts.length) node.append(element("div", { class: "acts" }, acts))
    return node
  }

  correcting(card, made) {
    const box = element("textarea", { rows: 3, lang: made.words.lang, dir: "auto", "aria-label": this.say.correct_label })
    box.value = box.defaultValue = made.words.text
    const send = () => { box.sent = box.value; this.ask({ verb: "correct", id: card.id, text: box.value, seen: made.words.text, at: Date.now() }) }
    const save = element("button", { type: "button", "data-does": "correct", onclick: send }, this.say.correct_save)
    return element("details", null, element("summary", { "data-does": "correcting" }, this.say.correct), box, save)
  }

  // The language it is in; staff press on it to say that it is in another.
  tongue(card) {
    const others = card.verbs.length ? this.languages.filter(({ language }) => language !== card.words.lang) : []
    if (!others.length) return element("span", { class: "tongue" }, card.language)
    const key = `tongue ${card.id}`
    const choices = others.map(({ language, label }) => this.does(card, "relabel", label, { language, code: language }))
    const node = element("details", { class: "tongue", open: this.opened.has(key) }, element("summary", { "data-does": "tongue", title: this.say.tongue }, card.language), choices)
    node.addEventListener("toggle", () => this.opened[node.open ? "add" : "delete"](key))
    for (const choice of choices) choice.addEventListener("click", () => this.opened.delete(key))
    return node
  }

  acts(card) {
    const acts = []
    if (card.verbs.includes("put_on_screen")) acts.push(this.does(card, "put_on_screen", this.say.put_on_screen))
    acts.push(...shelving(this, card))
    for (const verb of ["share", "unshare"]) if (card.verbs.includes(verb)) acts.push(this.does(card, verb, this.say[verb]))
    if (card.support) acts.push(element("span", { class: "support quiet" }, card.support))
    if (card.relabel) acts.push(this.does(card, "relabel", card.relabel.label, { language: card.relabel.language }))
    if (card.is_on_screen) acts.push(element("span", { class: "sign" }, this.say.is_on_screen))
    if (card.verbs.includes("show_again")) acts.push(this.does(card, "show_again", this.say.show_again))
    if (card.verbs.includes("hide")) acts.push(this.reasoned(card, "hide", this.say.why))
    if (card.verbs.includes("block")) acts.push(this.reasoned(card, "block", this.say.block_why))
    if (card.verbs.includes("unblock")) acts.push(this.does(card, "unblock", this.say.unblock))
    return acts
  }

  // Two things ask for a reason: hiding what was said, and taking nothing more from who said it.
  reasoned(card, verb, why) {
    const reasons = Object.entries(this.say.reasons).map(([reason, label]) => this.does(card, verb, label, { reason }, "plain"))
    const details = element("details", { class: `reasoned ${verb}` }, element("summary", { "data-does": `why-${verb}` }, this.say[verb]), element("p", { class: "quiet" }, why), reasons)
    details.addEventListener("keydown", (event) => { if (event.key === "Escape") { details.open = false; details.firstChild.focus() } })
    return details
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!lists.has(parentElement)) lists.set(parentElement, new List(parentElement))
  lists.get(parentElement).take(data, (asked) => setTriggerValue("asked", asked))
  return () => lists.get(parentElement)?.keys?.end()
}
