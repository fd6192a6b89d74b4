// Starts the app in an embedded page: not before somebody sees it, and not where it cannot run.

/** What is passed over while one scrolls starts nothing. In ms. */
const GLANCE = 250;
/** The smallest module: eight bytes. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** False where WebAssembly is missing, or the content policy forbids it. */
export function canRun() {
  try {
    return new WebAssembly.Module(EMPTY) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

/** True when the reader pays for what is loaded. */
export function savesData() {
  return navigator.connection?.saveData === true;
}

/** Calls back once, when the page is seen for a moment. */
export function whenSeen(onSeen) {
  let glance = 0;
  const observer = new IntersectionObserver((entries) => {
    clearTimeout(glance);
    if (!entries[entries.length - 1].isIntersecting) return;
    glance = setTimeout(() => {
      observer.disconnect();
      onSeen();
    }, GLANCE);
  });
  observer.observe(document.documentElement);
}

/** Loads the app. Its files have the names that the whole app's have: a browser fetches them once. */
export async function start() {
  for (const link of document.querySelectorAll("link[data-rel]")) link.rel = link.dataset.rel;
  const address = (id) => document.getElementById(id).href;
  await import(address("leaflet"));
  await import(address("start"));
}
