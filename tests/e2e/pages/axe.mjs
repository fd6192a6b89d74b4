// What axe finds on a page.

import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Nothing is wrong in what `selector` names, in a light and a dark scheme. */
export async function accessible(page, selector) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).withTags(rules).include(selector).analyze();
    expect(violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0].html}`)).toEqual([]);
  }
}
