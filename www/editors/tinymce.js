// candor in TinyMCE 8.
import { control } from "./src/control.js";
import { tinymceSurface } from "./src/tinymce-surface.js";

/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * Registers the plugin `candor`: `tinymce.init({ plugins: "candor", candor: { linter } })`.
 *
 * @param {Pick<import("tinymce").TinyMCE, "PluginManager">} tinymce
 */
export const registerCandor = (tinymce) => {
  tinymce.PluginManager.add("candor", (editor) => {
    editor.options.register("candor", { processor: "object" });
    editor.on("init", () => {
      const surface = tinymceSurface(editor);
      const made = control(surface, editor.options.get("candor"));
      editor.on("SetContent Undo Redo", () => made.refresh());
      editor.on("remove", () => made.destroy());
    });
    return { getMetadata: () => ({ name: "candor", url: "https://www.npmjs.com/package/candor" }) };
  });
};
