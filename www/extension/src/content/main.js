import { Frame } from "./frame.js";

/** @typedef {{ candor?: Frame, candorStart?: Promise<void> }} World What scripts of this extension share in a document. */

// A document can be asked twice: watched as it loads, and by the button.
const world = /** @type {World} */ (globalThis);
if (!world.candor) {
  world.candor = new Frame();
  world.candorStart = world.candor.start();
}
