// What stands between a text and its readers, and the question before it is published.
import sheet from "../../design/check.css";
import { h, shadow } from "./dom.js";
import { strings } from "./strings.js";

/** @typedef {import("../../../src/wasm/types.js").Report} Report */
/** @typedef {import("../../../src/wasm/types.js").Diagnostic} Diagnostic */
/** @typedef {import("../../../src/wasm/types.js").Disclosure} Disclosure */

/**
 * What its author should see before a text is published: findings that the command line would fail for, and
 * notices that are required and not in place.
 *
 * @param {Report} report
 * @returns {{ findings: Diagnostic[], notices: Disclosure[] }}
 */
export const open = ({ diagnostics, disclosures }) => ({
  findings: diagnostics.filter(
    // What has no place is a notice that is missing; it is listed with the notices.
    ({ span, severity, certainty }) => span !== null && severity !== "info" && certainty === "reliable",
  ),
  notices: disclosures.filter(
    ({ duty, requirement, status }) => duty !== null && requirement === "required" && status !== "valid",
  ),
});

/**
 * Asks before publishing, where there is something to ask.
 *
 * @param {import("./types.js").Candor} candor
 * @returns {Promise<boolean>} Whether to publish.
 */
export const confirmPublishing = async (candor) => {
  await candor.settled();
  const { report } = candor;
  if (!report) return true;
  const { findings, notices } = open(report);
  if (findings.length + notices.length === 0) return true;
  return ask(candor, findings, notices);
};

/**
 * @param {import("./types.js").Candor} candor
 * @param {readonly Diagnostic[]} findings
 * @param {readonly Disclosure[]} notices
 * @returns {Promise<boolean>}
 */
const ask = (candor, findings, notices) => {
  const { text, locale } = strings(
    candor.options.lang ?? (document.documentElement.lang || navigator.language),
  );
  const host = document.createElement("candor-check");
  host.lang = locale;
  const root = shadow(host, sheet);
  return new Promise((resolve) => {
    let publish = false;
    /** @type {Diagnostic | undefined} */
    let shown;
    const row = (/** @type {Diagnostic} */ finding) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "finding",
            "data-level": finding.severity,
            onclick: () => {
              shown = finding;
              dialog.close();
            },
          },
          h("span", { class: "words", lang: finding.locale }, finding.text),
          h("span", {}, finding.message),
        ),
      );
    const dialog = h(
      "dialog",
      { "aria-labelledby": "title", onclose: () => done() },
      h("h2", { id: "title" }, text("checkTitle")),
      findings.length > 0 && h("h3", {}, text("checkFindings", { count: findings.length })),
      findings.length > 0 && h("ul", { class: "rows" }, ...findings.map(row)),
      notices.length > 0 && h("h3", {}, text("checkNotices", { count: notices.length })),
      notices.length > 0 &&
        h(
          "ul",
          { class: "rows" },
          ...notices.map(({ message, help }) =>
            h(
              "li",
              { class: "row", "data-level": "error" },
              h("p", {}, message),
              help !== "" && h("p", { class: "quiet" }, help),
            ),
          ),
        ),
      h(
        "div",
        { class: "actions" },
        h(
          "button",
          { type: "button", class: "primary", autofocus: true, onclick: () => dialog.close() },
          text("checkBack"),
        ),
        h(
          "button",
          {
            type: "button",
            onclick: () => {
              publish = true;
              dialog.close();
            },
          },
          text("checkPublish"),
        ),
      ),
    );
    const done = () => {
      host.remove();
      resolve(publish);
      if (shown) candor.show(shown);
    };
    root.append(dialog);
    document.body.append(host);
    dialog.showModal();
  });
};
