// Says in words that the server or its record does not answer: a page that only greys out says
// nothing, and Streamlit's own dialog covers the page with words for programmers.
const PATIENCE = 3000 // ms: a line that comes back at once is no news
const NARROW = 640 // CSS pixels: a phone has no room for the whole of it
const APP = "data-test-connection-state" // Streamlit's word for its own line
const THEIRS = '[data-testid="stDialog"]:not(:has([data-testid="stVerticalBlock"]))' // ours hold elements
const lines = new WeakMap()

const isConnected = () => (document.querySelector(`[${APP}]`)?.getAttribute(APP) ?? "CONNECTED") === "CONNECTED"

// Hidden before it is seen, and closed: it keeps the page from screen readers and from the keyboard.
function hideTheirs() {
  if (document.getElementById("ronda-line")) return
  const rule = `body:has([${APP}]:not([${APP}="CONNECTED"])) ${THEIRS} { display: none !important; }`
  document.head.append(element("style", { id: "ronda-line" }, rule))
}

function closeTheirs() {
  if (isConnected()) return
  for (const dialog of document.querySelectorAll(THEIRS)) dialog.querySelector("button")?.click()
}

class Line {
  constructor(parentElement) {
    this.node = root(parentElement, "p", { class: "away", role: "alert", hidden: true })
    this.lost = { stream: false, socket: !isConnected() }
    hideTheirs()
    this.hear = ({ detail }) => this.tell("stream", !detail.is_up)
    this.follow = () => { clearTimeout(this.following); this.following = setTimeout(() => this.listen(), PATIENCE) }
    addEventListener("ronda:line", this.hear)
    addEventListener("ronda:following", this.follow)
    this.watching = new MutationObserver(() => { this.tell("socket", !isConnected()); closeTheirs() })
    this.watching.observe(document.body, { childList: true }) // where dialogs are put
    const app = document.querySelector(`[${APP}]`)
    if (app) this.watching.observe(app, { attributeFilter: [APP] })
    this.follow()
  }

  // A page of which no part follows the record would not know that it is away.
  listen() {
    const isNeeded = this.address && !following.size
    if (!isNeeded) {
      this.own?.end()
      this.own = null
    } else if (this.own?.address !== this.address) {
      this.own?.end()
      this.own = new Stream(this.address, 0)
      this.own.tell = () => this.own.answered()
    }
  }

  tell(line, is_lost) {
    this.lost[line] = is_lost
    this.lost.stream || this.lost.socket ? this.down() : this.up()
  }

  up() {
    clearTimeout(this.waiting)
    this.waiting = null
    this.node.hidden = true
    this.node.textContent = ""
  }

  down() {
    this.waiting ??= setTimeout(() => {
      const time = new Date(Date.now() - PATIENCE).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
      const say = this.edge || innerWidth < NARROW ? this.short : this.say
      this.node.classList.toggle("edge", this.edge)
      this.node.textContent = say.replace("{time}", time)
      this.node.hidden = false
    }, PATIENCE)
  }

  end() {
    clearTimeout(this.waiting)
    clearTimeout(this.following)
    this.watching.disconnect()
    this.own?.end()
    removeEventListener("ronda:line", this.hear)
    removeEventListener("ronda:following", this.follow)
  }
}

export default function ({ data, parentElement }) {
  if (!lines.has(parentElement)) lines.set(parentElement, new Line(parentElement))
  Object.assign(lines.get(parentElement), data)
  return () => { lines.get(parentElement)?.end(); lines.delete(parentElement) }
}
