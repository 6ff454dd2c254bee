// Who is signed in, the sessions that opens, and the way out. Forms, so that no address holds a ticket;
// the way out is none, since it leads on to the provider, and our forms lead nowhere else.
export default function ({ data, parentElement }) {
  const node = root(parentElement, "div", { class: "accounts" })
  const form = (action, fields, inside) => element("form", { method: "post", action, target: "_self" },
    Object.entries(fields).map(([name, value]) => element("input", { type: "hidden", name, value })), inside)
  const leave = async () => {
    await fetch("/enter/out", { method: "POST" })
    location.assign("/auth/logout")
  }
  const line = (one) => element("li", null, form("/enter/account", { ticket: data.ticket, code: one.code }, [
    element("span", null, words("strong", one.title), element("small", null, one.reference)),
    element("button", { class: "main", "aria-label": `${data.say.open}: ${one.title.text}` }, data.say.open)]))
  node.replaceChildren(
    words("p", data.sentence, { role: data.ticket ? null : "alert" }),
    ...(data.sessions.length ? [element("ul", null, data.sessions.map(line))] : []),
    element("p", null, element("button", { type: "button", onclick: leave }, data.say.out)))
}
