/** The monitoring table (R7): what each has on their hands, live, and through to the tickets. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { desk, ending } from "../lib/desk.mjs";

const end = ending([]);
let it;
before(async () => (it = await desk()));
after(() => it?.stop());

test("an administrator sees who has what, live, and goes through to those tickets", async () => {
  const rosa = await it.member("Rosa", "Quiroga");
  const ticket = await it.ticket("La tolva no sube");
  const page = await it.at("tickets/mine");
  await page
    .getByRole("navigation", { name: "Secciones" })
    .getByRole("link", { name: "Monitoreo" })
    .click();
  const row = (name) => page.getByRole("row", { name: new RegExp(name) });
  await row("Rosa Quiroga").waitFor();
  assert.equal(
    await row("Rosa Quiroga")
      .getByRole("link", { name: /^Abiertos/ })
      .count(),
    0,
  );
  await page
    .getByRole("listitem")
    .filter({ hasText: "En cola" })
    .getByText("1", { exact: true })
    .waitFor();

  // Without a reload: somebody comes, and is given what waits.
  await rosa.as("PUT", "/api/v1/me/presence", { presence: "online" });
  await row("Rosa Quiroga")
    .getByText(/En línea/)
    .waitFor();
  await it.luz("PUT", `tickets/${ticket.id}/assignee`, { member: rosa.id });
  const open = row("Rosa Quiroga").getByRole("link", {
    name: "Abiertos: 1, Rosa Quiroga",
  });
  await open.waitFor();
  await page
    .getByRole("listitem")
    .filter({ hasText: "En cola" })
    .getByText("0", { exact: true })
    .waitFor();

  // Looked for by name, ordered by a figure; both orders are told to a reader.
  await page.getByRole("searchbox", { name: "Buscar por nombre" }).fill("rosa");
  await row("Luz Arriaga").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Abiertos", exact: true }).click();
  await page
    .getByRole("columnheader", { name: "Abiertos", exact: true })
    .and(page.locator('[aria-sort="descending"]'))
    .waitFor();

  await open.click();
  await page.waitForURL(/\/tickets\/all\?/);
  await page
    .locator(".rows a")
    .filter({ hasText: "La tolva no sube" })
    .waitFor();
  assert.equal(await page.locator(".rows a").count(), 1);
  await page
    .getByRole("button", { name: "Quitar el filtro Rosa Quiroga" })
    .waitFor();
  await page.goBack();
  await row("Rosa Quiroga").waitFor();
  await end(page, "the monitoring table");

  // Who may not look at it has no way there.
  const hers = await it.at("tickets/mine", rosa.as);
  await hers
    .getByRole("navigation", { name: "Secciones" })
    .getByRole("link", { name: "Tickets" })
    .waitFor();
  assert.equal(await hers.getByRole("link", { name: "Monitoreo" }).count(), 0);
  await hers.context().close();
});
