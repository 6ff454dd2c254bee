// The question on the table. A new one comes with the event that tells of it (live.js); the page is
// redrawn after that.
const TONES = { heading: "h2" }
const following = new WeakMap()

export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "words" })
  const draw = (items) => node.replaceChildren(...items.map((item) => words(TONES[item.tone] ?? "p", item, { class: item.tone })))
  draw(data.items)
  if (!following.has(parentElement)) {
    following.set(parentElement, ({ detail }) => draw(detail))
    addEventListener("ronda:question", following.get(parentElement))
  }
  return () => {
    removeEventListener("ronda:question", following.get(parentElement))
    following.delete(parentElement)
  }
}
