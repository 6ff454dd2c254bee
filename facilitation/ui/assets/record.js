// Lines of the record: chosen for one act on many, opened for their translations and history.
// A box somebody types in is never redrawn.
const records = new WeakMap()

class Lines {
  constructor(parentElement) {
    this.root = parentElement
    this.lines = new Map() // id -> {node, told}
    this.chosen = new Set()
    this.node = root(parentElement, "div", { class: "record" })
    this.bar = element("div", { class: "bar", role: "group" })
    this.list = element("ol")
    this.empty = element("p", { class: "empty quiet" })
    this.node.replaceChildren(this.bar, this.empty, this.list)
  }

  take(data, ask) {
    this.ask = (verb, more = {}) => ask({ verb, ...more, at: Date.now() })
    this.data = data
    this.say = data.say
    if (data.scope !== this.scope) { this.chosen.clear(); this.scope = data.scope }
    const ids = new Set(data.lines.map((line) => line.id))
    for (const [id, { node }] of this.lines) if (!ids.has(id)) { node.remove(); this.lines.delete(id); this.chosen.delete(id) }
    for (const [place, line] of data.lines.entries()) {
      const node = this.fresh(line)
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null)
    }
    this.empty.textContent = this.say.empty
    this.empty.hidden = data.lines.length > 0
    this.drawBar()
  }

  fresh(line) {
    const kept = this.lines.get(line.id)
    const told = JSON.stringify(line)
    if (kept?.told === told) return kept.node
    if (kept && [...kept.node.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue && box.value !== box.sent)) return kept.node
    const focused = kept?.node.contains(this.root.activeElement) ? this.root.activeElement.dataset.does : null
    const node = this.draw(line)
    if (kept) kept.node.replaceWith(node)
    this.lines.set(line.id, { node, told })
    if (focused) node.querySelector(`[data-does="${focused}"]`)?.focus()
    return node
  }

  drawBar() {
    const { acts } = this.data
    this.bar.hidden = !acts.length || !this.data.lines.length
    if (this.bar.hidden) return
    this.bar.setAttribute("aria-label", this.say.many)
    if (!this.bar.firstChild) {
      this.all = element("input", { type: "checkbox", onchange: ({ target }) => this.chooseAll(target.checked) })
      this.count = element("span", { class: "count", role: "status" })
      this.act = element("select", { "aria-label": this.say.act })
      this.apply = element("button", { type: "button", "data-does": "apply", onclick: () => this.ask("many", { act: this.act.value, ids: [...this.chosen] }) })
      this.bar.append(element("label", null, this.all, element("span", { class: "all" })), this.count, this.act, this.apply)
    }
    this.bar.querySelector(".all").textContent = this.say.all
    const options = JSON.stringify(acts)
    if (this.options !== options) {
      const before = this.act.value
      this.act.replaceChildren(...acts.map((group) => element("optgroup", { label: group.label }, group.options.map((one) => words("option", one, { value: one.value })))))
      if (before) this.act.value = before
      this.options = options
    }
    this.apply.textContent = this.say.apply
    this.settle()
  }

  settle() {
    const n = this.chosen.size
    this.count.textContent = this.say.chosen.replace("{n}", n)
    this.apply.disabled = n === 0
    this.all.checked = n > 0 && n === this.data.lines.length
    this.all.indeterminate = n > 0 && n < this.data.lines.length
  }

  chooseAll(all) {
    for (const line of this.data.lines) all ? this.chosen.add(line.id) : this.chosen.delete(line.id)
    for (const [id, { node }] of this.lines) { const box = node.querySelector(".choose"); if (box) box.checked = this.chosen.has(id) }
    this.settle()
  }

  draw(line) {
    const choose = ({ target }) => { target.checked ? this.chosen.add(line.id) : this.chosen.delete(line.id); this.settle() }
    const box = this.data.acts.length ? element("input", { type: "checkbox", class: "choose", "aria-label": line.choose, "data-does": "choose", onchange: choose }) : null
    if (box) box.checked = this.chosen.has(line.id)
    const node = element("li", { class: `line ${line.state}`, "data-number": line.number })
    node.style.setProperty("--group", shade(this.node, line.colour))
    node.append(
      element("div", { class: "head" }, box,
        element("span", { class: "number" }, line.label),
        words("span", line.actor, { class: "actor" }),
        line.author ? element("span", null, line.author) : null,
        element("span", { class: "quiet" }, line.part),
        element("span", { class: "quiet" }, line.at),
        line.state_label ? element("span", { class: "sign" }, line.state_label) : null,
        line.used ? element("span", { class: "quiet" }, line.used) : null),
      line.who ? element("p", { class: "note who" }, line.who) : "",
      ...line.notes.map((note) => element("p", { class: "note" }, note)),
      element("div", { class: "beside" }, this.original(line), ...line.translations.map((made) => this.translation(line, made))),
      line.codings.length ? element("ul", { class: "chips" }, line.codings.map((one) => element("li", { class: `chip ${one.state}`, title: one.title }, words("span", one.label)))) : "",
      this.acts(line),
      line.history ? this.history(line) : "")
    return node
  }

  original(line) {
    return element("div", { class: "text" }, element("p", { class: "quiet" }, line.language), words("p", line.words, { class: "said" }))
  }

  translation(line, made) {
    const body = element("div", { class: `text translation ${made.state}` }, element("p", { class: "quiet" }, made.mark),
      words("p", made.words, { class: "said" }), ...made.doubts.map((doubt) => element("p", { class: "note" }, doubt)))
    const lang = made.words.lang
    const box = element("textarea", { rows: 4, lang, dir: "auto", "aria-label": made.label }, made.words.text)
    const save = () => { box.sent = box.value; this.ask("correct", { id: line.id, language: lang, text: box.value, seen: made.words.text }) }
    if (made.is_doubted) body.append(element("button", { type: "button", "data-does": `right${lang}`, onclick: save }, this.say.is_right))
    const details = element("details", null, element("summary", { "data-does": `edit${lang}` }, made.edit), box,
      element("button", { type: "button", class: "main", "data-does": `save${lang}`, onclick: save }, this.say.save))
    details.addEventListener("toggle", () => { if (details.open) this.ask("attend", { id: line.id }) })
    body.append(details)
    return body
  }

  acts(line) {
    const button = (verb, label, more = {}) => element("button", { type: "button", "data-does": verb, onclick: () => this.ask(verb, { id: line.id, ...more }) }, label)
    return element("div", { class: "acts" }, line.acts.map((act) => button(act.verb, act.label, act.more ?? {})))
  }

  history(line) {
    return element("ol", { class: "history", "aria-label": this.say.history }, line.history.map((event) =>
      element("li", null, element("span", { class: "quiet" }, event.at), ` ${event.told}`, event.words ? words("blockquote", event.words) : null)))
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!records.has(parentElement)) records.set(parentElement, new Lines(parentElement))
  records.get(parentElement).take(data, (asked) => setTriggerValue("asked", asked))
}
