// What is done from the board is done in its dialog, and the board is drawn anew where it stands: the same days, the
// same scroll, the same bar in focus. Without this file every way leads to a plain page.
(() => {
  const now = document.getElementById("board-now")
  const menu = document.getElementById("board-menu")
  if (!now || !menu) return
  const { say } = window.refuge
  // What was typed and neither sent nor thrown away, by the address of its form.
  const kept = new Map()
  let opener = null, address = "", untouched = ""

  const form = () => menu.querySelector(".form-columns form[hx-post]")
  const text = () => {
    const fields = new FormData(form())
    fields.delete("csrfmiddlewaretoken")
    return new URLSearchParams(fields).toString()
  }
  const isTyped = () => form() && (menu.querySelector(".error-summary") || text() !== untouched)

  const focusFirst = () => {
    if (menu.contains(document.activeElement) && document.activeElement !== menu) return
    const first = menu.querySelector("[data-focus]") ||
      menu.querySelector(".form-columns :is(input, select, textarea):not([type=hidden]), .menu-item, button")
    first?.focus()
  }

  // Idempotent: htmx settles each part of an answer by itself.
  const shown = () => {
    if (!menu.childElementCount) return
    if (!menu.open) menu.showModal()
    focusFirst()
  }

  const keep = () => {
    if (address && isTyped()) {
      kept.set(address, { nodes: [...menu.childNodes], untouched })
      menu.replaceChildren()
      return true
    }
    return false
  }

  const open = async (link, url) => {
    if (!menu.contains(link)) opener = link
    keep()
    menu.replaceChildren()
    address = url
    if (kept.has(url)) {
      ({ untouched } = kept.get(url))
      menu.append(...kept.get(url).nodes)
      kept.delete(url)
      return shown()
    }
    await window.htmx.ajax("GET", url, { target: menu })
    if (form()) untouched = text()
  }

  const throwAway = () => {
    menu.replaceChildren()
    menu.close()
  }

  menu.addEventListener("close", () => {
    if (keep()) say(menu.dataset.kept, "info")
    menu.replaceChildren()
    address = ""
  })
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target === menu) shown() })

  // A press beside the dialog closes it; one that began inside, in a text for instance, does not.
  let pressed = null
  menu.addEventListener("pointerdown", (event) => { pressed = event.target })
  menu.addEventListener("click", (event) => {
    if (event.target === menu && pressed === menu) menu.close()
    if (event.target.closest("[data-cancel]")) throwAway()
    // From the summary to the field, without a step in the browser's history.
    const line = event.target.closest(".error-summary a[href^='#']")
    if (!line) return
    event.preventDefault()
    document.getElementById(line.hash.slice(1))?.focus()
  })

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-menu], a[data-in-dialog]")
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(link, link.dataset.menu || link.getAttribute("href"))
  })

  // The way back that a message offers is gone here, too.
  document.addEventListener("submit", (event) => {
    const back = event.target.closest(".messages form")
    if (!back || event.defaultPrevented) return
    event.preventDefault()
    window.htmx.ajax("POST", back.getAttribute("action"), { source: back, target: menu })
  })

  // Where the focus was: in which space's row, and from which day. What is new there begins on the same day.
  const corner = (element) => {
    const { left, top } = element.getBoundingClientRect()
    return [left, top]
  }
  const waysOf = (space) => [...now.querySelectorAll(`[data-space="${CSS.escape(space)}"] :is(a[data-menu], a[data-in-dialog])`)]
    .filter((way) => way.getClientRects().length)
  const place = () => {
    if (!now.contains(opener)) return { scroll: scrollY }
    const { space } = opener.closest("[data-space]").dataset
    return { space, at: corner(opener), number: waysOf(space).indexOf(opener) }
  }
  // The row stands where it stood on the screen, whatever is said above it now.
  const returnTo = ({ space, at, number, scroll }) => {
    if (!space) return scrollTo({ top: scroll, behavior: "instant" })
    const far = (way) => Math.hypot(...corner(way).map((value, axis) => value - at[axis]))
    const ways = waysOf(space)
    const same = ways[Math.min(number, ways.length - 1)]
    if (same) scrollBy({ top: corner(same)[1] - at[1], behavior: "instant" })
    opener = ways.sort((one, two) => far(one) - far(two))[0] || now
    opener.focus({ preventScroll: true })
  }

  // The parts that were scrolled to are asked for at once.
  const parts = (first) => {
    const next = [...now.querySelectorAll("tbody[hx-get]")].find((part) => part.getClientRects().length)
    const number = next && new URL(next.getAttribute("hx-get"), location.href).searchParams.get("part")
    return `${first}-${number ? number - 1 : 999}`
  }

  const drawAnew = async () => {
    const before = place(), address = new URL(location.href), query = address.searchParams
    if (!now.querySelector(".board")?.getClientRects().length) query.set("as", "table")
    if (query.get("part") !== "all") query.set("part", parts(query.get("part") || 1))
    await window.htmx.ajax("GET", address.pathname + address.search, { target: now })
    returnTo(before)
  }

  document.addEventListener("board-changed", () => {
    kept.delete(address)
    throwAway()
    drawAnew()
  })

  window.refuge.openFromBoard = open
})()
