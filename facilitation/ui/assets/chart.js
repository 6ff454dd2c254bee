// The matrix of themes by groups on a page.
const shapes = new WeakMap()

export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "chart" })
  if (shapes.get(parentElement) !== shapeOf(data)) {
    shapes.set(parentElement, shapeOf(data))
    node.replaceChildren(drawMatrix(node, data))
  }
  fillMatrix(node, data)
}
