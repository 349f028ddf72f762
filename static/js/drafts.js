// A form with data-draft="<address>" keeps what is typed on the server until it is sent.
(() => {
  const { OtherUser, SignedOut, send, words } = window.refuge
  const QUIET = 1500
  // Whoever types without a pause has it kept all the same: no more than these few seconds can be lost.
  const LATEST = 3000
  const LONGEST_WAIT = 60000
  const drafts = new Set()

  class Draft {
    constructor(form) {
      this.form = form
      this.address = form.dataset.draft
      this.line = form.querySelector("[data-draft-state]") || document.querySelector("[data-draft-state]")
      this.kept = this.text()
      this.wait = 2000
      // A form that may stand open twice names its draft in the address: a reload comes back to the same one.
      if (form.dataset.draftPage) history.replaceState(history.state, "", form.dataset.draftPage)
      form.addEventListener("input", () => this.later(QUIET))
      form.addEventListener("change", () => this.later(QUIET))
      form.addEventListener("focusout", () => this.save())
    }

    text() {
      const fields = new URLSearchParams()
      for (const [name, value] of new FormData(this.form)) {
        if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.append(name, value)
      }
      return fields.toString()
    }

    show(state, text = words[state]) {
      if (!this.line) return
      this.line.dataset.state = state
      this.line.textContent = text
    }

    later(delay) {
      clearTimeout(this.timer)
      this.since ??= Date.now()
      this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(delay, this.since + LATEST - Date.now())))
    }

    // keepalive: the page is going away; the browser finishes the request without it.
    async save({ keepalive = false } = {}) {
      clearTimeout(this.timer)
      const text = this.text()
      if (this.saving && !keepalive) return
      this.since = null
      if (this.sent || this.stopped || text === this.kept) return
      this.saving = true
      this.abort = new AbortController()
      if (!keepalive) this.show("saving")
      try {
        const answer = await this.deliver(text, keepalive)
        if (answer.status >= 400 && answer.status < 500) return this.refused(answer)
        if (!answer.ok) throw new TypeError(`draft: ${answer.status}`)
        this.kept = text
        this.wait = 2000
        this.show("saved", words.saved.replace("{time}", this.clock()))
      } catch (error) {
        this.failed(error)
      } finally {
        this.saving = false
      }
      if (!this.stopped && !this.retrying && this.text() !== this.kept) this.later(QUIET)
    }

    deliver(text, keepalive) {
      const type = "application/x-www-form-urlencoded;charset=UTF-8"
      const options = { method: "POST", body: text, keepalive, headers: { "Content-Type": type } }
      return send(this.address, keepalive ? options : { ...options, signal: this.abort.signal })
    }

    // The server will not keep this text, however often it is asked: too long, or not theirs any more.
    async refused(answer) {
      const problem = await answer.json().then((told) => told.problem, () => null)
      this.kept = this.text()
      this.show("refused", problem || words.failed)
    }

    failed(error) {
      if (error.name === "AbortError") return
      if (error instanceof OtherUser) {
        this.stopped = true
        return this.show("otherUser")
      }
      if (error instanceof SignedOut) {
        this.stopped = true
        this.form.addEventListener("input", () => { this.stopped = false; this.later(QUIET) }, { once: true })
        return this.show("signedOut")
      }
      this.show("offline")
      this.retrying = true
      clearTimeout(this.timer)
      this.timer = setTimeout(() => { this.retrying = false; this.save() }, this.wait)
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT)
    }

    clock() {
      return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })
    }

    // The form itself goes out: no draft may be written after it.
    close() {
      this.sent = true
      clearTimeout(this.timer)
      this.abort?.abort()
    }
  }

  const watch = (root) => root.querySelectorAll("form[data-draft]").forEach((form) => {
    if (!form.draft) drafts.add(form.draft = new Draft(form))
  })

  const leave = () => Promise.all([...drafts].map((draft) => draft.save({ keepalive: true })))

  document.addEventListener("refuge:signed-out", () => drafts.forEach((draft) => draft.show("signedOut")))
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) event.target.draft?.close()
  })
  // A form that htmx sends goes out as well; where it did not arrive, its text is kept on.
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.elt.draft?.close())
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(failure, ({ detail: { elt: { draft } } }) => {
      if (!draft) return
      draft.sent = false
      draft.later(QUIET)
    })
  }
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave() })
  window.addEventListener("pagehide", leave)
  window.addEventListener("pageshow", () => drafts.forEach((draft) => { draft.sent = false }))
  window.addEventListener("online", () => drafts.forEach((draft) => { draft.retrying = false; draft.save() }))

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-draft-discard]")
    const draft = button?.closest("form")?.draft
    if (!draft) return
    draft.close()
    const answer = await send(draft.address, { method: "DELETE" }).catch(() => null)
    if (answer?.ok) return location.reload()
    draft.sent = false
    window.refuge.say(words.unreachable)
  })

  watch(document)
  document.addEventListener("htmx:load", (event) => watch(event.target))
  window.refuge.leaveDrafts = leave
})()
