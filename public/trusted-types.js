// What libraries may hand to the browser as code: scripts of our own origin, and markup that runs
// nothing. A classic script in old syntax; browsers without trusted types pass over it.
(function () {
  "use strict";
  if (!window.trustedTypes) return;
  var runs = /<\/?(script|iframe|object|embed|link|meta|base|form|style)\b|[\s/"'`]on\w+\s*=|javascript:/i;
  window.trustedTypes.createPolicy("default", {
    createScriptURL: function (address) {
      if (new URL(address, document.baseURI).origin === location.origin) return address;
      throw new TypeError("a script of another origin");
    },
    createHTML: function (markup) {
      if (!runs.test(markup)) return markup;
      throw new TypeError("markup that could run something");
    }
  });
})();
