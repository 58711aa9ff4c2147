//! `dist/extension-chromium` and `dist/extension-firefox`: one source, two manifests, and a zip of each for the stores.

use anyhow::Result;

use crate::repository::{self, npm_program, path};

/// The browsers that the extension is built for.
const BROWSERS: [&str; 2] = ["chromium", "firefox"];

/// Builds the extension from dist/npm, which must be there.
pub fn build() -> Result<()> {
    let version = repository::version()?;
    let program = path("www/extension/build.js");
    repository::run(repository::command("node", &[]).arg(program).arg(version))?;
    for browser in BROWSERS {
        let mut zip = npm_program("web-ext", &["build", "--overwrite-dest", "--no-config-discovery"]);
        zip.arg("--source-dir").arg(path(&format!("dist/extension-{browser}")));
        zip.arg("--artifacts-dir").arg(path("dist"));
        zip.args(["--filename", &format!("candor-{browser}.zip")]);
        repository::run(&mut zip)?;
    }
    Ok(())
}
