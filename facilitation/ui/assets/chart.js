// A chart on a page: its cells tell themselves in words where one points, and open what is behind.
const shapes = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "div", { class: "chart" })
  if (shapes.get(parentElement) !== shapeOf(data)) {
    shapes.set(parentElement, shapeOf(data))
    const ask = (code, place) => setTriggerValue("asked", { code, column: String(node.given.columns[place].id ?? ""), at: Date.now() })
    const told = element("p", { class: "told quiet" })
    node.replaceChildren(element("div", { class: "scroll" }, drawMatrix(node, data, data.is_open ? ask : null)), told)
    const tell = ({ target }) => {
      const cell = target.closest?.(".cell")
      told.textContent = cell ? cell.getAttribute("aria-label") : node.given.say.hint
    }
    for (const on of ["pointerover", "focusin"]) node.firstChild.addEventListener(on, tell)
    for (const off of ["pointerleave", "focusout"]) node.firstChild.addEventListener(off, () => (told.textContent = node.given.say.hint))
    told.textContent = data.say.hint
  }
  node.given = data
  fillMatrix(node, data)
  node.classList.toggle("empty", data.rows.length === 0)
}
