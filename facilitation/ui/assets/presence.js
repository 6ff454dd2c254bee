// How many were present in each minute, by group, one above the other. The minute that a pointer or
// the slider is at tells itself in numbers below; the first told is the one with most people.
const shown = new WeakMap()
const SVG = "http://www.w3.org/2000/svg"
const TICKS = 6

function drawn(name, attributes) {
  const node = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  return node
}

// A band of steps, a minute wide each, between what is below it and what it reaches.
function band(below, above) {
  const there = above.map((to, at) => `V${-to}H${at + 1}`).join("")
  const back = below.map((_, at) => below.length - 1 - at).map((at) => `V${-below[at]}H${at}`).join("")
  return `M0 ${-below[0]}${there}${back}Z`
}

export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "presence" })
  const told = JSON.stringify(data)
  if (shown.get(parentElement) === told) return
  shown.set(parentElement, told)

  const most = Math.max(...data.totals)
  const svg = drawn("svg", { viewBox: `0 ${-most} ${data.times.length} ${most}`, preserveAspectRatio: "none", role: "img", "aria-label": data.say.caption })
  let below = data.totals.map(() => 0)
  for (const column of data.columns) {
    const above = below.map((n, at) => n + column.counts[at])
    const path = drawn("path", { d: band(below, above), class: column.is_unstated ? "unstated" : "" })
    path.style.setProperty("--group", shade(node, column.colour))
    svg.append(path)
    below = above
  }
  const cursor = drawn("rect", { y: -most, height: most, width: 1, class: "cursor" })
  svg.append(cursor)

  const time = element("b")
  const everyone = element("b")
  const numbers = data.columns.map(() => element("b"))
  const slider = element("input", { type: "range", min: 0, max: data.times.length - 1, "aria-label": data.say.minute })
  const look = () => {
    const at = Number(slider.value)
    cursor.setAttribute("x", at)
    time.textContent = data.times[at]
    everyone.textContent = data.totals[at]
    for (const [place, column] of data.columns.entries()) numbers[place].textContent = column.counts[at]
    const parts = data.columns.map((column) => `${column.label.text} ${column.counts[at]}`)
    slider.setAttribute("aria-valuetext", `${data.times[at]}: ${[`${data.say.everyone} ${data.totals[at]}`, ...parts].join(", ")}`)
  }
  const point = ({ clientX, buttons, pointerType }) => {
    if (pointerType !== "mouse" && !buttons) return
    const { left, width } = svg.getBoundingClientRect()
    slider.value = Math.floor(((clientX - left) / width) * data.times.length)
    look()
  }
  svg.addEventListener("pointermove", point)
  svg.addEventListener("pointerdown", point)
  slider.addEventListener("input", look)

  const step = Math.max(1, Math.ceil(data.times.length / TICKS))
  const ticks = data.times.filter((_, at) => at % step === 0)
  const key = (column, number) => element("li", null,
    element("span", { class: column.is_unstated ? "key unstated" : "key", "aria-hidden": "true", style: { "--group": shade(node, column.colour) } }),
    words("span", column.label), number)
  node.replaceChildren(
    element("p", { class: "most quiet", "aria-hidden": "true" }, String(most)),
    element("div", { class: "plot" }, svg),
    slider,
    element("p", { class: "ticks quiet", "aria-hidden": "true", style: { "--step": `${(100 * step) / data.times.length}%` } }, ticks.map((at) => element("span", null, at))),
    element("ul", null, element("li", { class: "at" }, time, element("span", null, data.say.everyone), everyone), data.columns.map((column, place) => key(column, numbers[place]))))
  slider.value = data.totals.indexOf(most)
  look()
}
