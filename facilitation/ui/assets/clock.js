// Time for this part and for the whole, counted here: the server says once where they stand.
const clocks = new WeakMap()

function time(seconds) {
  const two = (n) => String(n).padStart(2, "0")
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

function dial(span, gone) {
  const over = gone > span.planned
  const share = span.planned ? Math.min(1, gone / span.planned) : 0
  const left = over ? span.over.replace("{time}", time(gone - span.planned)) : span.left.replace("{time}", time(span.planned - gone))
  return element("div", { class: over ? "dial over" : "dial", role: "timer" },
    element("p", { class: "quiet" }, span.label),
    element("p", { class: "time" }, time(gone), element("span", { class: "of" }, ` / ${time(span.planned)}`)),
    element("div", { class: "track" }, element("div", { class: "gone", style: { width: `${share * 100}%` } })),
    element("p", { class: "quiet" }, left))
}

export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "clock" })
  const began = performance.now()
  const draw = () => {
    const since = data.is_running ? Math.floor((performance.now() - began) / 1000) : 0
    node.replaceChildren(...data.spans.map((span) => dial(span, span.elapsed + since)))
  }
  clearInterval(clocks.get(parentElement))
  draw()
  clocks.set(parentElement, setInterval(draw, 1000))
  return () => clearInterval(clocks.get(parentElement))
}
