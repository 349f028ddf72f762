// The end of a log-in inside a dialog: hand the page round it the new token, then wait to be closed.
(() => {
  const back = JSON.parse(document.getElementById("back").textContent)
  if (window.parent !== window) window.parent.postMessage({ kind: "signed-in", ...back }, location.origin)
})()
