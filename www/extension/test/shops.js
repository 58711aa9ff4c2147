// Shops to be read: each manipulative page has an honest twin.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const page = (body, { head = "", title = "Shop" } = {}) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 44rem; padding: 1rem; }
  nav a { margin-right: 1rem; }
  .buy { padding: 0.8rem 2rem; background: #14532d; color: #fff; border: 0; font: inherit; }
  .banner { background: #fef3c7; padding: 0.5rem 1rem; }
</style>${head}</head>
<body><nav><a href="/">Towels</a><a href="/about">About us</a></nav><main>${body}</main></body></html>`;

const script = (code) => `<script>${code}</script>`;

/** Counts down from \`start\`, an expression for the seconds left, and goes on from \`again\` when it is over. */
const clock = (start, again = "0") =>
  script(`{
    let left = ${start};
    const face = document.getElementById("clock");
    const two = (n) => String(n).padStart(2, "0");
    const show = () => { face.textContent = Math.floor(left / 60) + ":" + two(left % 60); };
    show();
    setInterval(() => { left = left > 0 ? left - 1 : ${again}; show(); }, 1000);
  }`);

const product = `<h1>Linen towel, blue</h1><p>Woven in Portugal from European flax, 70 × 140 cm, 380 g.</p>
  <p>£24.00 including VAT</p><button class="buy">Add to basket</button>`;

/** Where the honest clock runs to: fixed when the shop opens. */
const END = Date.now() + 30 * 60 * 1000;

const NUMBER = `<p id="viewers"><b>27</b> people are looking at this towel right now.</p>`;
const count = (n) => `document.querySelector("#viewers b").textContent = ${n};`;

const STOCK = `<p id="stock">Hurry, only <b>7</b> left in stock!</p>`;
const left = (n) => `document.querySelector("#stock b").textContent = ${n};`;

/** A drawing whose metadata name the source in IPTC's words. */
const drawing = (source) => `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><metadata>
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
    xmlns:iptc="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    iptc:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${source}"/></rdf:RDF>
  </metadata><rect width="320" height="200" fill="#cfe3ea"/><path d="M60 40h200v110H60z" fill="#2f5f78"/></svg>`;
const KEPT = { "content-type": "image/svg+xml", "cache-control": "max-age=600" };
const picture = (name, caption = "") =>
  `<figure><img src="/${name}.svg" alt="A blue towel on a rail"><figcaption>${caption}</figcaption></figure>`;

const POPUP = (
  accept,
  decline,
  style,
) => `<div role="dialog" aria-label="Newsletter" style="border: 1px solid; padding: 1rem">
  <h2>Our letter, once a month</h2>
  <p><button style="${style.accept}">${accept}</button> <button style="${style.decline}">${decline}</button></p></div>`;
const EQUAL = "padding: 12px 24px; font-size: 16px; background: #fff; color: #111; border: 1px solid #111";

const insert = (html, delay) =>
  script(
    `setTimeout(() => document.querySelector("main").insertAdjacentHTML("beforeend", ${JSON.stringify(html)}), ${delay})`,
  );

const PARAGRAPH =
  "This towel is woven on looms that have stood in the same hall since 1962, and every length is washed before it is cut, so that it neither shrinks nor stiffens. ";

/** Pages by path: HTML, or HTML with headers. */
const PAGES = {
  // One product, told honestly and not.
  "/honest": page(`${product}
    <p>Stock on 4 May 2026: only 3 left in stock.</p>
    <p>The offer runs from 3 to 9 March 2027, 23:59 GMT.</p>
    <label><input type="checkbox"> Add gift wrapping for £4.99</label>
    ${POPUP("Yes please", "No thanks", { accept: EQUAL, decline: EQUAL })}`),
  "/manipulative": page(`${product}
    <p>Hurry, <b>on</b>ly <span>3</span> <i>left</i> in stock!</p>
    <p style="display: none">Only 2 left in stock!</p>
    <p style="position: absolute; overflow: hidden; width: 1px; height: 1px">Only 4 left in stock!</p>
    <p>Only today: 20% off the price of this towel.</p>
    <label><input type="checkbox" checked> Add gift wrapping for £4.99</label>
    ${POPUP("Yes please", "No thanks, I don’t like saving money", { accept: "padding: 16px 60px; font-size: 20px; background: #14532d; color: #fff", decline: "padding: 0; border: 0; background: none; font-size: 10px; color: #bbb" })}`),

  "/clock": page(`${product}<p>This deal ends in <b id="clock">10:00</b></p>${clock("600")}`),
  "/clock/ends": page(`${product}<p>This deal ends in <b id="clock">0:03</b></p>${clock("3", "3")}`),
  "/clock/over": page(`${product}<p>This deal ends in <b id="clock">0:03</b></p>${clock("3")}`),
  "/clock/honest": page(`${product}<p>This deal ends in <b id="clock"></b></p>
    ${clock(`Math.round((${END} - Date.now()) / 1000)`)}`),

  "/viewers": page(`${product}${NUMBER}
    ${script(`setInterval(() => { ${count("20 + Math.floor(performance.now() / 1000) % 9")} }, 1000)`)}`),
  "/viewers/polled": page(`${product}${NUMBER}
    ${script(`setInterval(async () => { const n = await (await fetch("/count")).text(); ${count("n")} }, 1000)`)}`),
  "/viewers/streamed": page(`${product}${NUMBER}
    ${script(`new EventSource("/stream").onmessage = ({ data }) => { ${count("data")} }`)}`),

  // Words that are only a question until the page bears them out.
  "/hint": page(`${product}<p id="viewers">Trusted by <b>12,040</b> families.</p>
    ${script(`setInterval(() => { ${count('"12," + (100 + Math.floor(performance.now() / 1000))')} }, 1000)`)}`),
  "/hint/polled": page(`${product}<p id="viewers">Trusted by <b>12,040</b> families.</p>
    ${script(`setInterval(async () => { const n = await (await fetch("/count")).text(); ${count('"12," + (100 + n % 900)')} }, 1000)`)}`),

  // The same, by other ways in which a page is sent data while it is open.
  "/viewers/named": page(`${product}${NUMBER}
    ${script(`new EventSource("/stream/named").addEventListener("viewers", ({ data }) => { ${count("data")} })`)}`),
  "/viewers/socket": page(`${product}${NUMBER}
    ${script(`new WebSocket("ws://" + location.host + "/socket").onmessage = ({ data }) => { ${count("data")} }`)}`),
  "/viewers/read": page(`${product}${NUMBER}
    ${script(`(async () => {
      const reader = (await fetch("/stream")).body.getReader();
      for (let part; !(part = await reader.read()).done; ) { ${count("/\\d+/.exec(new TextDecoder().decode(part.value))")} }
    })()`)}`),
  "/viewers/progress": page(`${product}${NUMBER}
    ${script(`const request = new XMLHttpRequest();
      request.onprogress = () => { ${count("request.responseText.match(/\\d+/g).at(-1)")} };
      request.open("GET", "/stream");
      request.send();`)}`),

  "/stock": page(`${product}${STOCK}
    ${script(`setInterval(() => { ${left("3 + Math.floor(performance.now() / 1000) % 5")} }, 1000)`)}`),
  "/stock/polled": page(`${product}${STOCK}
    ${script(`setInterval(async () => { const n = await (await fetch("/count")).text(); ${left("n % 40")} }, 1000)`)}`),

  // Boxes that are ticked and cost nothing, and one that costs and is the reader's own to tick.
  "/boxes/honest": page(`${product}
    <label><input type="checkbox" checked> Keep me logged in</label>
    <label><input type="checkbox" checked> Free gift wrapping (£0.00)</label>
    <label><input type="checkbox" id="own"> Add gift wrapping for £4.99</label>`),

  // Words of today that are true on each.
  "/today/honest": page(`${product}
    <p>The shop in Lisbon is open today until 19:00.</p><p>Offer of 4 May 2026: 20% off, only on that day.</p>`),

  // One answer is painted as the usual one; both can be read and are of a size.
  "/pale/honest": page(
    `${product}${POPUP("Yes please", "No thanks", { accept: EQUAL.replace("#fff; color: #111", "#14532d; color: #fff"), decline: EQUAL })}`,
  ),
  "/pale": page(
    `${product}${POPUP("Yes please", "No thanks", { accept: EQUAL, decline: EQUAL.replaceAll("#111", "#c4c4c4") })}`,
  ),

  "/silent": page(`${product}${picture("made")}${picture("taken")}`),
  "/told": page(
    `${product}${picture("made", "Picture made with AI")}${Array.from({ length: 200 }, () => `<p>${PARAGRAPH}</p>`).join("")}`,
  ),
  "/made.svg": [drawing("trainedAlgorithmicMedia"), KEPT],
  "/taken.svg": [drawing("digitalCapture"), KEPT],
  "/never.svg": [drawing("trainedAlgorithmicMedia"), { ...KEPT, "cache-control": "no-store" }],
  "/silent/unkept": page(`${product}${picture("never")}`),

  "/late": page(`${product}${insert(`<p class="banner" id="late">Hurry, only 2 left in stock!</p>`, 1200)}`),
  "/late/honest": page(
    `${product}${insert(`<p class="banner" id="late">Orders of 4 May 2026 leave the house on 5 May.</p>`, 1200)}`,
  ),

  // What the pictures of docs/ show.
  "/picture": page(`${product}
    <p class="banner">Hurry, only 3 left in stock! This deal ends in <b id="clock">10:00</b></p>
    ${NUMBER}<p>Or take two, and choose the second colour at the till.</p>
    ${POPUP("Yes please", "No thanks, I don’t like saving money", { accept: "padding: 16px 60px; font-size: 20px; background: #14532d; color: #fff", decline: "border: 0; background: none; color: #999" })}
    ${clock("600")}${script(`setInterval(() => { ${count("20 + Math.floor(performance.now() / 1000) % 9")} }, 1000)`)}`),

  "/single": page(`<div id="app"><p>Our towels are made to last.</p></div>
    ${script(`const go = (path, html) => { history.pushState({}, "", path); document.getElementById("app").innerHTML = html; };`)}`),

  "/policy": [
    page(`${product}<p>Hurry, only 3 left in stock!</p>`).replace(/<style>[\s\S]*<\/style>/, ""),
    { "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'" },
  ],

  "/shadow": page(`${product}
    <shop-stock id="open"><span>3</span></shop-stock><div id="closed"></div>
    ${script(`
      document.getElementById("open").attachShadow({ mode: "open" }).innerHTML = "<p>Hurry, only <slot></slot> left in stock!</p>";
      document.getElementById("closed").attachShadow({ mode: "closed" }).innerHTML = "<p>Hurry, only 5 left in stock!</p>";
    `)}`),
  "/shadow/honest": page(`${product}<shop-stock><span>3</span></shop-stock>
    ${script(`document.querySelector("shop-stock").attachShadow({ mode: "open" }).innerHTML = "<p>Stock on 4 May 2026: only <slot></slot> left in stock.</p>";`)}`),

  "/frames": (port) =>
    page(`${product}<iframe title="Same shop" src="/frame/one"></iframe>
      <iframe title="Another shop" src="http://frames.localhost:${port}/frame/two"></iframe>
      <iframe title="In the page" srcdoc="<p lang=en>Hurry, only 6 left in stock!</p>"></iframe>`),
  "/frame/one": page("<p>Hurry, only 4 left in stock!</p>"),
  "/frame/two": page("<p>Hurry, only 5 left in stock!</p>"),

  "/roles": page(`${product}
    <div style="display: flex; gap: 4px"><span>Hurry,</span><span>only</span><span>3</span><span>left</span><span>in stock!</span></div>
    <input type="submit" value="No thanks, I prefer paying full price">
    <input placeholder="Hurry, only 7 left in stock!"><textarea>Hurry, only 8 left in stock!</textarea>
    <div contenteditable>Hurry, only 9 left in stock!</div>
    <details><summary>More</summary><p>Hurry, only 10 left in stock!</p></details>`),

  "/write": page(`<label for="copy">Copy</label><br><textarea id="copy" rows="4" cols="60"></textarea>
    <div id="rich" contenteditable="true" style="border: 1px solid; min-height: 4em"></div>
    <input id="line"><input id="secret" type="password"><input id="seek" type="search">
    <input id="mail" autocomplete="email">
    <div id="open"></div><div id="closed"></div>
    <iframe title="Same shop" src="/write/frame"></iframe>
    ${script(`
      for (const mode of ["open", "closed"]) {
        const root = document.getElementById(mode).attachShadow({ mode });
        root.innerHTML = '<div contenteditable="true" style="border: 1px solid; min-height: 2em"></div>';
        document.getElementById(mode).enter = () => root.firstChild.focus();
      }`)}`),
  "/write/frame": page(
    `<div id="rich" contenteditable="true" style="border: 1px solid; min-height: 4em"></div>`,
  ),

  "/long": page(
    `<h1>A long page</h1>${Array.from({ length: 6500 }, (_, at) => `<p id="p${at}">${at}. ${PARAGRAPH}${at % 500 === 7 ? "Hurry, only 3 left in stock!" : ""}</p>`).join("\n")}`,
  ),
  "/count": ["28", { "content-type": "text/plain" }],
};

/** Serves the shops on a free port, and remembers what was asked for. */
export const open = async () => {
  /** @type {{ host: string, path: string }[]} */
  const requests = [];
  /** @type {Set<import("node:stream").Duplex>} */
  const sockets = new Set();
  let number = 20;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://shop.localhost").pathname;
    requests.push({ host: request.headers.host ?? "", path });
    if (path === "/count") return void response.end(String(++number));
    if (path.startsWith("/stream")) {
      const name = path === "/stream/named" ? "event: viewers\n" : "";
      response.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => response.write(`${name}data: ${++number}\n\n`), 1000);
      return void response.on("close", () => clearInterval(timer));
    }
    const found = PAGES[path];
    if (found === undefined) return void response.writeHead(404).end();
    const { port } = server.address();
    const [html, headers] = [typeof found === "function" ? found(port) : found].flat();
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    });
    response.end(html);
  });
  server.on("upgrade", ({ headers }, socket) => {
    const key = createHash("sha1").update(
      `${headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
    );
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key.digest("base64")}\r\n\r\n`,
    );
    const timer = setInterval(() => {
      const text = Buffer.from(String(++number));
      socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
    }, 1000);
    socket.on("error", () => {}).on("close", () => clearInterval(timer));
    sockets.add(socket);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  return {
    requests,
    paths: Object.keys(PAGES),
    at: (path) => `http://shop.localhost:${port}${path}`,
    close: () => {
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
