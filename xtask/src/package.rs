//! `dist/npm`: two wasm builds for browsers, their glue, the command line for WASI, the language files and the entries of `www/npm`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use candor_scan::vocabulary::Locale;
use wasm_bindgen_cli_support::Bindgen;

use crate::repository::{self, WASI, WASM};
use crate::{languages, panics, setup};

/// One wasm build of the crate.
pub struct Build {
    /// The file's name without `.wasm`.
    pub name: &'static str,
    /// What cargo is told beside the defaults.
    features: &'static [&'static str],
    weight: Weight,
}

/// Bytes, brotli.
#[derive(Clone, Copy)]
struct Weight {
    /// What the design asks for.
    goal: usize,
    /// The most that passes: what was measured, and one part in thirty for a few more phrases.
    /// Where it is above the goal it rises with the phrases alone: every phrase is about thirty bytes.
    most: usize,
}

/// Kilobytes of the design: thousands of bytes.
const fn kilobytes(goal: usize, most: usize) -> Weight {
    Weight { goal: goal * 1000, most: most * 1000 }
}

/// The builds of the package.
pub const BUILDS: [Build; 2] = [
    Build { name: "candor", features: &["--no-default-features"], weight: kilobytes(150, 466) },
    Build {
        name: "candor-full",
        features: &["--no-default-features", "--features", "full"],
        weight: kilobytes(400, 683),
    },
];

/// A language file. English has none: both builds carry it.
const fn language(locale: Locale) -> Weight {
    kilobytes(
        25,
        match locale {
            Locale::En => 0,
            Locale::ZhHant => 78,
            Locale::ZhHans => 83,
            Locale::Ja => 75,
            Locale::Ko => 70,
            Locale::De => 72,
            Locale::Fr => 70,
            Locale::Es => 71,
        },
    )
}

/// What a browser downloads.
pub struct Artifact {
    name: String,
    content: Vec<u8>,
    weight: Weight,
}

/// Builds dist/npm.
pub fn build() -> Result<Vec<Artifact>> {
    setup::rust_target(WASM)?;
    setup::rust_target(WASI)?;
    setup::npm()?;
    let parts = repository::target().join("npm");
    let _ = fs::remove_dir_all(parts.join("lang"));
    fs::create_dir_all(parts.join("lang"))?;
    let mut artifacts = Vec::new();
    for build in &BUILDS {
        let content = fs::read(build.make(&parts, Names::Removed)?)?;
        artifacts.push(Artifact { name: format!("{}.wasm", build.name), content, weight: build.weight });
    }
    command_line(&parts)?;
    // English is in both builds, the others are files beside them.
    let compiled = languages::compile(&repository::path("rules"))?;
    for (locale, content) in compiled.into_iter().filter(|(locale, _)| *locale != Locale::En) {
        let name = format!("lang/{locale}.bin");
        fs::write(parts.join(&name), &content)?;
        artifacts.push(Artifact { name, content, weight: language(locale) });
    }
    let version = repository::version()?;
    let assemble = repository::path("www/npm/assemble.js");
    repository::run(repository::command("node", &[]).arg(assemble).arg(parts).arg(version))?;
    Ok(artifacts)
}

/// Prints sizes beside the design's goals; fails when something weighs more than it did.
pub fn print(artifacts: &[Artifact]) -> Result<()> {
    let mut over = Vec::new();
    println!("{:20} {:>9} {:>9} {:>9} {:>9} {:>9}", "bytes", "raw", "gzip", "brotli", "most", "goal");
    for Artifact { name, content, weight: Weight { goal, most } } in artifacts {
        let (gzip, brotli) = (gzip(content)?, brotli(content)?);
        let missed = if brotli > *goal { "  missed" } else { "" };
        println!("{name:20} {:9} {gzip:9} {brotli:9} {most:9} {goal:9}{missed}", content.len());
        if brotli > *most {
            over.push(format!("{name} has {brotli} bytes of brotli, and had at most {most}; make it smaller"));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("{}", over.join("\n")) }
}

fn gzip(content: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    flate2::read::GzEncoder::new(content, flate2::Compression::best()).read_to_end(&mut compressed)?;
    Ok(compressed.len())
}

/// The size after brotli at its best, which is how a server stores what never changes.
pub fn brotli(content: &[u8]) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(content)?;
    writer.flush()?;
    Ok(writer.into_inner().len())
}

/// Whether functions keep their names: for measuring, never for shipping.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// As shipped.
    Removed,
    /// With a name section.
    Kept,
}

impl Build {
    /// Compiles, silences panics, binds and optimises; gives the wasm file in `folder`, its glue beside it.
    pub fn make(&self, folder: &Path, names: Names) -> Result<PathBuf> {
        let compiled = self.compile()?;
        fs::create_dir_all(folder)?;
        let wasm = folder.join(format!("{}.wasm", self.name));
        // wasm-opt takes longest, so it runs only for another module.
        let input = folder.join(format!("{}.input", self.name));
        let bytes = panics::silence(&fs::read(compiled)?)?;
        if wasm.exists() && fs::read(&input).is_ok_and(|before| before == bytes) {
            return Ok(wasm);
        }
        let mut bindgen = Bindgen::new();
        bindgen.input_bytes(self.name, bytes.clone()).web(true)?.omit_default_module_path(true).typescript(false);
        bindgen.remove_name_section(names == Names::Removed).generate(folder)?;
        let bound = folder.join(format!("{}_bg.wasm", self.name));
        optimise(&bound, &wasm, names)?;
        fs::remove_file(bound)?;
        fs::write(input, bytes)?;
        Ok(wasm)
    }

    fn compile(&self) -> Result<PathBuf> {
        let args = ["rustc", "--package", "candor", "--lib", "--crate-type", "cdylib", "--profile", "wasm"];
        let mut cargo = repository::cargo(&args);
        // A cdylib's file name carries no hash, so in one folder the two builds would undo each other.
        let folder = repository::target().join(self.name);
        cargo.args(["--target", WASM]).args(self.features).arg("--target-dir").arg(&folder);
        repository::run(cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", without_folders()))?;
        Ok(folder.join(WASM).join("wasm/candor.wasm"))
    }
}

/// Builds what `npx candor` runs: the same program as the native one, with every language.
fn command_line(parts: &Path) -> Result<()> {
    let mut cargo = repository::cargo(&["build", "--package", "candor", "--bin", "candor", "--profile", "wasm"]);
    cargo.args(["--target", WASI]).env("CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS", without_folders());
    repository::run(&mut cargo)?;
    let compiled = repository::target().join(WASI).join("wasm/candor.wasm");
    let (wasm, input) = (parts.join("candor-cli.wasm"), parts.join("candor-cli.input"));
    let bytes = fs::read(&compiled)?;
    if !wasm.exists() || fs::read(&input).ok().as_ref() != Some(&bytes) {
        optimise(&compiled, &wasm, Names::Removed)?;
        fs::write(input, bytes)?;
    }
    Ok(())
}

/// Makes a module small.
fn optimise(module: &Path, output: &Path, names: Names) -> Result<()> {
    let mut optimise = repository::npm_program("wasm-opt", &["-Oz"]);
    optimise.args(WASM_FEATURES.map(|feature| format!("--enable-{feature}")));
    // A browser compiles a function whole when it is first called: what Rust keeps apart stays apart.
    optimise.args(["--one-caller-inline-max-function-size", "100"]);
    optimise.args((names == Names::Kept).then_some("--debuginfo"));
    repository::run(optimise.arg(module).arg("--output").arg(output)).map(drop)
}

/// Messages of panics name source files: without the folders of this machine.
fn without_folders() -> String {
    let folders = source_folders().into_iter().map(|folder| format!("--remap-path-prefix={}=", folder.display()));
    folders.collect::<Vec<_>>().join(" ")
}

/// What Rust's output may use. wasm-opt refuses whatever is not named here or in the module.
const WASM_FEATURES: [&str; 7] =
    ["simd", "bulk-memory", "sign-ext", "reference-types", "multivalue", "mutable-globals", "nontrapping-float-to-int"];

/// Where the sources of dependencies lie. Those of the workspace are compiled by relative
/// paths; to rename its root would hide from cargo the files that the build script made.
fn source_folders() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    registries.into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
