// Runs in the page's own world on watched sites, before the page: it counts what the page may
// receive and tells the extension that something came, never what. Without it a number fed by a
// live connection could not be told from one that the page makes up.

const RECEIVED = "candor-received";

/** Marks that data came, for the extension's own world. */
const tell = () => {
  document.dispatchEvent(new Event(RECEIVED));
};

/**
 * The constructor itself, but each of its objects tells when one of `events` comes.
 *
 * @template {new (...args: any[]) => EventTarget} T
 * @param {T} constructor
 * @param {readonly string[]} events
 * @returns {T}
 */
const telling = (constructor, events) =>
  new Proxy(constructor, {
    construct(target, args, newTarget) {
      const object = Reflect.construct(target, args, newTarget);
      for (const event of events) object.addEventListener(event, tell);
      object.port?.addEventListener("message", tell);
      return object;
    },
  });

/** Puts `value` in the place of what the page finds under `name`. @param {any} owner @param {string} name @param {unknown} value */
const put = (owner, name, value) =>
  Object.defineProperty(owner, name, { value, writable: true, configurable: true });

for (const [name, events] of Object.entries({
  WebSocket: ["message"],
  EventSource: ["message"],
  Worker: ["message"],
  SharedWorker: [],
  BroadcastChannel: ["message"],
  // The browser tells of an answer when it is whole; a long one is read as it comes.
  XMLHttpRequest: ["progress"],
})) {
  const constructor = /** @type {any} */ (window)[name];
  if (constructor) put(window, name, telling(constructor, events));
}
addEventListener("message", tell);
navigator.serviceWorker?.addEventListener("message", tell);

// A server names its events as it likes, and `message` is only what it does not name.
if (window.EventSource) {
  const { addEventListener } = EventTarget.prototype;
  put(
    EventSource.prototype,
    "addEventListener",
    {
      /** @this {EventSource} @param {[string, ...any[]]} args */
      addEventListener(...args) {
        addEventListener.call(this, args[0], tell);
        return Reflect.apply(addEventListener, this, args);
      },
    }.addEventListener,
  );
}

// An answer that is read as it comes, from `fetch` or from WebTransport.
for (const reader of [window.ReadableStreamDefaultReader, window.ReadableStreamBYOBReader]) {
  const prototype = reader?.prototype;
  if (!prototype) continue;
  const { read } = prototype;
  put(
    prototype,
    "read",
    {
      /** @this {any} @param {any[]} args */
      read(...args) {
        const part = Reflect.apply(read, this, args);
        part.then(tell, () => {});
        return part;
      },
    }.read,
  );
}
