// Has the page run again once the record answers. Until then it asks for no more than that: a run
// that fails would say so once more, to whoever listens.
const EVERY = 5000
const BLIND = 6 // one in so many tries does without: what is asked may be shut to the outside
const asking = new WeakMap()

async function answers() {
  try {
    const told = await (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout?.(15000) })).json()
    return told.sessions !== undefined // a record that only takes no writes can be shown
  } catch {
    return false
  }
}

export default function ({ parentElement, setTriggerValue }) {
  let tries = 0
  const soon = () => asking.set(parentElement, setTimeout(ask, EVERY * (0.75 + Math.random() / 2)))
  const ask = async () => {
    if (!document.hidden && ((await answers()) || ++tries % BLIND === 0)) {
      document.dispatchEvent(new Event("ronda:unanswered")) // the whole page, where it is there
      setTriggerValue("asked", { at: Date.now() })
    }
    if (asking.has(parentElement)) soon()
  }
  if (!asking.has(parentElement)) soon()
  return () => { clearTimeout(asking.get(parentElement)); asking.delete(parentElement) }
}
