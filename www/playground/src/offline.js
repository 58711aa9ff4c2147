// Keeps the page for when there is no network. The build writes the name and the files.
const cache = "NAME";
const files = ["FILES"];

self.addEventListener("install", (event) =>
  event.waitUntil(caches.open(cache).then((open) => open.addAll(files))),
);

self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== cache).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  ),
);

// What the page had used before it was served from here: its language, the texts of that.
self.addEventListener("message", (event) => {
  const own = event.data.filter((name) => new URL(name).origin === location.origin);
  const missing = async () => {
    const open = await caches.open(cache);
    for (const name of new Set(own)) {
      if (!(await open.match(name, { ignoreSearch: true }))) await open.add(name);
    }
  };
  event.waitUntil(missing());
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  event.respondWith(
    caches.open(cache).then(async (open) => {
      const kept = await open.match(event.request, { ignoreSearch: true });
      if (kept) return kept;
      const response = await fetch(event.request);
      // Languages and the full module are kept when they were first needed.
      if (response.ok) await open.put(event.request, response.clone());
      return response;
    }),
  );
});
