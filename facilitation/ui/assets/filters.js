// Lists to choose from, the browser's own: they speak the reader's language on every phone.
export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "div", { class: "filters" })
  const focused = parentElement.activeElement?.name
  const list = (one) => {
    const option = (choice) => words("option", choice, { value: choice.value, selected: choice.value === one.value })
    const ask = ({ target }) => setTriggerValue("asked", { name: one.name, value: target.value })
    return element("label", null, element("span", null, one.label), element("select", { name: one.name, onchange: ask }, one.options.map(option)))
  }
  node.replaceChildren(...data.filters.map(list))
  if (focused) node.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus()
}
