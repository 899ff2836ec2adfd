import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

/** In development the API runs beside Vite; in production it serves `dist` itself, from one origin. */
export default defineConfig(({ mode }) => {
  const { ORDERNIMBUS_API = 'http://127.0.0.1:3000' } = loadEnv(mode, import.meta.dirname, 'ORDERNIMBUS_');
  return {
    plugins: [react(), tailwindcss()],
    build: { target: 'es2023', sourcemap: false, manifest: true, assetsInlineLimit: 0 },
    server: {
      host: '127.0.0.1',
      proxy: { '/v1': ORDERNIMBUS_API, '/docs': ORDERNIMBUS_API, '/openapi.json': ORDERNIMBUS_API },
    },
  };
});
