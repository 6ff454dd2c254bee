// Runs the whole page again when nothing answers for one of its fragments (live.js).
let again
function reviving(setTriggerValue) {
  document.removeEventListener("ronda:unanswered", again)
  again = () => setTriggerValue("asked", { at: Date.now() })
  document.addEventListener("ronda:unanswered", again)
}
