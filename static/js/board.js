// The drawing by keyboard and mouse. Without this file each bar is a plain link.
(() => {
  const now = document.getElementById("board-now")
  if (!now) return

  // One bar is in the order of Tab; arrow keys go to the others.
  const barsOf = (row) => [...row.querySelectorAll("svg a")]
  const rows = () => [...now.querySelectorAll(".board tbody tr")].filter((row) => barsOf(row).length)
  const bars = () => [...now.querySelectorAll(".board svg a")]
  const stopAt = (bar) => bars().forEach((each) => each.setAttribute("tabindex", each === bar ? "0" : "-1"))
  const stopSomewhere = () => stopAt(bars().find((bar) => bar.getAttribute("tabindex") === "0") || bars()[0])

  const middle = (bar) => {
    const { left, right } = bar.getBoundingClientRect()
    return (left + right) / 2
  }
  const nearest = (row, bar) => barsOf(row).reduce((best, each) =>
    Math.abs(middle(each) - middle(bar)) < Math.abs(middle(best) - middle(bar)) ? each : best)

  const goals = {
    ArrowLeft: (bar, own) => own[own.indexOf(bar) - 1],
    ArrowRight: (bar, own) => own[own.indexOf(bar) + 1],
    Home: (bar, own) => own[0],
    End: (bar, own) => own[own.length - 1],
    ArrowUp: (bar, own, all, number) => number > 0 && nearest(all[number - 1], bar),
    ArrowDown: (bar, own, all, number) => number < all.length - 1 && nearest(all[number + 1], bar),
  }

  now.addEventListener("keydown", (event) => {
    const bar = event.target.closest("svg a")
    if (!bar || !goals[event.key] || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const all = rows(), row = bar.closest("tr")
    const goal = goals[event.key](bar, barsOf(row), all, all.indexOf(row))
    if (goal) goal.focus()
  })
  now.addEventListener("focusin", (event) => {
    const bar = event.target.closest("svg a")
    if (bar) stopAt(bar)
  })

  // A press on a free stretch gives the space from the day under the pointer; by keyboard, from its first day.
  const dayUnder = (event, row) => {
    const { start, days } = row.closest(".board").dataset
    const { left, width } = row.getBoundingClientRect()
    const day = new Date(`${start}T12:00:00Z`)
    day.setUTCDate(day.getUTCDate() + Math.floor((event.clientX - left) / width * days))
    return day.toISOString().slice(0, 10)
  }

  now.addEventListener("click", (event) => {
    const bar = event.target.closest(".stretch.free a")
    if (!bar || !event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const [path, query] = bar.getAttribute("href").split("?"), asked = new URLSearchParams(query)
    const day = dayUnder(event, bar.closest("td > svg"))
    if (day > asked.get("from")) asked.set("from", day)
    window.refuge.openFromBoard(bar, `${path}?${asked}`)
  })

  stopSomewhere()
  document.addEventListener("htmx:afterSettle", stopSomewhere)
})()
