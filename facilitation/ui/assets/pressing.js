// Keys that act on the page: never while somebody types or chooses, and only while they are on.
const KEYS_OFF = "ronda.keys_off"

function keysAreOn() {
  try { return localStorage.getItem(KEYS_OFF) === null } catch { return true }
}

function switchKeys(on) {
  try { on ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "yes") } catch { /* not kept, then */ }
}

// The key of an event, in lower case; null where it is not ours.
function keyPressed(event) {
  const at = event.composedPath()[0]
  const types = at instanceof Element && (at.matches("input, textarea, select, [role=combobox], [role=option]") || at.isContentEditable)
  if (types || event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return null
  if (event.key !== "?" && !keysAreOn()) return null
  return event.key.length === 1 ? event.key.toLowerCase() : event.key
}
