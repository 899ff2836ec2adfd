/** Version of the numbers: raised whenever the same input, options and seed may give other bytes. */
export const ENGINE_VERSION = '0.22.0';
