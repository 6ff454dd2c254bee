// A short list to act on: each line a name, what is to be known of it, and its buttons.
export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "section", { class: "list" })
  const button = (line, [verb, label]) => element("button", { type: "button", onclick: () => setTriggerValue("asked", { verb, id: line.id, at: Date.now() }) }, label)
  const line = (one) => element("li", { class: one.tone },
    element("div", { class: "who" },
      element("span", { class: "mark", "aria-hidden": "true", style: { background: shade(node, one.colour) } }),
      element("span", null, words("strong", one.label), element("small", null, one.note))),
    element("div", { class: "acts" }, one.verbs.map((verb) => button(one, verb))))
  const told = JSON.stringify(data)
  if (node.told === told) return // a redraw for another reason keeps the focus where it is
  node.told = told
  const held = parentElement.getRootNode().activeElement?.closest?.("li")
  const place = held ? [...held.parentElement.children].indexOf(held) : -1
  node.replaceChildren(
    element("h3", null, data.title),
    ...(data.rule ? [element("p", { class: "quiet" }, data.rule)] : []),
    data.lines.length ? element("ol", null, data.lines.map(line)) : element("p", { class: "quiet" }, data.empty))
  if (place >= 0) node.querySelectorAll("li")[Math.min(place, data.lines.length - 1)]?.querySelector("button")?.focus()
}
