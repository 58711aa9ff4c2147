/** @typedef {import("../observations/journal.js").Observation} Observation */
/** @typedef {import("candor").Diagnostic & { observations: Observation[], frame: number, id: number }} SeenFinding */

/**
 * @typedef {object} PageReport What the popup shows and the export carries.
 * @property {string} url
 * @property {string} title
 * @property {string} time ISO 8601
 * @property {number} score
 * @property {Partial<Record<string, number>>} categories
 * @property {SeenFinding[]} findings
 * @property {Observation[]} observations What was seen beside no finding.
 * @property {import("candor").Question[]} questions
 * @property {import("candor").Disclosure[]} disclosures
 * @property {Record<string, import("candor").Source>} origins Sources by id.
 * @property {{ version: string, rules: string, today: string }} by
 * @property {string[]} unread Hosts of frames that could not be read.
 * @property {import("../content/page.js").Work} work
 */

/** @typedef {Awaited<ReturnType<import("../content/frame.js").Frame["snapshot"]>>} Snapshot */

/**
 * Puts the documents of a page together.
 *
 * @param {readonly { frame: number, snapshot: Snapshot }[]} documents The top document first.
 * @param {import("./messages.js").LintReport} whole All of them, judged as one.
 * @returns {PageReport}
 */
export const pageReport = (documents, whole) => {
  const [top] = documents;
  if (!top) throw new Error("a page has at least one document");
  const read = new Set(documents.map(({ snapshot }) => origin(snapshot.url)));
  const frames = documents.flatMap(({ snapshot }) => snapshot.frames);
  const { score, categories, questions, disclosures, origins, by } = whole;
  return {
    url: top.snapshot.url,
    title: top.snapshot.title,
    time: new Date().toISOString(),
    ...{ score, categories, questions, disclosures, origins, by },
    findings: documents.flatMap(({ frame, snapshot }) =>
      snapshot.findings.map((finding) => ({ ...finding, frame })),
    ),
    observations: documents.flatMap(({ snapshot }) => snapshot.observations),
    unread: [
      ...new Set(frames.filter((src) => !read.has(origin(src))).map((src) => new URL(src).hostname)),
    ].filter(Boolean),
    work: documents.map(({ snapshot }) => snapshot.work).reduce(add),
  };
};

/** @param {string} url */
const origin = (url) => (URL.canParse(url) ? new URL(url).origin : "");

/** @param {import("../content/page.js").Work} a @param {import("../content/page.js").Work} b */
const add = (a, b) => ({
  slices: a.slices + b.slices,
  longest: Math.max(a.longest, b.longest),
  sections: a.sections + b.sections,
  characters: a.characters + b.characters,
  linted: a.linted + b.linted,
});
