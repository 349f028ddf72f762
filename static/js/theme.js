// Runs before the first paint: the device's light or dark where the person chose neither.
(() => {
  const root = document.documentElement
  const dark = matchMedia("(prefers-color-scheme: dark)")
  const paint = () => {
    const wanted = root.dataset.theme
    root.dataset.bsTheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted
  }
  root.classList.add("js")
  if (window.parent !== window) root.classList.add("framed")
  paint()
  dark.addEventListener("change", paint)
  // Paper is light.
  window.addEventListener("beforeprint", () => { root.dataset.bsTheme = "light" })
  window.addEventListener("afterprint", paint)
  new MutationObserver(paint).observe(root, { attributeFilter: ["data-theme"] })
})()
