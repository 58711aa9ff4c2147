import { expired, note, statement } from "../observations/journal.js";

/** @typedef {import("../observations/journal.js").Entry} Entry */
/** @typedef {import("../observations/journal.js").Sighting} Sighting */
/** @typedef {import("../observations/journal.js").Observation} Observation */

/** What was seen is kept by site, so that it can be deleted by site. */
const PREFIX = "seen:";

/** @type {Promise<unknown>} */
let pending = Promise.resolve();

/** One after the other: two frames of a page write to the same place. @template T @param {() => Promise<T>} work */
const inTurn = (work) => {
  const done = pending.then(work);
  pending = done.catch(() => {});
  return done;
};

/** @param {string} site @returns {Promise<Record<string, Entry>>} */
const read = async (site) => {
  const key = PREFIX + site;
  const stored = await chrome.storage.local.get(key);
  return /** @type {Record<string, Entry> | undefined} */ (stored[key]) ?? {};
};

/** @param {string} site @param {Record<string, Entry>} entries */
const write = (site, entries) =>
  Object.keys(entries).length > 0
    ? chrome.storage.local.set({ [PREFIX + site]: entries })
    : chrome.storage.local.remove(PREFIX + site);

/**
 * Adds what a document saw, and gives all that can be said of it.
 *
 * @param {string} site @param {string} address @param {readonly Sighting[]} sightings
 */
export const record = (site, address, sightings) =>
  inTurn(async () => {
    const { origin, pathname } = new URL(address);
    const page = origin + pathname;
    const entries = keep(await read(site), Date.now());
    for (const sighting of sightings) {
      const key = `${page} ${sighting.kind} ${sighting.key}`;
      entries[key] = note(entries[key], page, sighting);
    }
    await write(site, entries);
    return told(Object.values(entries).filter((entry) => entry.page === page));
  });

/** @param {readonly Entry[]} entries @returns {Observation[]} */
const told = (entries) =>
  entries.flatMap((entry) => {
    const said = statement(entry);
    return said ? [said] : [];
  });

/** @param {Record<string, Entry>} entries @param {number} now */
const keep = (entries, now) =>
  Object.fromEntries(Object.entries(entries).filter(([, entry]) => !expired(entry, now)));

/** Deletes what is too old, everywhere. */
export const expire = () =>
  inTurn(async () => {
    const now = Date.now();
    for (const site of await sites()) await write(site, keep(await read(site), now));
  });

/** Sites of which something was seen. @returns {Promise<string[]>} */
export const sites = async () => {
  const stored = await chrome.storage.local.get(null);
  return Object.keys(stored).flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []));
};

/** What can be said of a site. @param {string} site */
export const observations = async (site) => told(Object.values(keep(await read(site), Date.now())));

/** Deletes what was seen of a site. @param {string} site */
export const remove = (site) => inTurn(() => chrome.storage.local.remove(PREFIX + site));
