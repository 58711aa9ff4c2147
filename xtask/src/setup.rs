//! What stages need beside Rust and Node, installed where that is possible.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::repository::{self, command};

/// The packages of `www/package-lock.json`; installed again only when it has changed.
pub fn npm() -> Result<()> {
    let lock = fs::read(repository::path("www/package-lock.json"))?;
    let stamp = repository::path("www/node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let args = ["ci", "--prefix", "www", "--ignore-scripts", "--no-audit", "--no-fund"];
    repository::run(&mut command("npm", &args))?;
    Ok(fs::write(stamp, lock)?)
}

/// The standard library for a target.
pub fn rust_target(name: &str) -> Result<()> {
    let sysroot = repository::run(&mut command("rustc", &["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(name).is_dir() {
        return Ok(());
    }
    match repository::run(&mut command("rustup", &["target", "add", name])) {
        Ok(_) => Ok(()),
        Err(error) => bail!("{error:#}\ninstall Rust's {name} target"),
    }
}

/// A browser and the driver that wasm-bindgen's test runner speaks to.
pub struct Chromium {
    /// The browser.
    pub browser: PathBuf,
    /// Its driver.
    pub driver: PathBuf,
}

/// Chromium from `CHROMIUM` and `CHROMEDRIVER`, from the path, or from Debian.
pub fn chromium() -> Result<Chromium> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    install(&["chromium", "chromium-driver", "fonts-dejavu-core"])?;
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    bail!("there is no Chromium; install chromium and chromedriver, or set CHROMIUM and CHROMEDRIVER to their paths")
}

/// Firefox from `FIREFOX`, from the path, or from Debian.
pub fn firefox() -> Result<PathBuf> {
    let names = ["firefox-esr", "firefox"];
    if let Some(found) = find("FIREFOX", &names) {
        return Ok(found);
    }
    install(&["firefox-esr"])?;
    match find("FIREFOX", &names) {
        Some(found) => Ok(found),
        None => bail!("there is no Firefox; install it (142 or later), or set FIREFOX to its path"),
    }
}

/// exiftool from `EXIFTOOL`, from the path, or from Debian. Without it a few tests read no file of it.
pub fn exiftool() -> Option<PathBuf> {
    let found = || find("EXIFTOOL", &["exiftool"]);
    if found().is_none() {
        tell(install(&["libimage-exiftool-perl"]));
    }
    found().or_else(|| skipped("exiftool"))
}

/// A folder of Python packages with the C2PA project's library. Without it a few tests read no file of it.
pub fn c2pa() -> Option<PathBuf> {
    python("C2PA_PYTHON", "c2pa", "c2pa-python==0.38.1")
}

/// A folder of Python packages with pre-commit. Without it the hook is not run.
pub fn pre_commit() -> Option<PathBuf> {
    python("PRE_COMMIT_PYTHON", "pre_commit", "pre-commit==4.7.0")
}

/// A folder with a Python package: from `variable`, or from Python's registry.
fn python(variable: &str, module: &str, package: &str) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    let folder = repository::target().join(package.replace("==", "-"));
    let is_there = || folder.join(module).is_dir();
    let pip = || {
        let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"];
        repository::run(command("python3", &quiet).arg("--target").arg(&folder).arg(package)).map(|_| ())
    };
    if !is_there() && pip().is_err() {
        tell(install(&["python3-pip"]));
        tell(pip());
    }
    if is_there() { Some(folder) } else { skipped(package) }
}

/// Says loudly that tests pass without having looked.
fn skipped<T>(tool: &str) -> Option<T> {
    eprintln!("SKIPPED: {tool} is not to be had here; tests that need it pass without looking");
    None
}

/// Says what went wrong where the work goes on without it.
fn tell(outcome: Result<()>) {
    if let Err(error) = outcome {
        eprintln!("{error:#}");
    }
}

/// WordPress, PHP and a database, from Debian. Nothing of it is started or configured on the machine.
pub fn wordpress() -> Result<()> {
    let there = || {
        let files = ["/usr/share/wordpress/wp-load.php", "/usr/sbin/mariadbd"];
        files.iter().all(|file| Path::new(file).exists()) && find("PHP", &["php"]).is_some()
    };
    if there() {
        return Ok(());
    }
    // The last two are what the first would otherwise bring a whole web server for.
    install(&[
        "wordpress",
        "wordpress-theme-twentytwentythree",
        "mariadb-server-core",
        "php-cli",
        "php-mysql",
        "php-xml",
        "micro-httpd",
        "php-cgi",
    ])?;
    if there() {
        return Ok(());
    }
    bail!("there is no WordPress; Debian has it in wordpress, mariadb-server-core, php-cli, php-mysql and php-xml")
}

/// Installs Debian packages where that is possible and allowed.
fn install(packages: &[&str]) -> Result<()> {
    let root = command("id", &["-u"]).output().is_ok_and(|id| id.stdout == b"0\n");
    if root && Path::new("/etc/debian_version").exists() {
        repository::run(&mut command("apt-get", &["update"]))?;
        let mut install = command("apt-get", &["install", "--yes", "--no-install-recommends"]);
        repository::run(install.args(packages).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

fn find_chromium() -> Option<Chromium> {
    let browser = find("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?;
    Some(Chromium { browser, driver: find("CHROMEDRIVER", &["chromedriver"])? })
}

fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()))
}
