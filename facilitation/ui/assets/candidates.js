// Expressions that no theme covers: as people wrote them, in each language, with what to do about it.
export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "div", { class: "candidates" })
  const told = JSON.stringify(data)
  if (node.told === told) return
  node.told = told
  const ask = (verb, one) => setTriggerValue("asked", { verb, keys: one.keys, at: Date.now() })
  const does = (verb, one) => element("button", { type: "button",
    "aria-label": `${data.say[verb]}: ${one.forms.map((form) => form.text).join(", ")}`, onclick: () => ask(verb, one) }, data.say[verb])
  const line = (one) => element("li", null,
    element("p", { class: "forms" }, one.forms.map((form) => element("span", null, words("b", form), element("span", { class: "tongue" }, form.tongue)))),
    element("p", { class: "quiet" }, one.voices),
    element("div", { class: "acts" }, one.verbs.map((verb) => does(verb, one))))
  const list = (lines) => element("ul", null, lines.map(line))
  const was = node.querySelector("details")?.open ?? false
  node.replaceChildren(data.open.length ? list(data.open) : element("p", { class: "quiet" }, data.say.empty))
  if (data.muted.length) node.append(element("details", { open: was }, element("summary", null, data.say.muted), list(data.muted)))
}
