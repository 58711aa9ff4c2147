// <candor-panel> beside any editor. Importing this module defines the element.
import { CandorPanel, definePanel } from "./src/panel.js";

// Here and not where the class is written: a bundler may leave out a shared chunk whose names nobody uses.
definePanel();

export { CandorPanel };
