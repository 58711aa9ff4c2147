// Runs in the page's own world on watched sites, before the page: it counts what the page may
// receive and tells the extension that something came, never what. Without it a number fed by a
// live connection could not be told from one that the page makes up.

const RECEIVED = "candor-received";

/** Marks that data came, for the extension's own world. */
const tell = () => {
  document.dispatchEvent(new Event(RECEIVED));
};

/**
 * The constructor itself, but each of its objects tells when a message comes.
 *
 * @template {new (...args: any[]) => EventTarget} T
 * @param {T} constructor
 * @returns {T}
 */
const telling = (constructor) =>
  new Proxy(constructor, {
    construct(target, args, newTarget) {
      const object = Reflect.construct(target, args, newTarget);
      object.addEventListener("message", tell);
      return object;
    },
  });

for (const name of /** @type {const} */ (["WebSocket", "EventSource", "Worker", "BroadcastChannel"])) {
  const constructor = window[name];
  if (constructor)
    Object.defineProperty(window, name, { value: telling(constructor), writable: true, configurable: true });
}
addEventListener("message", tell);
navigator.serviceWorker?.addEventListener("message", tell);
