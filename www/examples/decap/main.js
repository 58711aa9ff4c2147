import CMS from "decap-cms-app";
import * as React from "react";
import { init, Linter } from "candor";
import { registerCandor } from "candor/editors/decap";

await init();
registerCandor({ CMS, React }, { linter: new Linter() });

CMS.init({
  config: {
    // Entries live in this page alone, until it is closed.
    load_config_file: false,
    backend: { name: "test-repo" },
    media_folder: "media",
    collections: [
      {
        name: "posts",
        label: "Posts",
        label_singular: "Post",
        folder: "posts",
        create: true,
        fields: [
          { name: "title", label: "Title", widget: "string" },
          { name: "summary", label: "Summary", widget: "text", required: false },
          { name: "body", label: "Body", widget: "markdown" },
          { name: "candor", label: "candor", widget: "candor", required: false },
          { name: "accepted", label: "Accepted findings", widget: "candor-ignores", required: false },
        ],
      },
    ],
  },
});
