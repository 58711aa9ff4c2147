//! A bar for long runs, on a terminal, beside the output and never in it.

/// Nothing under WASI: there is no telling whether stderr is a terminal.
#[cfg(target_family = "wasm")]
pub struct Progress;

#[cfg(target_family = "wasm")]
impl Progress {
    pub fn new(_files: usize) -> Self {
        Self
    }

    pub fn step<R>(&self, print: impl FnOnce() -> R) -> R {
        print()
    }

    pub fn end(&self) {}
}

/// Counts files.
#[cfg(not(target_family = "wasm"))]
pub struct Progress {
    bar: indicatif::ProgressBar,
    since: std::time::Instant,
}

#[cfg(not(target_family = "wasm"))]
impl Progress {
    /// Hidden until a run has proved to be long; indicatif hides it for good where stderr is no terminal.
    pub fn new(files: usize) -> Self {
        let bar = indicatif::ProgressBar::with_draw_target(Some(files as u64), indicatif::ProgressDrawTarget::hidden());
        let style = indicatif::ProgressStyle::with_template("{wide_bar} {pos} of {len} files, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()));
        Self { bar, since: std::time::Instant::now() }
    }

    /// One file is done; `print` prints it, the bar out of its way.
    pub fn step<R>(&self, print: impl FnOnce() -> R) -> R {
        const LONG: std::time::Duration = std::time::Duration::from_secs(1);
        if self.bar.is_hidden() && self.since.elapsed() > LONG {
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        let result = self.bar.suspend(print);
        self.bar.inc(1);
        result
    }

    /// The bar goes.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
