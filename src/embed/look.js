// Colours before the app is there. What a rule asks of the device is answered in its place, as
// src/platform/scheme.rs does; the app finds what was asked at first under the same name, and the theme
// where it looks for what a browser keeps.

const LIGHT = "(prefers-color-scheme: light)";
const DARK = "(prefers-color-scheme: dark)";
const STRONG = "(prefers-contrast: more)";
const YES = "(min-width: 0px)";
const NO = "(max-width: 0px)";
const WORDS = { device: "device", light: "light", dark: "dark", contrast: "device strong" };

/** Shows these colours: `device`, `light`, `dark` or `contrast`. */
export function paint(theme) {
  const root = document.documentElement;
  root.dataset.yiluLook = WORDS[theme];
  root.style.colorScheme = ["light", "dark"].includes(theme) ? theme : "";
  const [light, dark] = { light: [YES, NO], dark: [NO, YES] }[theme] ?? [LIGHT, DARK];
  const strong = theme === "contrast" ? YES : STRONG;
  for (const { cssRules } of document.styleSheets) {
    for (const { media } of cssRules) {
      if (!media) continue;
      const asked = media.yiluAsked ?? media.mediaText;
      const answered = asked.replace(LIGHT, light).replace(DARK, dark).replace(STRONG, strong);
      if (answered === media.mediaText) continue;
      media.yiluAsked = asked;
      media.mediaText = answered;
    }
  }
}
