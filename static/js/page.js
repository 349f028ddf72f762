// What every page needs, log-in and error pages too.
(() => {
  // The server's messages are in the person's language; the browser's own are not.
  const ownMessages = (root) => root.querySelectorAll("form[method=post]").forEach((form) => { form.noValidate = true })
  const takeFocus = (root) => root.querySelector("[data-focus]")?.focus()

  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest(".message")?.remove()
    if (event.target.closest("[data-print]")) window.print()
    const copy = event.target.closest("[data-copy]")
    if (copy) navigator.clipboard?.writeText(document.querySelector(copy.dataset.copy).textContent)
  })

  // One box for all boxes of its form.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-check-all]")) return
    event.target.form.querySelectorAll("input[type=checkbox][name]").forEach((box) => { box.checked = event.target.checked })
  })

  // A page that answers a form, with what is to be mended, stays an answer as long as it stands: a reload sends the form
  // again, and what was typed is back. Once it is left, the way back leads to the empty form and asks nothing.
  const leaveAnswer = () => {
    if (document.body.hasAttribute("data-answer")) history.replaceState(history.state, "", location.href)
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href]") && !event.defaultPrevented) leaveAnswer()
  })

  // A double click sends a form once.
  document.addEventListener("submit", (event) => {
    const form = event.target
    if (event.defaultPrevented) return
    leaveAnswer()
    if (form.method !== "post") return
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = "yes"
    setTimeout(() => { delete form.dataset.sent }, 3000)
  })

  // A table wider than its place is scrolled by keyboard too.
  const watchWidth = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
    else target.removeAttribute("tabindex")
  }))
  const reachTables = (root) => root.querySelectorAll(".table-wrap").forEach((wrap) => watchWidth.observe(wrap))

  ownMessages(document)
  takeFocus(document)
  reachTables(document)
  document.addEventListener("htmx:afterSettle", (event) => {
    ownMessages(document)
    takeFocus(event.target)
    reachTables(document)
  })
})()
