// Says in words that the server does not answer: a page that only greys out says nothing.
const PATIENCE = 3000 // ms: a stream that comes back at once is no news
const lines = new WeakMap()

class Line {
  constructor(parentElement) {
    this.node = root(parentElement, "p", { class: "line", role: "alert", hidden: true })
    this.hear = ({ detail }) => (detail.is_up ? this.up() : this.down())
    addEventListener("ronda:line", this.hear)
  }

  up() {
    clearTimeout(this.waiting)
    this.waiting = null
    this.node.hidden = true
    this.node.textContent = ""
  }

  down() {
    this.waiting ??= setTimeout(() => {
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })
      this.node.textContent = this.say.replace("{time}", time)
      this.node.hidden = false
    }, PATIENCE)
  }

  end() {
    clearTimeout(this.waiting)
    removeEventListener("ronda:line", this.hear)
  }
}

export default function ({ data, parentElement }) {
  if (!lines.has(parentElement)) lines.set(parentElement, new Line(parentElement))
  lines.get(parentElement).say = data.say
  return () => { lines.get(parentElement)?.end(); lines.delete(parentElement) }
}
