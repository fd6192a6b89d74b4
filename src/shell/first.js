// While the app is on its way over a slow network: its data is asked for beside it, and there is a list of
// stations to read. A station that is tapped stands in the address, where the app finds it.

import { List, readList } from "./list.js";

/** Who waits for longer than this sees the list. In ms. */
const PATIENCE = 1000;

// The app asks for the same and says what is missing: here nothing is. Which region a board shows, it knows.
if (!/[?&]kiosk=/.test(location.search)) askForData().catch(() => null);
setTimeout(() => showList().catch(() => null), PATIENCE);

/** Asks for the data that the app will ask for: it comes along with the app. */
async function askForData() {
  const { packs } = await (await fetch("data/packs.json")).json();
  const pack = packs.find(({ id }) => id === chosen()) ?? packs[0];
  for (const { kind, path, sha256 } of pack.files) {
    if (kind === "guide") continue;
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "" });
    link.href = `data/${path}?v=${sha256.slice(0, 16)}`;
    document.head.append(link);
  }
}

/** The pack that the driver chose, where the browser keeps such things. */
function chosen() {
  try {
    return localStorage.getItem("yilu-pack");
  } catch {
    return null;
  }
}

async function showList() {
  const place = document.getElementById("first-list");
  if (!place) return;
  const answer = await fetch("data/widget.json");
  if (!answer.ok) return;
  const list = new List(place, readList(await answer.json()), () => {});
  list.target = "";
  place.dataset.lang = navigator.language.startsWith("zh") ? "zh" : "en";
  place.hidden = false;
  list.show({});
  performance.mark("yilu:list-ready");
}
