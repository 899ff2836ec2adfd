/** Where a product on this machine is served, and looked for. */
export const defaultPort = 4600;
