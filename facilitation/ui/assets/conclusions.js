// Conclusions with what they rest on, and beside them what was said: dragged in, or added by a press.
// A box somebody types in is never redrawn; what others saved meanwhile is shown beside it.
const desks = new WeakMap()

class Desk {
  constructor(parentElement) {
    this.root = parentElement
    this.cards = new Map() // id -> {node, told}
    this.node = root(parentElement, "div", { class: "desk" })
    this.list = element("ol", { class: "conclusions" })
    this.empty = element("p", { class: "empty quiet" })
    this.quotes = element("ol", { class: "quotes", tabindex: 0 })
    this.none = element("p", { class: "empty quiet" })
    this.beside = element("h3")
    this.how = element("p", { class: "quiet" })
    this.node.replaceChildren(
      element("div", { class: "left" }, this.empty, this.list),
      element("div", { class: "right" }, this.beside, this.how, this.none, this.quotes))
  }

  take(data, ask) {
    this.ask = (verb, id, more = {}) => ask({ verb, id, ...more, at: Date.now() })
    this.data = data
    this.say = data.say
    if (!this.cards.has(this.chosen)) this.chosen = null
    const ids = new Set(data.conclusions.map((one) => one.id))
    for (const [id, { node }] of this.cards) if (!ids.has(id)) { node.remove(); this.cards.delete(id) }
    for (const [place, one] of data.conclusions.entries()) {
      const node = this.fresh(one)
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null)
    }
    this.empty.textContent = this.say.empty
    this.empty.hidden = data.conclusions.length > 0
    this.drawQuotes()
  }

  fresh(one) {
    const kept = this.cards.get(one.id)
    const told = JSON.stringify(one)
    if (kept?.told === told) return kept.node
    if (kept && this.isWritten(kept.node)) { this.warn(kept.node, one); return kept.node }
    const focused = kept?.node.contains(this.root.activeElement) ? this.root.activeElement.dataset.does : null
    const node = this.draw(one)
    if (kept) kept.node.replaceWith(node)
    this.cards.set(one.id, { node, told })
    if (focused) node.querySelector(`[data-does="${focused}"]`)?.focus()
    return node
  }

  // Typed text that is not what it was when its box was opened.
  isWritten(node) {
    return [...node.querySelectorAll("textarea, input")].some((box) => box.value !== box.defaultValue && box.value !== node.sent?.get(box.name))
  }

  warn(node, one) {
    node.dataset.revision = one.revision
    const theirs = one.statements.map((said) => element("p", null, `${said.name}: `, words("span", said.words)))
    const note = node.querySelector(".meanwhile") ?? element("div", { class: "meanwhile", role: "status" })
    note.replaceChildren(element("p", null, this.say.meanwhile), ...theirs)
    if (!note.isConnected) node.prepend(note)
  }

  button(one, verb, label, more = {}, look = "") {
    return element("button", { type: "button", class: look, "data-does": `${verb}${more.contribution ?? ""}`, onclick: () => this.ask(verb, one.id, { seen: this.seen(one), ...more }) }, label)
  }

  seen(one) {
    return Number(this.cards.get(one.id)?.node.dataset.revision ?? one.revision)
  }

  draw(one) {
    const node = element("li", { class: `conclusion ${one.state}`, "data-number": one.number, "data-revision": one.revision, tabindex: -1 })
    node.append(
      element("p", { class: "head" },
        element("span", { class: "number" }, one.label),
        element("span", { class: "kind" }, one.kind_label),
        element("span", { class: "state" }, one.state_label),
        element("span", { class: "quiet" }, one.place_label),
        one.made_by ? element("span", { class: "quiet" }, one.made_by) : null),
      one.who ? element("p", { class: "note who" }, one.who) : "",
      one.reason ? element("p", { class: "note" }, one.reason) : "",
      ...one.objections.map((said) => element("blockquote", { class: "note" }, element("span", null, `${said.label} `), words("span", said.words))),
      ...one.statements.map((said) => this.statement(one, said, node)),
      this.filing(one),
      this.resting(one, node),
      this.acts(one))
    return node
  }

  statement(one, said, node) {
    const body = element("div", { class: `statement ${said.state}` },
      element("p", { class: "quiet" }, element("b", null, said.name), ` ${said.mark}`),
      said.words.text ? words("p", said.words, { class: "said" }) : null,
      said.proposed ? words("p", said.proposed, { class: "quiet" }) : null,
      ...said.notes.map((note) => element("p", { class: "note" }, note)))
    if (one.is_editable) body.append(this.writing(one, said, node))
    return body
  }

  writing(one, said, node) {
    const name = (field) => `${said.words.lang}.${field}`
    const box = (field, value) => {
      const input = element("input", { name: name(field), lang: said.words.lang, maxlength: 400, value })
      return element("label", null, element("span", null, this.say[field]), input)
    }
    const text = element("textarea", { name: name("text"), rows: 3, lang: said.words.lang, dir: "auto", "aria-label": said.label }, said.words.text)
    const save = () => {
      const values = Object.fromEntries(["text", "proposer", "addressee", "due"].map((field) => [field, details.querySelector(`[name="${name(field)}"]`).value]))
      node.sent = new Map(Object.entries(values).map(([field, value]) => [name(field), value]))
      this.ask("save", one.id, { language: said.words.lang, ...values, seen: this.seen(one) })
    }
    const details = element("details", null,
      element("summary", { "data-does": `edit${said.words.lang}` }, said.edit),
      text,
      element("div", { class: "proposed" }, box("proposer", said.proposer), box("addressee", said.addressee), box("due", said.due)),
      element("button", { type: "button", class: "main", "data-does": `save${said.words.lang}`, onclick: save }, this.say.save))
    details.addEventListener("toggle", () => { if (details.open) { text.focus(); this.ask("attend", one.id) } })
    return details
  }

  filing(one) {
    if (!one.is_editable) return ""
    const list = (name, value, options, label) => element("label", null, element("span", null, label),
      element("select", { "data-does": name, onchange: ({ target }) => this.ask("file", one.id, { kind: one.kind, place: one.place, [name]: target.value, seen: this.seen(one) }) },
        options.map((option) => words("option", option, { value: option.value, selected: option.value === value }))))
    return element("details", { class: "filing" }, element("summary", { "data-does": "filing" }, this.say.filing),
      element("div", { class: "proposed" }, list("kind", one.kind, this.data.kinds, this.say.kind), list("place", one.place, this.data.places, this.say.place)))
  }

  resting(one, node) {
    const zone = element("div", { class: "evidence", "data-zone": one.id },
      element("p", { class: "quiet" }, one.evidence_label),
      element("ul", null, one.evidence.map((told) => this.evidence(one, told))))
    if (!one.is_editable) return zone
    const choose = element("button", { type: "button", class: "choose", "data-does": "choose", "aria-pressed": this.chosen === one.id, onclick: () => this.choose(one.id) }, this.say.choose)
    zone.append(choose)
    // Anywhere on the conclusion: what it rests on may be below the window's edge.
    node.addEventListener("dragover", (event) => { if (this.isDragging) { event.preventDefault(); zone.classList.add("over") } })
    node.addEventListener("dragleave", (event) => { if (!node.contains(event.relatedTarget)) zone.classList.remove("over") })
    node.addEventListener("drop", (event) => {
      zone.classList.remove("over")
      if (!this.isDragging) return
      event.preventDefault()
      const contribution = event.dataTransfer.getData("text/plain")
      if (contribution) this.ask("add", one.id, { contribution })
    })
    return zone
  }

  choose(id) {
    this.chosen = this.chosen === id ? null : id
    for (const [other, { node }] of this.cards) {
      node.querySelector(".choose")?.setAttribute("aria-pressed", String(other === this.chosen))
      node.classList.toggle("chosen", other === this.chosen)
    }
    this.drawQuotes()
  }

  evidence(one, told) {
    return element("li", null,
      element("p", { class: "head" }, element("b", null, told.label), element("span", null, told.actor), element("span", { class: "quiet" }, told.language),
        one.is_editable ? this.named(this.button(one, "remove", "✕", { contribution: told.id }, "small"), told.remove) : null),
      words("p", told.words, { class: "said" }),
      told.translation ? element("p", { class: `translation ${told.translation.state}` }, words("span", told.translation.words), element("small", null, ` ${told.translation.mark}`)) : null)
  }

  named(button, label) {
    button.setAttribute("aria-label", label)
    button.title = label
    return button
  }

  acts(one) {
    return element("div", { class: "acts" }, one.verbs.map((verb) =>
      this.named(this.button(one, verb, this.say[verb], {}, verb === "approve" ? "main" : ""), `${this.say[verb]}: ${one.label}`)))
  }

  // Never under a hand that drags: the browser lets go of a node that is replaced.
  drawQuotes() {
    const { quotes, say } = this.data
    const told = JSON.stringify([quotes, say, this.chosen])
    if (told === this.toldQuotes || this.isDragging) return
    this.toldQuotes = told
    this.beside.textContent = say.beside
    this.quotes.setAttribute("aria-label", say.beside)
    this.how.textContent = this.chosen ? say.add_to_chosen : say.how
    this.none.textContent = say.no_quotes
    this.none.hidden = quotes.length > 0
    const focused = this.quotes.contains(this.root.activeElement) ? this.root.activeElement.dataset.does : null
    this.quotes.replaceChildren(...quotes.map((told) => this.quote(told)))
    if (focused) this.quotes.querySelector(`[data-does="${focused}"]`)?.focus()
  }

  quote(told) {
    const node = element("li", { class: "quote", draggable: "true", "data-number": told.number },
      element("p", { class: "head" }, element("b", null, told.label), words("span", told.actor, { class: "actor" }), element("span", { class: "quiet" }, told.language), told.used ? element("span", { class: "quiet" }, told.used) : null),
      words("p", told.words, { class: "said" }),
      told.translation ? element("p", { class: `translation ${told.translation.state}` }, words("span", told.translation.words), element("small", null, ` ${told.translation.mark}`)) : null,
      this.chosen ? this.named(element("button", { type: "button", "data-does": `add${told.id}`, onclick: () => this.ask("add", this.chosen, { contribution: told.id }) }, this.say.add), `${this.say.add}: ${told.label}`) : null)
    node.style.setProperty("--group", shade(this.node, told.colour))
    node.addEventListener("dragstart", (event) => { this.isDragging = true; event.dataTransfer.setData("text/plain", told.id) })
    node.addEventListener("dragend", () => { this.isDragging = false; this.drawQuotes() })
    return node
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!desks.has(parentElement)) desks.set(parentElement, new Desk(parentElement))
  desks.get(parentElement).take(data, (asked) => setTriggerValue("asked", asked))
}
