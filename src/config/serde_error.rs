//! serde's words for a wrong key or value, in ours: the thing, then the nearest known name.

use candor_scan::vocabulary::{UnknownName, nearest};

use super::ConfigError;

impl ConfigError {
    /// Reads the message of a serde error, whichever format it comes from (TOML, JSON, a
    /// JavaScript object): the derive macros word them all alike.
    pub fn from_serde(message: &str) -> Self {
        let message = message.trim();
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let name = names.first().copied().unwrap_or_default();
        let known = names.get(1..).unwrap_or_default();
        let unknown = |code, what| {
            let unknown = UnknownName { what, name: name.into(), nearest: nearest(name, known.iter().copied()) };
            let mut error = Self::unknown(code, &unknown);
            if error.cure.is_empty() {
                error.cure = format!("known are {}", known.join(", "));
            }
            error
        };
        if message.starts_with("unknown field") {
            unknown("unknown-key", "key")
        } else if message.starts_with("unknown variant") && known.contains(&"zh-Hant") {
            unknown("unknown-locale", "locale")
        } else if message.starts_with("unknown variant") {
            unknown("unknown-value", "value")
        } else if message.starts_with("unknown market") {
            let near = known.first().map(|known| (*known).to_owned());
            Self::unknown("unknown-market", &UnknownName { what: "market", name: name.into(), nearest: near })
        } else {
            Self { code: "syntax", message: message.replace('\n', ", "), cure: String::new() }
        }
    }
}
