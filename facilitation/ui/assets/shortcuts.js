// The keys of the console, and the sheet that shows them.
const sheets = new WeakMap()

class Sheet {
  constructor(parentElement) {
    this.node = root(parentElement, "div", { class: "shortcuts" })
    this.button = element("button", { type: "button", onclick: () => this.dialog.showModal() })
    this.dialog = element("dialog")
    this.node.replaceChildren(this.button, this.dialog)
    this.press = (event) => this.take(event)
    document.addEventListener("keydown", this.press)
  }

  draw(data, ask) {
    this.ask = ask
    this.button.textContent = data.say.open
    if (this.told === JSON.stringify(data)) return
    this.told = JSON.stringify(data)
    const line = ([keys, label]) => element("tr", null, element("th", { scope: "row" }, keys.split(" ").map((key) => element("kbd", null, key))), element("td", null, label))
    const on = element("input", { type: "checkbox", id: "keys-on", onchange: () => switchKeys(on.checked) })
    on.checked = keysAreOn()
    this.dialog.setAttribute("aria-label", data.say.title)
    this.dialog.replaceChildren(element("h2", null, data.say.title), element("table", null, element("tbody", null, data.keys.map(line))),
      element("label", { for: "keys-on" }, on, data.say.on),
      element("button", { type: "button", class: "main", onclick: () => this.dialog.close() }, data.say.close))
  }

  take(event) {
    const key = keyPressed(event)
    if (!key || this.dialog.open) return
    const verb = event.shiftKey && { ArrowRight: "next", ArrowLeft: "back" }[key]
    if (key === "?") this.dialog.showModal()
    else if (key === "/") this.search()
    else if (verb || key === "p" || key === "u") this.ask({ verb: verb || { p: "pause", u: "undo" }[key], at: Date.now() })
    else return
    event.preventDefault()
  }

  // The box stands in another component, in a shadow tree of its own.
  search() {
    const boxes = [...document.querySelectorAll("*")].map((node) => node.shadowRoot?.querySelector("input[type=search]"))
    boxes.find(Boolean)?.focus()
  }

  end() {
    document.removeEventListener("keydown", this.press)
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!sheets.has(parentElement)) sheets.set(parentElement, new Sheet(parentElement))
  sheets.get(parentElement).draw(data, (asked) => setTriggerValue("asked", asked))
  return () => { sheets.get(parentElement)?.end(); sheets.delete(parentElement) }
}
