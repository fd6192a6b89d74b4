// The kill switch: a copy of this in the place of sw.js takes the offline app away from every browser
// that has it, at its next visit. Data that drivers keep stays; pages that are open go on.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith("yilu-app-"));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
