// The parts of the session in order; one press puts a part on the table.
export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "nav", { class: "sheet" })
  const step = (part) => () => setTriggerValue("asked", { part: part.id, from: data.here, at: Date.now() })
  const name = (part) => [element("span", { class: "name" }, words("span", part.title), part.missing ? element("span", { class: "missing" }, part.missing) : null),
    element("span", { class: part.is_short ? "minutes short" : "minutes" }, part.minutes)]
  const row = (part) => element("li", { class: part.is_here ? "here" : part.is_past ? "past" : "" },
    element("button", { type: "button", "data-part": part.id, "aria-current": part.is_here ? "step" : null, title: part.is_here ? null : data.say.step, onclick: part.is_here ? () => {} : step(part) }, name(part)))
  const move = (part, label, look) => element("button", { type: "button", class: look, disabled: !part, onclick: part ? step(part) : () => {} }, label)
  const focused = parentElement.activeElement?.dataset.part
  node.setAttribute("aria-label", data.say.label)
  node.replaceChildren(
    element("ol", null, data.parts.map(row)),
    element("div", { class: "moves" }, move(data.before, data.say.back, ""), move(data.after, data.say.next, data.is_open ? "main" : "")))
  if (focused) node.querySelector(`[data-part="${CSS.escape(focused)}"]`)?.focus()
}
