// A table people can read and screen readers can walk through.
export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "scroll", tabindex: 0, role: "region" })
  node.setAttribute("aria-label", data.caption)
  node.classList.toggle("folds", data.folds) // the roles are told: folded, a table would lose them
  const role = (name) => data.folds ? { role: name } : {}
  const cell = (said, column) => {
    const mark = said.colour ? element("span", { class: "mark", "aria-hidden": "true", style: { background: shade(node, said.colour) } }) : null
    return element(column === 0 ? "th" : "td", { scope: column === 0 ? "row" : null, lang: said.lang, class: said.tone || null,
      "data-head": data.header[column].text, ...role(column === 0 ? "rowheader" : "cell") }, mark, element("span", null, said.text))
  }
  node.replaceChildren(element("table", role("table"),
    element("caption", null, data.caption),
    element("thead", role("rowgroup"), element("tr", role("row"), data.header.map((said) => words("th", said, { scope: "col", ...role("columnheader") })))),
    element("tbody", role("rowgroup"), data.rows.map((row) => element("tr", role("row"), row.map(cell))))))
}
