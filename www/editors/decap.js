// candor in Decap CMS.
import { confirmPublishing } from "./src/check.js";
import { control } from "./src/control.js";
import { staysLight } from "./src/dom.js";
import { editableSurface } from "./src/editable.js";
import { fieldSurface } from "./src/field.js";
import { joined } from "./src/joined.js";
import { definePanel } from "./src/panel.js";
import { strings } from "./src/strings.js";

/** @typedef {import("./src/panel.js").CandorPanel} CandorPanel */
/** @typedef {import("./src/types.js").Candor} Candor */
/** @typedef {import("./src/types.js").CandorOptions} CandorOptions */
/** @typedef {import("../../src/wasm/types.js").Ignore} Ignore */

/** The widgets that hold copy. */
const WIDGETS = ["string", "text", "markdown", "richtext"];

/** What can be written in, of whatever a widget shows. */
const WRITABLE = '[contenteditable="true"], textarea, input[type="text"]';

/**
 * Reads every entry as its author writes: its fields are one text. Call it before `CMS.init`.
 *
 * A field of the widget `candor`, best named `candor` and not required, shows the panel and keeps the facts, which
 * candor also reads from the front matter of the file. A field of the widget `candor-ignores` keeps what was accepted.
 * A field with `candor: false` is not read. Before an entry is published, what is still open is asked about.
 *
 * @param {object} modules Decap CMS and React as the host imports them.
 * @param {any} modules.CMS `decap-cms-app`.
 * @param {{ Component: any, createElement: any }} modules.React `react`.
 * @param {CandorOptions & { headlines?: readonly string[] }} options
 *   `headlines` are names of fields that become headlines; default: `title`.
 */
export const registerCandor = ({ CMS, React }, { headlines = ["title"], ...options }) => {
  const { Component, createElement } = React;
  const { text, locale } = strings(options.lang ?? (document.documentElement.lang || navigator.language));

  definePanel();
  staysLight();

  /** The entry that is open. @type {ReturnType<typeof open> | undefined} */
  let desk;
  const open = () => {
    const { surface, add } = joined(document.body);
    /** @type {((ignores: readonly Ignore[]) => void) | undefined} */
    let keep;
    const candor = control(surface, {
      ...options,
      onIgnore: (ignore) => {
        keep?.(candor.options.ignores ?? []);
        options.onIgnore?.(ignore);
      },
    });
    return {
      candor,
      add,
      users: 0,
      /** @param {typeof keep} keeper */
      keepIn: (keeper) => {
        keep = keeper;
      },
    };
  };
  const enter = () => {
    desk ??= open();
    desk.users++;
    return desk;
  };
  const leave = () => {
    if (!desk || --desk.users > 0) return;
    desk.candor.destroy();
    desk = undefined;
  };

  /** A widget whose field is read. @param {any} Control */
  const reading = (Control) =>
    class extends Control {
      /** @type {HTMLElement | null} */
      candorNode = null;
      /** @type {Element | null} */
      candorField = null;
      candorEnd = () => {};

      componentDidMount() {
        super.componentDidMount?.();
        if (!this.candorNode || this.props.field?.get("candor") === false) return;
        const { add } = enter();
        let remove = () => {};
        const follow = () => {
          const field = /** @type {HTMLElement | null} */ (this.candorNode?.querySelector(WRITABLE) ?? null);
          if (field === this.candorField) return;
          this.candorField = field;
          remove();
          remove = field
            ? add(surfaceOf(field), headlines.includes(this.props.field?.get("name")) ? "h1" : "div")
            : () => {};
        };
        // The author may turn to the source of a rich text, which is another field.
        const observer = new MutationObserver(follow);
        observer.observe(this.candorNode, { childList: true, subtree: true });
        follow();
        this.candorEnd = () => {
          observer.disconnect();
          remove();
          leave();
        };
      }

      componentWillUnmount() {
        this.candorEnd();
        super.componentWillUnmount?.();
      }

      render() {
        const ref = (/** @type {HTMLElement | null} */ node) => void (this.candorNode = node);
        return createElement("div", { ref }, super.render());
      }
    };

  for (const name of WIDGETS) {
    const widget = CMS.getWidget(name);
    if (!widget?.control?.prototype?.render) continue;
    CMS.registerWidget(name, reading(widget.control), widget.preview, widget.schema);
  }

  class Panel extends Component {
    /** @type {CandorPanel | null} */
    panel = null;

    componentDidMount() {
      const { candor } = enter();
      const { value, onChange } = /** @type {any} */ (this.props);
      candor.configure({ facts: plain(value) ?? {} });
      if (!this.panel) return;
      this.panel.candor = candor;
      this.panel.addEventListener("candor-facts", (event) => {
        onChange(JSON.parse(JSON.stringify(/** @type {CustomEvent} */ (event).detail)));
      });
    }

    componentWillUnmount() {
      leave();
    }

    render() {
      const ref = (/** @type {any} */ node) => void (this.panel = node);
      return createElement("candor-panel", { ref, lang: locale });
    }
  }
  CMS.registerWidget("candor", Panel);

  class Ignores extends Component {
    componentDidMount() {
      const { candor, keepIn } = enter();
      const { value, onChange } = /** @type {any} */ (this.props);
      candor.configure({ ignores: plain(value) ?? [] });
      keepIn((ignores) => onChange(ignores.map((ignore) => ({ ...ignore }))));
    }

    componentWillUnmount() {
      desk?.keepIn(undefined);
      leave();
    }

    render() {
      const { value, onChange } = /** @type {any} */ (this.props);
      /** @type {Ignore[]} */
      const ignores = plain(value) ?? [];
      const row = (/** @type {Ignore} */ ignore, /** @type {number} */ key) => {
        const withdraw = () => {
          const left = ignores.toSpliced(key, 1);
          desk?.candor.configure({ ignores: left });
          onChange(left);
        };
        const name = [ignore.text ?? ignore.rule, ignore.reason].join(": ");
        return createElement(
          "li",
          { key },
          `${name} `,
          createElement("button", { type: "button", onClick: withdraw }, text("withdraw")),
        );
      };
      return createElement("ul", {}, ...ignores.map(row));
    }
  }
  CMS.registerWidget("candor-ignores", Ignores);

  CMS.registerEventListener({
    name: "prePublish",
    handler: async () => {
      if (desk && !(await confirmPublishing(desk.candor))) throw new Error(text("checkStopped"));
    },
  });
};

/** @param {HTMLElement} field */
const surfaceOf = (field) =>
  field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
    ? fieldSurface(field, "plain")
    : editableSurface(field);

/** Values are Immutable once they were saved. @param {any} value */
const plain = (value) => (typeof value?.toJS === "function" ? value.toJS() : value);
