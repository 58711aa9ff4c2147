import { CandorError } from "candor";
import { candor } from "candor/editors/contenteditable";
import { startWorker } from "candor/worker";

const element = document.querySelector("#editor");
element.contentEditable = "true";
const failure = async (promise) => {
  try {
    await promise;
    return "none";
  } catch (error) {
    return error instanceof CandorError ? error.code : String(error);
  }
};
globalThis.startWorker = startWorker;
globalThis.failure = failure;
globalThis.linter = await startWorker({ init: { locales: ["fr"] } });
candor(element, { linter: globalThis.linter, lang: "en", onCreate: (made) => (globalThis.candor = made) });
globalThis.subject = { set: (html) => (element.innerHTML = html) };
