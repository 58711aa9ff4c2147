//! The command line: `candor check | batch | rules | explain | notice | review`.

// Browsers have no command line, and its crates are not there.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod cli;

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn main() -> std::process::ExitCode {
    cli::run()
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn main() {}
