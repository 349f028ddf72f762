// The basket of the shop: one press a piece, a running number, and finding a thing by its name.
(() => {
  const form = document.querySelector("[data-basket]")
  if (!form) return
  const inputs = [...form.querySelectorAll(".stepper input")]
  const told = form.querySelector("[data-basket-count]")
  const number = (input) => Math.max(0, parseInt(input.value, 10) || 0)
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

  const draw = () => {
    inputs.forEach((input) => input.closest("li").classList.toggle("chosen", number(input) > 0))
    if (told) told.textContent = inputs.reduce((sum, input) => sum + number(input), 0)
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]")
    if (!button) return
    const input = button.parentElement.querySelector("input")
    // A basket takes no more than there is; a gift and a count know no most.
    const most = Number(input.dataset.most) || Infinity
    const next = Math.min(most, Math.max(0, number(input) + Number(button.dataset.step)))
    input.value = next || (told ? "" : "0")
    draw()
  })
  form.addEventListener("input", draw)

  const find = form.querySelector("[data-basket-find]")
  const none = form.querySelector("[data-basket-none]")
  find.addEventListener("input", () => {
    const wanted = plain(find.value.trim())
    form.querySelectorAll("[data-thing]").forEach((row) => {
      row.hidden = !` ${plain(row.dataset.thing)}`.includes(` ${wanted}`)
    })
    form.querySelectorAll("[data-shelf]").forEach((shelf) => {
      shelf.hidden = !shelf.querySelector("[data-thing]:not([hidden])")
    })
    none.hidden = Boolean(form.querySelector("[data-thing]:not([hidden])"))
  })
  // The key that ends a search does not send the basket.
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault() })
  draw()
})()
