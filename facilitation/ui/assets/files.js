// Files that somebody chooses here, of any kind, handed over as base64 within a limit.
export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement)
  const said = element("p", { class: "said", role: "status" })
  const encoded = (file) => new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done({ name: file.name, content: String(reader.result).split(",")[1] ?? "" })
    reader.readAsDataURL(file)
  })
  const read = async ({ target }) => {
    const chosen = [...target.files].slice(0, data.most)
    target.value = ""
    const larger = chosen.find((file) => file.size > data.limit)
    if (larger) return said.replaceChildren(data.says.larger.replace("{file}", () => larger.name))
    if (!chosen.length) return
    said.replaceChildren(data.says.reading) // gone with what comes of it: the page draws this anew
    setTriggerValue("asked", { files: await Promise.all(chosen.map(encoded)), at: Date.now() })
  }
  const input = element("input", { id: "files", type: "file", multiple: true, accept: data.accept, onchange: read, "aria-describedby": "files-means" })
  node.replaceChildren(input, element("label", { for: "files", class: "button" }, data.says.label), said, element("p", { id: "files-means", class: "quiet" }, data.says.means))
}
