// The block editor: title and blocks are one text; panel and check stand where WordPress has places for them.
import "../../editors/panel.js";
import { open } from "../../editors/src/check.js";
import { control } from "../../editors/src/control.js";
import { strings } from "../../editors/src/strings.js";
import { blockSurface, canvas } from "./block-surface.js";
import { kept, lang, linter } from "./linter.js";

/** @typedef {import("../../editors/src/types.js").Candor} Candor */
/** @typedef {import("../../editors/panel.js").CandorPanel} CandorPanel */

const { data, editPost, editor, element, plugins } = /** @type {any} */ (globalThis).wp;
const { createElement: el, Fragment, useEffect, useState } = element;
// They moved there with WordPress 6.6.
const { PluginDocumentSettingPanel, PluginPrePublishPanel, PluginSidebar } = editor?.PluginPrePublishPanel
  ? editor
  : editPost;
const { text } = strings(lang);

const posts = () => data.select("core/editor");

/** @param {string} key @param {unknown} value */
const keep = (key, value) => {
  data.dispatch("core/editor").editPost({ meta: { [key]: JSON.stringify(value) } });
};

/** What reads the canvas now. @type {Candor | undefined} */
let candor;
/** @type {Set<(candor: Candor | undefined) => void>} */
const listeners = new Set();

/** The canvas is made anew when the author changes the mode of the editor. @type {HTMLElement | undefined} */
let read;
/** @type {Awaited<ReturnType<typeof linter>> | undefined} */
let reader;
const follow = () => {
  const root = canvas();
  if (root === read || !reader || !posts().getCurrentPostId()) return;
  read = root;
  candor?.destroy();
  candor = undefined;
  if (root) {
    const meta = posts().getEditedPostAttribute("meta") ?? {};
    candor = control(blockSurface(root), {
      linter: reader,
      lang,
      facts: kept(meta._candor_facts, {}),
      ignores: kept(meta._candor_ignores, []),
      onIgnore: () => keep("_candor_ignores", candor?.options.ignores ?? []),
    });
  }
  for (const listener of listeners) listener(candor);
};

/** @returns {Candor | undefined} */
const useCandor = () => {
  const [now, set] = useState(() => candor);
  useEffect(() => {
    // A function given to a setter would be called.
    const listener = (/** @type {Candor | undefined} */ next) => set(() => next);
    listeners.add(listener);
    listener(candor);
    return () => listeners.delete(listener);
  }, []);
  return now;
};

const Panel = () => {
  const now = useCandor();
  const [panel, setPanel] = useState(/** @type {CandorPanel | null} */ (null));
  useEffect(() => {
    if (!panel) return undefined;
    panel.candor = now;
    const facts = (/** @type {Event} */ event) =>
      keep("_candor_facts", /** @type {CustomEvent} */ (event).detail);
    panel.addEventListener("candor-facts", facts);
    return () => panel.removeEventListener("candor-facts", facts);
  }, [panel, now]);
  return el("candor-panel", { ref: setPanel, lang });
};

/** Holds publishing back until there is nothing open, or the author says to publish all the same. */
const Check = () => {
  const now = useCandor();
  const [report, setReport] = useState(now?.report);
  const [agreed, setAgreed] = useState(false);
  useEffect(() => now?.subscribe(setReport), [now]);
  const { findings, notices } = report ? open(report) : { findings: [], notices: [] };
  const held = findings.length + notices.length > 0 && !agreed;
  useEffect(() => {
    const { lockPostSaving, unlockPostSaving } = data.dispatch("core/editor");
    if (held) lockPostSaving("candor");
    else unlockPostSaving("candor");
    return () => unlockPostSaving("candor");
  }, [held]);
  if (findings.length + notices.length === 0) return el("p", {}, text("checkClear"));
  const list = (/** @type {string[]} */ messages) =>
    el(
      "ul",
      { style: { listStyle: "disc", paddingInlineStart: "1.25em" } },
      ...messages.map((message, key) => el("li", { key }, message)),
    );
  return el(
    Fragment,
    {},
    findings.length > 0 && el("p", {}, text("checkFindings", { count: findings.length })),
    findings.length > 0 && list(findings.map(({ message }) => message)),
    notices.length > 0 && el("p", {}, text("checkNotices", { count: notices.length })),
    notices.length > 0 && list(notices.map(({ message }) => message)),
    el(
      "label",
      {},
      el("input", {
        type: "checkbox",
        checked: agreed,
        onChange: (/** @type {{ target: HTMLInputElement }} */ { target }) => setAgreed(target.checked),
      }),
      text("checkPublish"),
    ),
  );
};

/** A word with its underline. */
const icon = el(
  "svg",
  { viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": true, focusable: false },
  el("path", {
    d: "M6 6h12M6 10h8M5 17l2-2 2 2 2-2 2 2 2-2 2 2 2-2",
    fill: "none",
    stroke: "currentColor",
    strokeWidth: 1.5,
  }),
);

plugins.registerPlugin("candor", {
  icon,
  render: () =>
    el(
      Fragment,
      {},
      el(PluginDocumentSettingPanel, { name: "candor", title: "candor", icon: null }, el(Panel)),
      // WordPress hides the post's settings while a block is selected; a sidebar of its own stays.
      el(PluginSidebar, { name: "candor", title: "candor", icon }, el(Panel)),
      el(
        PluginPrePublishPanel,
        { title: `candor · ${text("checkTitle")}`, initialOpen: true, icon: null },
        el(Check),
      ),
    ),
});

data.subscribe(follow);
void linter().then((started) => {
  reader = started;
  follow();
});
