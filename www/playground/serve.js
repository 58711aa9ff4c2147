// Serves dist/playground: node serve.js [PORT]. Tests import `serve`.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const dist = fileURLToPath(new URL("../../dist/playground", import.meta.url));

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * The playground on `port`, or on a free one. Compressed, it goes over the line as from a host of static files.
 *
 * @param {number} [port] @param {{ compressed?: boolean }} [how]
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export const serve = (port = 0, { compressed = false } = {}) => {
  /** @type {Map<string, Buffer>} */
  const packed = new Map();
  const pack = (/** @type {string} */ path) => {
    const known = packed.get(path) ?? brotliCompressSync(readFileSync(path));
    packed.set(path, known);
    return known;
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = normalize(join(dist, pathname === "/" ? "index.html" : decodeURIComponent(pathname)));
    if (!path.startsWith(resolve(dist)) || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end("not here\n");
      return;
    }
    response.setHeader(
      "content-type",
      TYPES[/** @type {keyof TYPES} */ (extname(path))] ?? "application/octet-stream",
    );
    if (compressed && request.headers["accept-encoding"]?.includes("br")) {
      response.setHeader("content-encoding", "br").end(pack(path));
      return;
    }
    createReadStream(path).pipe(response);
  });
  return new Promise((done) =>
    server.listen(port, "127.0.0.1", () => {
      const address = /** @type {import("node:net").AddressInfo} */ (server.address());
      done({ url: `http://127.0.0.1:${address.port}/`, close: () => server.close() });
    }),
  );
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve(Number(process.argv[2] ?? 4173), { compressed: true });
  console.log(`the playground is at ${url}; Ctrl+C ends it`);
}
