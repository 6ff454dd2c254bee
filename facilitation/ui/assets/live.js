// Tells the page that the record moved.
const streams = new WeakMap()

function leave(stream) {
  stream.end()
  tellFollowing("delete", stream)
}

export default function ({ data, parentElement, setTriggerValue }) {
  let stream = streams.get(parentElement)
  if (stream?.address !== data.address) {
    if (stream) leave(stream)
    stream = new Stream(data.address, data.jitter)
    tellFollowing("add", stream)
    streams.set(parentElement, stream)
  }
  if (stream.drawn !== data.revision) stream.answered()
  // A roomful of phones shows the new question first, and redraws the rest when all have it.
  if (data.again && stream.drawn !== data.revision) stream.tellAgain(String(data.revision))
  stream.drawn = data.revision
  stream.seen = String(data.revision)
  stream.tell = (revision) => {
    setTriggerValue("moved", { revision, is_typing: stream.was_typing ?? isTyping() })
    stream.was_typing = undefined
  }
  return () => {
    leave(stream)
    streams.delete(parentElement)
  }
}
