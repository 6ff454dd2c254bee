// While this is drawn, the browser asks before it lets the page go: something would be lost with it.
const ask = (event) => event.preventDefault()

export default function () {
  window.addEventListener("beforeunload", ask)
  return () => window.removeEventListener("beforeunload", ask)
}
