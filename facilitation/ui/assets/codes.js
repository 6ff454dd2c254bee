// The codebook to read while coding: each theme opens to its definition, its borders and examples.
export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "codes" })
  const open = new Set([...node.querySelectorAll("details[open]")].map((one) => one.dataset.id))
  const list = (code, name) => {
    const items = [code[name]].flat().filter(Boolean)
    return items.length ? [element("h4", null, data.say[name]), element("ul", { class: name, lang: code.lang }, items.map((item) => element("li", { dir: "auto" }, item)))] : []
  }
  const shown = (axis, code) => element("details", { "data-id": `${axis.label}.${code.id}`, open: open.has(`${axis.label}.${code.id}`) },
    element("summary", null, words("strong", code.label), words("span", code.short, { class: "quiet" })),
    code.full ? words("p", code.full) : null,
    ...["include", "exclude", "examples", "counterexample"].flatMap((name) => list(code, name)))
  node.replaceChildren(...data.axes.map((axis) => element("section", null, element("h3", null, axis.label), axis.codes.map((code) => shown(axis, code)))))
}
