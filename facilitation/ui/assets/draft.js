// Keeps what is typed in the box of the page as the door does, under the same names: each finds what
// was left at the other. What was sent and never confirmed is sent again, by the door's own address,
// until it has arrived. Says how much fits before anybody sends too much.
const BEAT = 1000
const LEFT_BEHIND = 3000 // open pages write theirs every second: older drafts are nobody's now
const PATIENCE = 4000
const SETTLING = 15000 // how long a new page looks for what an old one left
const LONGEST_WAIT = 60000
const drafts = new WeakMap()
const arrived = new Set() // keys that the record has and the page has not heard of
const letters = Intl.Segmenter && new Intl.Segmenter()

class Draft {
  constructor(parentElement) {
    this.wait = PATIENCE
    try { this.kept = localStorage } catch { this.kept = {} } // a browser that keeps nothing
    this.status = element("p", { class: "note", role: "status" })
    this.over = element("p", { class: "note", role: "alert" })
    this.count = element("span", { "aria-hidden": true })
    this.limit = element("span")
    const node = root(parentElement, "div", { class: "draft" })
    node.replaceChildren(element("p", { class: "row quiet" }, this.limit, this.count), this.over, this.status)
    this.press = (event) => event.target.closest?.("[class*=st-key-send] button") && this.watch()
    this.type = (event) => event.target === this.box && this.tell()
    this.leave = () => this.give()
    this.born = Date.now()
    this.back = () => this.retry && this.send()
    document.addEventListener("click", this.press, true)
    document.addEventListener("input", this.type, true)
    addEventListener("pagehide", this.leave)
    addEventListener("online", this.back)
    this.beat = setInterval(() => {
      this.keep()
      this.follow()
      if (Date.now() - this.born < SETTLING) this.adopt()
    }, BEAT)
  }

  // The box of this very draft: another one may already stand in its place.
  get box() { return document.querySelector(`.st-key-answer-text-${CSS.escape(this.data.key)} textarea`) }
  get own() { return this.data.who }

  // The language chosen under the box; its choices bear the languages' own names.
  get language() {
    const chosen = [...document.querySelectorAll("[class*=st-key-answer-language] label")].find((one) => one.querySelector("input:checked"))?.innerText.trim()
    return this.data.languages[chosen] ?? this.data.language
  }

  take(data, ask) {
    const before = this.data
    this.data = data
    this.ask = ask
    this.limit.textContent = data.say.limit
    if (data.received) delete this.kept[this.own + data.received]
    const isSending = this.sent && new URLSearchParams(this.sent).get("key") === data.key
    if (before && (before.answers !== data.answers || (before.key !== data.key && !isSending))) this.settle()
    // Another key, and not for an answer: the server forgot this page, and its browser did not.
    if (!before) this.resume()
    else if (before.key !== data.key && before.key !== data.received) this.restore(this.own + before.key)
    this.tell()
  }

  settle() {
    clearTimeout(this.retry)
    this.retry = this.sent = null
    this.wait = PATIENCE
    this.status.textContent = ""
  }

  body() {
    const { form, key, part } = this.data
    return new URLSearchParams({ form, key, part, text: this.box.value, language: this.language }) + ""
  }

  keep(at = Date.now()) {
    if (arrived.has(this.data.key)) return this.report()
    if (!this.box) return
    const name = this.own + this.data.key
    if (this.box.value.trim()) this.kept[name] = JSON.stringify([at, Boolean(this.sent), this.body()])
    else if (!this.sent) delete this.kept[name]
  }

  // Drawn anew while an answer was on its way: it still is.
  resume() {
    const [, isSent, body] = JSON.parse(this.kept[this.own + this.data.key] ?? "[]")
    if (isSent) this.send(body)
    else this.adopt()
  }

  // This page goes: whoever comes next may have its draft at once.
  give() {
    this.keep(0)
    const name = this.own + this.data.key
    if (this.kept[name]) this.kept[name] = JSON.stringify([0, ...JSON.parse(this.kept[name]).slice(1)])
  }

  // An empty box has no reason to stay with an earlier question.
  follow() {
    const isBehind = this.data.part !== this.data.table && this.box?.value === ""
    if (isBehind && this.isBehind) this.ask({ verb: "follow", at: Date.now() })
    this.isBehind = isBehind
  }

  // A draft left behind by this person, on this page or at the door, comes back into an empty box.
  adopt() {
    if (this.box?.value) return
    for (const name of Object.keys(this.kept)) {
      if (!name.startsWith(this.own)) continue
      const [at] = JSON.parse(this.kept[name])
      if (Date.now() - at >= LEFT_BEHIND) return this.restore(name)
    }
  }

  restore(name) {
    if (!this.kept[name] || Date.now() < (this.restoreAt ?? 0)) return
    this.restoreAt = Date.now() + PATIENCE
    const [, isSent, body] = JSON.parse(this.kept[name])
    const { key, part, text, language } = Object.fromEntries(new URLSearchParams(body))
    this.ask({ verb: "restore", key, part, text, language, at: Date.now() })
    if (isSent) this.retry = setTimeout(() => this.send(body), 0)
  }

  // Send was pressed: the page's own way comes first; if it stays silent, ours follows.
  watch() {
    if (!this.box?.value.trim() || !this.over.hidden) return
    this.sent = this.body()
    this.keep()
    clearTimeout(this.retry)
    this.retry = setTimeout(() => this.send(), PATIENCE)
  }

  async send(body = this.sent) {
    clearTimeout(this.retry)
    this.sent = body
    if (!body) return
    const { key, text } = Object.fromEntries(new URLSearchParams(body))
    try {
      const reply = await fetch(`${this.data.address}/say?lang=${this.data.language}`, { method: "POST", body: new URLSearchParams(body), headers: { "X-Door": 1 }, signal: AbortSignal.timeout?.(15000) })
      if (reply.status > 499) throw this.data.say.unsaved // the server is there and cannot save
      if (this.sent !== body) return // the page itself has answered meanwhile
      this.settle()
      if (!reply.ok) return this.refuse(await reply.text())
      delete this.kept[this.own + key]
      if (this.box?.value && this.box.value !== text) return // more was written: it is an edition
      arrived.add(key)
      this.report(key)
    } catch (problem) {
      if (this.sent !== body) return
      this.status.textContent = problem === this.data.say.unsaved ? problem : this.data.say.unsent
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT)
      this.retry = setTimeout(() => this.send(), this.wait)
    }
  }

  // Once more and again, until the page has heard it: its line may be down, or the server may have
  // forgotten the page, which a run of the whole of it puts right. Not faster than it can run.
  report(key = this.data.key) {
    if (Date.now() < (this.reportAt ?? 0)) return
    this.reportAt = Date.now() + (this.hasReported ? SETTLING / 2 : PATIENCE)
    if (this.hasReported) document.dispatchEvent(new Event("ronda:unanswered"))
    else this.ask({ verb: "arrived", key, at: Date.now() })
    this.hasReported = !this.hasReported
  }

  refuse(html) {
    const said = new DOMParser().parseFromString(html, "text/html").querySelector("#said, h1 + p")
    this.status.textContent = said?.textContent.trim() ?? ""
  }

  tell() {
    const text = this.box?.value ?? ""
    const length = letters ? [...letters.segment(text)].length : [...text].length
    this.over.hidden = length <= this.data.limit
    this.over.textContent = this.over.hidden ? "" : this.data.say.over
    this.count.textContent = length.toLocaleString(this.data.language)
  }

  end() {
    this.give()
    clearInterval(this.beat)
    clearTimeout(this.retry)
    document.removeEventListener("click", this.press, true)
    document.removeEventListener("input", this.type, true)
    removeEventListener("pagehide", this.leave)
    removeEventListener("online", this.back)
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!drafts.has(parentElement)) drafts.set(parentElement, new Draft(parentElement))
  drafts.get(parentElement).take(data, (asked) => setTriggerValue("asked", asked))
  return () => {
    drafts.get(parentElement)?.end()
    drafts.delete(parentElement)
  }
}
