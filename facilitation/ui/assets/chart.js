// A chart on a page: its cells tell themselves in words where one points, and open what is behind.
const shapes = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "div", { class: "chart" })
  if (shapes.get(parentElement) !== shapeOf(data)) {
    shapes.set(parentElement, shapeOf(data))
    const ask = (code, place) => setTriggerValue("asked", { code, column: String(node.given.columns[place].id ?? ""), at: Date.now() })
    const told = element("p", { class: "told quiet" })
    node.replaceChildren(element("div", { class: "scroll" }, drawMatrix(node, data, data.is_open ? ask : null)), told)
    // A pointer that lies beside the cells takes nothing from the one that has the focus.
    const tell = (cell) => {
      const pointed = cell ?? node.querySelector(".cell:focus")
      told.textContent = pointed ? pointed.getAttribute("aria-label") : node.given.say.hint
    }
    for (const on of ["pointerover", "focusin"]) node.firstChild.addEventListener(on, ({ target }) => tell(target.closest?.(".cell")))
    for (const off of ["pointerleave", "focusout"]) node.firstChild.addEventListener(off, () => tell(null))
    told.textContent = data.say.hint
  }
  node.given = data
  fillMatrix(node, data)
  node.classList.toggle("empty", data.rows.length === 0)
}
