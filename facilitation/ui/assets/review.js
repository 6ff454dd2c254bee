// A list that a person looks through: what stands there, and what they make of it. All that was
// changed is told each time, so that quick hands lose nothing. Built once for each list.
export default function ({ data, parentElement, setStateValue }) {
  const node = root(parentElement, "div")
  if (node.dataset.list === data.id) return
  node.dataset.list = data.id
  const changed = structuredClone(data.changed ?? {})
  const tell = (item, name, value) => {
    (changed[item] ??= {})[name] = value
    setStateValue("changed", structuredClone(changed))
  }
  const standing = (item, control) => changed[item.id]?.[control.name] ?? control.value
  const check = (item, control) => {
    const box = element("input", { type: "checkbox", onchange: () => { tell(item.id, control.name, box.checked); weigh() } })
    box.checked = standing(item, control)
    box.dataset.name = control.name
    return element("label", { class: "check" }, box, control.label)
  }
  const select = (item, control) => {
    const list = element("select", { "aria-label": `${control.label}: ${item.head.text}`, onchange: () => tell(item.id, control.name, list.value) },
      data.options[control.name].map(([value, said]) => element("option", { value, lang: said.lang }, said.text)))
    list.value = standing(item, control)
    return element("label", { class: "choice" }, element("small", null, control.label), list)
  }
  // One box for all of the list: ticked where all are, half where some are; ticking a half one takes all.
  const boxes = () => [...node.querySelectorAll("li input[type=checkbox]")]
  const every = element("input", { type: "checkbox", onchange: () => {
    for (const box of boxes()) box.checked = every.checked
    for (const item of data.items) for (const { name, kind } of item.controls) if (kind === "check") (changed[item.id] ??= {})[name] = every.checked
    setStateValue("changed", structuredClone(changed))
  } })
  const weigh = () => {
    const taken = boxes().filter((box) => box.checked).length
    every.checked = taken === boxes().length
    every.indeterminate = taken > 0 && !every.checked
  }
  const shown = (item) => element("li", { class: item.is_reply ? "reply" : null },
    element("div", { class: "said" },
      words("p", item.head, { class: "head" }),
      item.body ? words("p", item.body, { class: "body" }) : null,
      item.shares ? element("p", { class: "head" }, item.shares) : null,
      item.beside ? element("div", { class: "beside" }, words("p", item.beside_head, { class: "head" }), words("p", item.beside, { class: "body" })) : null),
    element("div", { class: "controls" }, item.controls.map((control) => control.kind === "check" ? check(item, control) : select(item, control))))
  node.replaceChildren(
    data.all ? element("label", { class: "check all" }, every, data.all) : "",
    element("ul", { "aria-label": data.caption }, data.items.map(shown)))
  weigh()
}
