// A place to draw a signature on, with a finger, a pen or a mouse. What is drawn goes into the form as a picture.
(() => {
  const form = document.querySelector("[data-signature]")
  const pad = form?.querySelector("[data-pad]")
  if (!pad) return
  const field = form.elements.signature
  const pen = pad.getContext("2d")
  let drawn = false

  const place = (event) => {
    const box = pad.getBoundingClientRect()
    return [(event.clientX - box.left) * pad.width / box.width, (event.clientY - box.top) * pad.height / box.height]
  }
  const clear = () => {
    pen.fillStyle = "#fff"
    pen.fillRect(0, 0, pad.width, pad.height)
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#1c1c1c" })
    drawn = false
    field.value = ""
  }

  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    pad.setPointerCapture(event.pointerId)
    pen.beginPath()
    pen.moveTo(...place(event))
  })
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return
    pen.lineTo(...place(event))
    pen.stroke()
    drawn = true
  })
  pad.addEventListener("pointerup", () => { if (drawn) field.value = pad.toDataURL("image/png") })
  form.querySelector("[data-pad-clear]").addEventListener("click", clear)
  clear()
})()
