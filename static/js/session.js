// An expired session loses no word: the page stays, log-in opens in a dialog, and what was to be sent is sent after.
window.refuge = (() => {
  const body = document.body
  const dialog = document.getElementById("sign-in-dialog")
  const frame = dialog?.querySelector("iframe")
  const words = JSON.parse(document.getElementById("words")?.textContent || "{}")
  let waiting = null

  class OtherUser extends Error {}
  class SignedOut extends Error {}

  const token = () => JSON.parse(body.getAttribute("hx-headers") || "{}")["X-CSRFToken"]

  const useToken = (fresh) => {
    body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }))
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = fresh })
  }

  // Words about what just happened, read out by screen readers.
  const say = (text, level = "error") => {
    const message = document.createElement("div")
    message.className = `message ${level}`
    const line = document.createElement("p")
    line.textContent = text
    const close = document.createElement("button")
    close.type = "button"
    close.className = "btn-close"
    close.dataset.dismiss = ""
    close.setAttribute("aria-label", words.close)
    message.append(line, close)
    document.querySelector(".messages")?.replaceChildren(message)
  }

  // Settles when the dialog ends: resolved if the same person is back, else rejected.
  const signIn = () => {
    if (waiting) return waiting
    waiting = new Promise((resolve, reject) => {
      const end = (settle, value) => {
        window.removeEventListener("message", heard)
        dialog.removeEventListener("close", closed)
        dialog.close()
        frame.removeAttribute("src")
        waiting = null
        settle(value)
      }
      const closed = () => end(reject, new SignedOut())
      const heard = (event) => {
        if (event.origin !== location.origin || event.source !== frame.contentWindow) return
        if (event.data?.kind !== "signed-in") return
        if (event.data.user !== body.dataset.user) {
          say(words.otherUser)
          return end(reject, new OtherUser())
        }
        useToken(event.data.token)
        end(resolve)
      }
      window.addEventListener("message", heard)
      dialog.addEventListener("close", closed)
      document.dispatchEvent(new Event("refuge:signed-out"))
      frame.src = frame.dataset.src
      dialog.showModal()
    })
    return waiting
  }

  const request = (url, options) => fetch(url, {
    ...options,
    credentials: "same-origin",
    redirect: "manual",
    headers: { "X-Requested-With": "fetch", "X-CSRFToken": token(), ...options.headers },
  })

  // The same person still here? Throws OtherUser, SignedOut, or what fetch throws without a network.
  const ensure = async () => {
    const answer = await request("/session/", { signal: AbortSignal.timeout(8000) })
    if (answer.status === 401) return signIn()
    if (!answer.ok) throw new TypeError(`session: ${answer.status}`)
    const told = await answer.json()
    if (told.user !== body.dataset.user) {
      say(words.otherUser)
      throw new OtherUser()
    }
    useToken(told.token)
  }

  // 401: the session has ended. 403: the token is old, after a log-in in another tab.
  const isOld = (status) => status === 401 || status === 403

  // Send; if the session or the token is old, see to it and send once more.
  const send = async (url, options = {}) => {
    const answer = await request(url, options)
    if (!isOld(answer.status)) return answer
    await ensure()
    return request(url, options)
  }

  const holdsText = (form) => form.method === "post" && !form.closest("[hx-post], dialog[id=sign-in-dialog]") &&
    form.querySelector("input:not([type=hidden]), textarea, select")

  document.addEventListener("submit", async (event) => {
    const form = event.target
    if (!body.dataset.user || !holdsText(form)) return
    if (form.dataset.checked) {
      delete form.dataset.checked
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
    if (form.dataset.checking) return
    form.dataset.checking = "yes"
    try {
      await ensure()
      form.dataset.checked = "yes"
      form.requestSubmit(event.submitter)
    } catch (error) {
      if (!(error instanceof OtherUser || error instanceof SignedOut)) say(words.unreachable)
    } finally {
      delete form.dataset.checking
    }
  }, true)

  document.addEventListener("htmx:responseError", async (event) => {
    const { xhr, requestConfig, target } = event.detail
    if (!isOld(xhr.status)) return say(words.failed)
    try {
      await ensure()
    } catch {
      return
    }
    window.htmx.ajax(requestConfig.verb, requestConfig.path, { source: requestConfig.elt, target })
  })
  document.addEventListener("htmx:sendError", () => say(words.unreachable))

  return { OtherUser, SignedOut, ensure, say, send, signIn, token, words }
})()
