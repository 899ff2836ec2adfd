/** What a form asks of an e-mail address; whether it exists shows only when it is written to. */
export const emailRules = (required: string) => ({
  required,
  pattern: { value: /^[^@\s]+@[^@\s]+$/, message: 'This is not an e-mail address.' },
});
