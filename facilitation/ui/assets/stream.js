// One event stream, closed while nobody looks at the tab.
const FIRST_WAIT = 2000
// Between two tries, for a screen of its own, and for one of a roomful of phones.
const LONGEST_WAIT = 6000
const LONGEST_WAIT_OF_MANY = 10000
const ANSWER_WAIT = 4000
const AGAIN = 1500
const LONG_AWAY = 60000 // after so long out of sight the server may have forgotten the page

// Words that somebody is typing are not ours to move: the page must know that they were there when
// the question changed.
function isTyping() {
  return [...document.querySelectorAll("textarea")].some((box) => box.value.trim())
}

// For whoever says in words that the line is lost (line.js).
function tellLine(is_up) {
  dispatchEvent(new CustomEvent("ronda:line", { detail: { is_up } }))
}

// The streams that parts of this page follow. With none, line.js opens one to know of the line.
const following = (globalThis.rondaFollowing ??= new Set())

function tellFollowing(change, stream) {
  following[change](stream)
  dispatchEvent(new Event("ronda:following"))
}

class Stream {
  constructor(address, jitter) {
    this.address = address
    this.jitter = jitter
    this.wait = FIRST_WAIT
    this.look = () => (document.hidden ? this.rest() : this.open())
    document.addEventListener("visibilitychange", this.look)
    this.look()
  }

  open() {
    if (this.source) return
    this.source = new EventSource(this.address)
    this.source.onopen = () => {
      tellLine(true)
      if (this.was_lost || Date.now() - (this.rested_at ?? Infinity) > LONG_AWAY) this.revive()
      this.rested_at = undefined
    }
    this.source.onmessage = ({ data }) => {
      this.wait = FIRST_WAIT
      if (isNaN(data)) this.tellQuestion(JSON.parse(data))
      else if (data !== this.seen) this.tellSoon(data)
    }
    // The browser comes back by itself after a lost line, and gives up on a refusal.
    this.source.onerror = () => {
      tellLine(false)
      this.was_lost = true
      if (this.source?.readyState !== EventSource.CLOSED) return
      this.pause()
      this.again = setTimeout(this.look, this.wait * (0.75 + Math.random() / 2))
      this.wait = Math.min(this.wait * 2, this.jitter ? LONGEST_WAIT_OF_MANY : LONGEST_WAIT)
    }
  }

  // For whoever draws it (question.js).
  tellQuestion(lines) {
    this.was_typing = isTyping()
    dispatchEvent(new CustomEvent("ronda:question", { detail: lines }))
  }

  tellSoon(revision) {
    this.seen = revision
    clearTimeout(this.telling)
    this.telling = setTimeout(() => {
      this.tell(revision)
      // A server that was started again knows nothing of this page's fragments and stays silent:
      // then the whole page asks (revive.js).
      if (this.was_lost) this.unanswered = setTimeout(() => this.wake(), ANSWER_WAIT)
    }, Math.random() * this.jitter)
  }

  tellAgain(revision) {
    clearTimeout(this.telling)
    this.telling = setTimeout(() => this.tell(revision), AGAIN + Math.random() * AGAIN)
  }

  answered() {
    clearTimeout(this.unanswered)
    this.was_lost = false
  }

  // Whoever presses something first should not be the one to find out. Twice: the page's own line
  // may take longer to come back than this one.
  revive() {
    for (const times of [1, 5]) setTimeout(() => this.wake(), times * ANSWER_WAIT + Math.random() * this.jitter)
  }

  // Not while the line is lost once more: a run that fails takes away what the page still shows.
  wake() {
    if (this.source?.readyState === EventSource.OPEN) document.dispatchEvent(new Event("ronda:unanswered"))
  }

  rest() {
    this.rested_at ??= Date.now()
    this.pause()
  }

  pause() {
    clearTimeout(this.again)
    this.source?.close()
    this.source = null
  }

  end() {
    clearTimeout(this.telling)
    clearTimeout(this.unanswered)
    document.removeEventListener("visibilitychange", this.look)
    this.pause()
  }
}
