// A table people can read and screen readers can walk through.
export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "scroll", tabindex: 0, role: "region" })
  node.setAttribute("aria-label", data.caption)
  const cell = (said, column) => {
    const mark = said.colour ? element("span", { class: "mark", "aria-hidden": "true", style: { background: shade(node, said.colour) } }) : null
    return element(column === 0 ? "th" : "td", { scope: column === 0 ? "row" : null, lang: said.lang, class: said.tone }, mark, said.text)
  }
  node.replaceChildren(element("table", null,
    element("caption", null, data.caption),
    element("thead", null, element("tr", null, data.header.map((said) => words("th", said, { scope: "col" })))),
    element("tbody", null, data.rows.map((row) => element("tr", null, row.map(cell))))))
}
