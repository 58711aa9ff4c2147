// candor in TipTap.
import { candor as plugin } from "./prosemirror.js";

/**
 * The extension that reads a document as its author writes.
 *
 * @param {object} modules TipTap as the host imports it.
 * @param {Pick<typeof import("@tiptap/core"), "Extension">} modules.core `@tiptap/core`.
 * @param {Pick<typeof import("@tiptap/pm/state"), "Plugin" | "PluginKey" | "TextSelection">} modules.state `@tiptap/pm/state`.
 * @param {Pick<typeof import("@tiptap/pm/view"), "Decoration" | "DecorationSet">} modules.view `@tiptap/pm/view`.
 * @param {import("./src/types.js").CandorOptions} options
 * @returns {import("@tiptap/core").Extension}
 */
export const candor = ({ core: { Extension }, ...modules }, options) =>
  Extension.create({
    name: "candor",
    addProseMirrorPlugins: () => [plugin(modules, options)],
  });
