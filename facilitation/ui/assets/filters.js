// Lists to choose from, the browser's own: they speak the reader's language on every phone.
const WAIT = 350 // ms after the last letter
const boxes = new WeakMap()

// The box for words stays the same node: what somebody types in it is not ours to move.
function searching(parentElement, node, search, ask) {
  if (!search) return
  node.classList.add("sifting")
  let box = boxes.get(parentElement)
  if (!box) {
    box = element("input", { type: "search", autocomplete: "off" })
    node.prepend(element("label", { class: "search" }, element("span"), box))
    boxes.set(parentElement, box)
    let waiting
    const tell = () => { clearTimeout(waiting); box.tell(box.value) }
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(tell, WAIT) })
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { box.value = ""; tell(); box.blur() }
      if (event.key === "Enter") tell()
    })
  }
  box.tell = (value) => ask({ target: { name: "words", value } })
  box.previousElementSibling.textContent = box.placeholder = search.label
  if (parentElement.activeElement !== box) box.value = search.value
}

export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "div", { class: "filters" })
  const focused = parentElement.activeElement?.name
  const ask = ({ target }) => setTriggerValue("asked", { name: target.name, value: target.value, at: Date.now() })
  const list = (one) => {
    const option = (choice) => words("option", choice, { value: choice.value, selected: choice.value === one.value })
    return element("label", { class: "list" }, element("span", null, one.label), element("select", { name: one.name, title: data.search ? one.label : null, onchange: ask }, one.options.map(option)))
  }
  searching(parentElement, node, data.search, ask)
  node.querySelectorAll(".list").forEach((old) => old.remove())
  node.append(...data.filters.map(list))
  if (focused) node.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus()
}
