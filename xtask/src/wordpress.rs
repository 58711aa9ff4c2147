//! `dist/wordpress/candor` and its zip: the plugin that WordPress installs.

use anyhow::Result;

use crate::repository;

/// Builds the plugin from dist/npm, which must be there.
pub fn build() -> Result<()> {
    let version = repository::version()?;
    let program = repository::path("www/wordpress/build.js");
    repository::run(repository::command("node", &[]).arg(program).arg(version))?;
    Ok(())
}
