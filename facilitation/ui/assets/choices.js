// What a chart shows: which one, and of whom. Native controls, kept while counts are redrawn.
const shapes = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "div", { class: "choices", role: "group", "aria-label": data.label })
  const ask = (id, value) => setTriggerValue("asked", { id, value, at: Date.now() })
  const option = (one) => {
    const drawn = element("option", { value: one.id, lang: one.label.lang }, one.label.text)
    return drawn
  }
  const tabs = (choice) => element("div", { class: "tabs", role: "group", "aria-label": choice.label },
    choice.options.map((one) => element("button", { type: "button", lang: one.label.lang, "data-value": one.id, "data-of": choice.id, onclick: () => ask(choice.id, one.id) }, one.label.text)))
  const select = (choice) => element("label", null, element("span", null, choice.label),
    element("select", { "data-of": choice.id, onchange: (event) => ask(choice.id, event.target.value) }, choice.options.map(option)))
  const tick = (choice) => element("label", { class: "tick" },
    element("input", { type: "checkbox", "data-of": choice.id, onchange: (event) => ask(choice.id, event.target.checked) }), element("span", null, choice.label))
  const shape = JSON.stringify(data.choices.map((choice) => ({ ...choice, value: null })))
  if (shapes.get(parentElement) !== shape) {
    shapes.set(parentElement, shape)
    const [first, ...rest] = data.choices
    node.replaceChildren(tabs(first), element("div", { class: "filters" }, rest.map((choice) => (choice.options ? select : tick)(choice))))
  }
  for (const { id, value } of data.choices) for (const control of node.querySelectorAll(`[data-of="${id}"]`)) {
    if (control.tagName === "BUTTON") control.setAttribute("aria-pressed", control.dataset.value === value)
    else if (control.type === "checkbox") control.checked = value
    else control.value = value
  }
}
