import type { Page } from 'playwright-core';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly shop: string;
}

export const ada: Person = {
  shop: 'Harbour Gifts',
  name: 'Ada Byron',
  email: 'ada@example.com',
  password: 'a long password',
};
export const ben: Person = {
  shop: 'Hill Books',
  name: 'Ben Okafor',
  email: 'ben@example.com',
  password: 'another long one',
};

/** As a new user would: through the form. */
export async function signUp(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Shop name').fill(person.shop);
  await page.getByLabel('Currency').selectOption('GBP');
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Create the shop' }).click();
  await page.getByRole('heading', { level: 1, name: `Welcome to ${person.shop}` }).waitFor();
}
