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
    loading.textContent = zh + " " + en;
  }

  function isStarting() {
    return shell && document.getElementById("shell");
  }

  if (reload) {
    // The link alone would only jump to the address with its fragment, which is no reload.
    reload.addEventListener("click", function (event) {
      event.preventDefault();
      location.reload();
    });
  }

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
  window.addEventListener("error", failed, true);
  window.addEventListener("unhandledrejection", failed);
})();
