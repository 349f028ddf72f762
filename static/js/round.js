// The presence round without a network: marks are kept on the phone, codes of spaces alone, until the server has them.
(() => {
  const { OtherUser, SignedOut, send } = window.refuge
  const told = document.querySelector("[data-round]")?.dataset
  if (!told) return
  const state = document.querySelector("[data-round-state]")
  const place = `round:${document.body.dataset.user}`
  const FORGOTTEN = 15 * 24 * 3600 * 1000
  const LONGEST_WAIT = 30000
  let wait = 2000, timer, sending = false

  // [{space, night, presence, at}]: one for each space and night, the last one pressed.
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(place) || "[]")
      return kept.filter((mark) => Date.now() - Date.parse(mark.at) < FORGOTTEN)
    } catch {
      return []
    }
  }

  const write = (marks) => {
    if (marks.length) localStorage.setItem(place, JSON.stringify(marks))
    else localStorage.removeItem(place)
  }

  const keep = (mark) => write([...read().filter((each) => each.space !== mark.space || each.night !== mark.night), mark])
  const forget = (sent) => {
    const stamps = new Set(sent.map((mark) => `${mark.space} ${mark.night} ${mark.at}`))
    write(read().filter((mark) => !stamps.has(`${mark.space} ${mark.night} ${mark.at}`)))
  }

  const form = (space) => [...document.querySelectorAll("form.marks")].find((each) => each.dataset.space === space)
  const say = (text, kind = "offline") => {
    state.textContent = text
    state.dataset.state = text ? kind : ""
  }

  // What counts is pressed; one's own word, pressed again, is taken back.
  const draw = (space, { presence, own, told: words, differs }) => {
    const marks = form(space)
    if (!marks) return
    marks.dataset.own = own
    marks.querySelectorAll("button").forEach((button) => {
      const pressed = button.dataset.presence === presence
      button.setAttribute("aria-pressed", pressed)
      button.value = pressed && presence === own ? "" : button.dataset.presence
      if (presence) button.classList.remove("proposed")
    })
    const line = marks.closest("li")?.querySelector("[data-told]")
    if (!line) return
    line.textContent = words
    line.classList.toggle("text-soon", Boolean(differs))
  }

  const drawKept = () => read().filter((mark) => mark.night === told.night).forEach(({ space, presence }) =>
    draw(space, { presence, own: presence, told: told.kept }))

  const settle = (answer, sent) => {
    forget(sent)
    const waiting = new Set(read().filter((mark) => mark.night === told.night).map((mark) => mark.space))
    Object.entries(answer.rows).forEach(([space, row]) => { if (!waiting.has(space)) draw(space, row) })
    const count = document.querySelector("[data-round-count]")
    if (count) count.textContent = answer.count
    say(answer.refused.map((each) => each.problem).join(" "))
  }

  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(flush, wait)
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }

  const failed = (error) => {
    if (error instanceof OtherUser) return say(told.otherUser)
    if (error instanceof SignedOut) return say(told.signedOut)
    say(navigator.onLine && error.name !== "TypeError" ? told.failed : told.offline)
    again()
  }

  const flush = async () => {
    clearTimeout(timer)
    const marks = read()
    if (sending || !marks.length) return
    sending = true
    try {
      const answer = await send(told.round, {
        method: "POST",
        body: JSON.stringify({ marks }),
        headers: { "Content-Type": "application/json" },
        signal: AbortSignal.timeout(15000),
      })
      if (!answer.ok) throw new Error(`marks: ${answer.status}`)
      settle(await answer.json(), marks)
      wait = 2000
    } catch (error) {
      return failed(error)
    } finally {
      sending = false
    }
    flush()
  }

  document.addEventListener("submit", (event) => {
    const marks = event.target.closest("form.marks")
    if (!marks) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const { space } = marks.dataset, presence = event.submitter.value
    keep({ space, night: told.night, presence, at: new Date().toISOString() })
    draw(space, { presence, own: presence, told: told.kept })
    flush()
  }, true)

  window.addEventListener("online", () => { wait = 2000; flush() })
  window.addEventListener("pageshow", () => { drawKept(); flush() })
})()
