// Files that somebody chooses here, of any kind, handed over as base64 within a limit.
export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement)
  const encoded = (file) => new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done({ name: file.name, content: String(reader.result).split(",")[1] ?? "" })
    reader.readAsDataURL(file.slice(0, data.limit + 1))
  })
  const read = async ({ target }) => {
    const files = await Promise.all([...target.files].slice(0, data.most).map(encoded))
    target.value = ""
    if (files.length) setTriggerValue("asked", { files, at: Date.now() })
  }
  const input = element("input", { id: "files", type: "file", multiple: true, accept: data.accept, onchange: read, "aria-describedby": "files-means" })
  node.replaceChildren(element("label", { for: "files" }, data.label), input, element("p", { id: "files-means", class: "quiet" }, data.means))
}
