import { $generateHtmlFromNodes, $generateNodesFromDOM } from "@lexical/html";
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { LinkNode } from "@lexical/link";
import { HeadingNode, QuoteNode, registerRichText } from "@lexical/rich-text";
import * as lexical from "lexical";
import { registerCandor } from "candor/editors/lexical";
import { options } from "./subject.js";

const editor = lexical.createEditor({
  nodes: [HeadingNode, QuoteNode, LinkNode],
  onError: (error) => console.error(error),
});
const element = document.querySelector("#editor");
element.contentEditable = "true";
editor.setRootElement(element);
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), 300);
registerCandor(lexical, editor, options);
globalThis.subject = {
  set: (html) =>
    editor.update(
      () => {
        const parsed = new DOMParser().parseFromString(html, "text/html");
        const root = lexical.$getRoot();
        root.clear();
        root.select();
        lexical.$insertNodes($generateNodesFromDOM(editor, parsed));
      },
      { discrete: true, tag: "history-merge" },
    ),
  get: () => editor.read(() => $generateHtmlFromNodes(editor)),
  focusEnd: () => {
    element.focus();
    editor.update(() => void lexical.$getRoot().selectEnd(), { discrete: true });
  },
};
