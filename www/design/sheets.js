import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

/** Style sheets that scripts import come as small texts. @type {import("esbuild").Plugin} */
export const sheets = {
  name: "sheets",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    }),
};
