// Has the browser keep who somebody is: a page here cannot set a cookie, the door can. Where the
// browser keeps none, the page is told, so that it carries the token in its address.
const asked = new Set()

export default async function ({ data, setTriggerValue }) {
  if (!data.token || asked.has(data.token)) return
  asked.add(data.token)
  try {
    await fetch(`/j/${data.code}?p=${encodeURIComponent(data.token)}`)
    const known = await fetch(`/j/${data.code}/stage`)
    if (known.status !== 200) setTriggerValue("asked", { is_lost: true })
  } catch {
    asked.delete(data.token) // no connection: at the next drawing
  }
}
