//! The pictures in docs/, taken from the running product. Those of the editors are taken by their tests (`BLESS=1`).

use std::fs;

use anyhow::Result;

use crate::repository::{self, cargo, command, path};
use crate::{extension, package, playground, setup};

/// The day on which the pictured reports judge: the samples name dates.
const TODAY: &str = "2026-11-23";

/// Reports by the name of their picture, and the sample that each is about.
const REPORTS: [(&str, &str); 2] = [("report", "landing-page.html"), ("disclosure-report", "five-markets.html")];

/// Builds what is pictured and takes every picture.
pub fn take() -> Result<()> {
    package::build()?;
    extension::build()?;
    playground::build()?;
    let folder = repository::target().join("pictures");
    fs::create_dir_all(&folder)?;
    for (name, sample) in REPORTS {
        let sample = format!("www/playground/samples/{sample}");
        let options = ["--format", "html", "--today", TODAY, "--fail-on", "never"];
        let report = repository::run(cargo(&["run", "--quiet", "--", "check", &sample]).args(options))?;
        fs::write(folder.join(name).with_extension("html"), report)?;
    }
    for script in ["www/playground/pictures.js", "www/extension/pictures.js"] {
        let mut node = command("node", &[]);
        repository::run(node.arg(path(script)).arg(&folder).env("CHROMIUM", setup::chromium()?.browser))?;
    }
    Ok(())
}
