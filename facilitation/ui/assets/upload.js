// A text file that somebody chooses here, read in the browser.
const LIMIT = 1000000

export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement)
  const read = async ({ target }) => {
    const [file] = target.files
    if (file) setTriggerValue("asked", { name: file.name, text: await file.slice(0, LIMIT + 1).text(), at: Date.now() })
    target.value = ""
  }
  node.replaceChildren(element("input", { id: "file", type: "file", accept: data.accept, onchange: read }), element("label", { for: "file", class: "button" }, data.label))
}
