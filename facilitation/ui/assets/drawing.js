// What every component draws with. Texts are set as text, never read as markup.
function element(name, attributes, ...children) {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value)
    else if (key === "style") for (const [name, to] of Object.entries(value)) node.style.setProperty(name, to)
    else node.setAttribute(key, value === true ? "" : value)
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined))
  return node
}

// Words are {text, lang}: what people or organisers wrote, marked with its language.
function words(tag, said, attributes) {
  return element(tag, { lang: said.lang, dir: "auto", ...attributes }, said.text)
}

function root(parentElement, tag = "div", attributes = {}) {
  let node = parentElement.querySelector("[data-root]")
  if (!node) parentElement.append((node = element(tag, { "data-root": true, ...attributes })))
  return node
}

// The colour of a group for the ground it stands on.
function shade(node, colour) {
  const ground = getComputedStyle(node).getPropertyValue("--st-background-color").trim()
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(ground.slice(at, at + 2), 16))
  return 0.3 * r + 0.59 * g + 0.11 * b < 128 ? colour.dark : colour.light
}
