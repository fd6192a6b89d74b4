// Tells the driver in plain words when the app cannot start: an old browser, or a file that did
// not arrive. A classic script in old syntax, so that old browsers run it too.
(function () {
  "use strict";
  var shell = document.getElementById("shell");
  var loading = document.getElementById("loading");
  var reload = document.getElementById("reload");

  function say(zh, en) {
    if (!loading || !document.getElementById("shell")) return;
    loading.setAttribute("role", "alert");
    loading.setAttribute("data-testid", "start-failed");
    loading.textContent = zh + " " + en + " ";
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "重新载入 · Reload";
    button.addEventListener("click", again);
    loading.appendChild(button);
  }

  function isStarting() {
    return shell && document.getElementById("shell");
  }

  // The link alone would only jump to the address with its fragment, which is no reload. And what the
  // browser keeps of the app may be what does not start: the version that waits takes over, or all of
  // it goes and comes again. But it stays while the site does not answer: then it is all there is.
  function again(event) {
    event.preventDefault();
    var workers = navigator.serviceWorker;
    if (!workers || !navigator.onLine) {
      location.reload();
      return;
    }
    function load() {
      location.reload();
    }
    workers.getRegistration().then(function (registration) {
      if (registration && registration.waiting) {
        workers.addEventListener("controllerchange", load);
        registration.waiting.postMessage("take-over");
        return new Promise(function (resolve) { setTimeout(resolve, 3000); });
      }
      return fetch("sw.js", { cache: "no-store" }).then(function (answer) {
        if (!answer.ok) throw new Error("the site does not answer");
        return caches.keys();
      }).then(function (names) {
        return Promise.all(names.map(function (name) {
          return name.indexOf("yilu-app-") === 0 ? caches.delete(name) : null;
        }));
      }).then(function () { return registration && registration.unregister(); });
    }).then(load, load);
  }

  if (reload) reload.addEventListener("click", again);

  if (typeof WebAssembly !== "object" || !("noModule" in HTMLScriptElement.prototype)) {
    say("这个浏览器太旧，请换用新版浏览器。", "This browser is too old. Please use a newer one.");
    return;
  }

  function failed() {
    if (isStarting()) {
      say("没能启动，请刷新再试；如仍不行，请换用新版浏览器。",
        "The app did not start. Reload, or try a newer browser.");
    }
  }
  // Nobody may be there to touch a board that failed.
  if (/[?&]kiosk=/.test(location.search)) {
    setInterval(function () {
      var crash = document.getElementById("crash");
      if ((crash && !crash.hidden) || (loading && loading.getAttribute("role") === "alert" && isStarting())) location.reload();
    }, 60000);
  }
  window.addEventListener("error", failed, true);
  window.addEventListener("unhandledrejection", failed);
})();
