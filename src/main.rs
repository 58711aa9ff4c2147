//! The command line: `candor check | batch | rules | explain | notice | review`.

// Browsers have no command line, and its crates are not there.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod cli;

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn main() -> std::process::ExitCode {
    enter();
    cli::run()
}

/// A WASI program starts in the root: `npx candor` says where its user stands.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn enter() {
    if cfg!(target_os = "wasi")
        && let Some(folder) = std::env::var_os("CANDOR_FOLDER")
        && let Err(error) = std::env::set_current_dir(&folder)
    {
        eprintln!("error: cannot work in `{}`: {error}", folder.display());
        std::process::exit(2);
    }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn main() {}
