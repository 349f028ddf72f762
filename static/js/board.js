// The board by keyboard and mouse. Without this file each bar is a plain link.
(() => {
  const board = document.querySelector(".board")
  const menu = document.getElementById("board-menu")
  if (!board) return

  // One bar is in the order of Tab; arrow keys go to the others.
  const barsOf = (row) => [...row.querySelectorAll("svg a")]
  const rows = () => [...board.querySelectorAll("tbody tr")].filter((row) => barsOf(row).length)
  const bars = () => barsOf(board)
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

  board.addEventListener("keydown", (event) => {
    const bar = event.target.closest("svg a")
    if (!bar || !goals[event.key] || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const all = rows(), row = bar.closest("tr")
    const goal = goals[event.key](bar, barsOf(row), all, all.indexOf(row))
    if (goal) goal.focus()
  })
  board.addEventListener("focusin", (event) => {
    const bar = event.target.closest("svg a")
    if (bar) stopAt(bar)
  })

  // A press on a free stretch gives the space from the day under the pointer; by keyboard, from its first day.
  const dayUnder = (event, row) => {
    const { left, width } = row.getBoundingClientRect()
    const day = new Date(`${board.dataset.start}T12:00:00Z`)
    day.setUTCDate(day.getUTCDate() + Math.floor((event.clientX - left) / width * board.dataset.days))
    return day.toISOString().slice(0, 10)
  }

  board.addEventListener("click", (event) => {
    const bar = event.target.closest("svg a")
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (bar.dataset.menu) {
      event.preventDefault()
      openMenu(bar)
    } else if (event.detail && bar.parentNode.matches(".free")) {
      event.preventDefault()
      const address = new URL(bar.getAttribute("href"), location.href)
      const day = dayUnder(event, bar.closest("td > svg"))
      if (day > address.searchParams.get("from")) address.searchParams.set("from", day)
      location.assign(address)
    }
  })

  const openMenu = async (bar) => {
    menu.replaceChildren()
    await window.htmx.ajax("GET", bar.dataset.menu, { target: menu })
    if (menu.childElementCount) menu.showModal()
  }
  menu.addEventListener("click", (event) => { if (event.target === menu) menu.close() })

  stopSomewhere()
  document.addEventListener("htmx:afterSettle", stopSomewhere)
})()
