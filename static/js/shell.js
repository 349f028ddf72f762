// Keys, discreet mode, theme, the blank screen, and the search under the top bar.
(() => {
  const root = document.documentElement
  const { say, send, token, words } = window.refuge
  const keysOn = () => !/(^|; )keys=off/.test(document.cookie)
  const typing = (target) => target.closest?.("input:not([type=radio], [type=checkbox], [type=button]), textarea, select, [contenteditable]")

  const prefer = (form, name, value) => send(form.action, {
    method: "POST",
    body: new URLSearchParams({ [name]: value }),
  }).catch(() => {})

  const setDiscreet = (on) => {
    root.toggleAttribute("data-discreet", on)
    document.querySelectorAll("[data-discreet-form]").forEach((form) => {
      form.elements.discreet.value = String(!on)
      form.querySelector("[aria-pressed]").setAttribute("aria-pressed", on)
    })
  }

  const toggleDiscreet = () => {
    const form = document.querySelector("[data-discreet-form]")
    if (!form) return
    const on = !root.hasAttribute("data-discreet")
    setDiscreet(on)
    say(on ? words.discreetOn : words.discreetOff, "info")
    prefer(form, "discreet", on)
  }

  // Everything is hidden at once, drafts are handed over, the page is emptied, and the session ends.
  const lock = async () => {
    const blank = document.getElementById("blank")
    blank.hidden = false
    document.title = "…"
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close())
    document.querySelectorAll(":popover-open").forEach((open) => open.hidePopover())
    const saved = window.refuge.leaveDrafts()
    const form = document.createElement("form")
    form.method = "post"
    form.action = "/accounts/logout/"
    const fields = { csrfmiddlewaretoken: token(), next: `/accounts/login/?next=${encodeURIComponent(location.pathname)}` }
    for (const [name, value] of Object.entries(fields)) {
      const input = Object.assign(document.createElement("input"), { type: "hidden", name, value })
      form.append(input)
    }
    document.body.replaceChildren(blank, form)
    await Promise.race([saved, new Promise((resolve) => setTimeout(resolve, 1500))])
    form.submit()
  }

  const open = (id) => document.getElementById(id)?.showModal()

  const keys = {
    "/": () => (document.getElementById("page-search") || document.getElementById("top-search"))?.focus(),
    n: () => document.querySelector("[data-key=n]")?.click(),
    d: toggleDiscreet,
    x: lock,
    "?": () => open("keys-dialog"),
  }

  let escaped = 0
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return
    if (event.key === "Escape") {
      if (event.timeStamp - escaped < 600 && !event.repeat) return lock()
      escaped = event.timeStamp
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.form
      if (form) { event.preventDefault(); form.requestSubmit() }
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysOn()) return
    const act = keys[event.key]
    if (act) { event.preventDefault(); act() }
  })

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]")
    if (opener) open(opener.dataset.open)
    if (event.target.closest("[data-lock]")) lock()
  })

  document.addEventListener("submit", (event) => {
    const form = event.target
    if (form.matches("[data-discreet-form]")) {
      event.preventDefault()
      toggleDiscreet()
    }
    if (form.matches("[data-theme-form]") && event.submitter) {
      event.preventDefault()
      root.dataset.theme = event.submitter.value
      form.querySelectorAll("[name=theme]").forEach((button) => button.setAttribute("aria-pressed", button === event.submitter))
      prefer(form, "theme", event.submitter.value)
    }
  }, true)

  const single = document.getElementById("keys-on")
  if (single) {
    single.checked = keysOn()
    single.addEventListener("change", () => {
      document.cookie = `keys=${single.checked ? "on" : "off"}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`
    })
  }

  // Arrow keys walk through the hits under the search field; Escape leaves them.
  document.querySelector(".top .search")?.addEventListener("keydown", (event) => {
    const hits = document.getElementById("search-hits")
    if (event.key === "Escape") return hits.replaceChildren()
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const stops = [document.getElementById("top-search"), ...hits.querySelectorAll("a")]
    event.preventDefault()
    stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus()
  })
  // Held answers must not show names after the page was left and come back to.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload() })
})()
