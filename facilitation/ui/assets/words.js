// Texts that organisers and participants wrote, and sentences that hold them.
const TAGS = { title: "h1", heading: "h2", subheading: "h3", code: "p", problem: "p", done: "p" }

export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "words" })
  node.replaceChildren(...data.items.map((item) => item.href ? element("p", null, words("a", item, { href: item.href, target: "_self" })) : item.src ? element("img", { src: item.src, alt: item.alt }) :
    words(TAGS[item.tone] ?? "p", item, { class: item.tone, role: item.tone === "problem" ? "alert" : item.tone === "done" ? "status" : null,
      style: item.colour ? { "--group": shade(node, item.colour) } : null })))
}
