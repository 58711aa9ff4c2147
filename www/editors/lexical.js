// candor in Lexical.
import { control } from "./src/control.js";
import { domSurface } from "./src/dom-surface.js";

/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */

/**
 * Reads an editor as its user writes, like Lexical's own `register…` functions; gives what ends it.
 *
 * @param {Pick<typeof import("lexical"), "$createRangeSelection" | "$getNearestNodeFromDOMNode" | "$isTextNode" | "$setSelection">} lexical
 *   `lexical` as the host imports it.
 * @param {import("lexical").LexicalEditor} editor
 * @param {CandorOptions} options
 * @returns {() => void}
 */
export const registerCandor = (lexical, editor, options) => {
  const { $createRangeSelection, $getNearestNodeFromDOMNode, $isTextNode, $setSelection } = lexical;
  /** @type {import("./src/control.js").Control | undefined} */
  let made;

  /** Selects what a range of the page means in the editor. @param {Range} range */
  const $select = (range) => {
    const from = $getNearestNodeFromDOMNode(range.startContainer);
    const to = $getNearestNodeFromDOMNode(range.endContainer);
    if (!$isTextNode(from) || !$isTextNode(to)) return undefined;
    const selection = $createRangeSelection();
    selection.anchor.set(from.getKey(), range.startOffset, "text");
    selection.focus.set(to.getKey(), range.endOffset, "text");
    $setSelection(selection);
    return selection;
  };

  const unroot = editor.registerRootListener((root) => {
    made?.destroy();
    made = undefined;
    if (!root) return;
    const surface = domSurface({
      element: root,
      readOnly: () => !editor.isEditable(),
      focus: () => editor.focus(),
      select: (range) => {
        root.focus({ preventScroll: true });
        editor.update(() => void $select(range), { discrete: true });
        range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
      },
      write: (changes) =>
        editor.update(
          () => {
            for (const { range, text } of changes) {
              const node = $getNearestNodeFromDOMNode(range.startContainer);
              const within = range.startContainer === range.endContainer && $isTextNode(node);
              // Text inserted over a whole link would take the link with it.
              if (within && text !== "") {
                node.spliceText(range.startOffset, range.endOffset - range.startOffset, text, true);
              } else $select(range)?.insertText(text);
            }
          },
          // A step of its own in the history, whatever was typed just before.
          { discrete: true, tag: "history-push" },
        ),
    });
    made = control(surface, options);
  });
  const unupdate = editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
    if (dirtyElements.size === 0 && dirtyLeaves.size === 0) return;
    // Lexical writes text nodes anew, which empties ranges in them.
    made?.refresh();
    made?.changed();
  });
  return () => {
    unupdate();
    unroot();
    made?.destroy();
  };
};
