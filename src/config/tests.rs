use super::*;

fn invalid(config: Config) -> String {
    config.validate(&Catalogue::builtin()).unwrap_err().to_string()
}

#[cfg(feature = "full")]
fn read(text: &str) -> Result<Config, String> {
    Config::from_toml(text, "candor.toml").map_err(|error| error.to_string())
}

#[test]
#[cfg(feature = "full")]
fn a_configuration_is_read_from_toml() {
    let config = read(
        r#"
        markets = ["eu", "UK", "us-ny"]
        locales = ["en", "zh-Hant"]
        lang = "fr"
        brands = ["Last Chance Records"]
        skip = ["drafts/**"]

        [rules]
        urgency = "off"
        "house/no-cheap" = "error"

        [phrases."house/no-cheap"]
        find = ["dirt cheap"]
        message = "“{match}” is not how the house speaks"
        severity = "info"

        [[ignores]]
        rule = "claims"
        text = "the best"
        reason = "proved in the trial of 2026"
        "#,
    )
    .unwrap();
    assert_eq!(config.markets, ["EU", "GB", "US-NY"]);
    assert_eq!(config.locales, [Locale::En, Locale::ZhHant]);
    assert_eq!(config.rules["urgency"], RuleSetting::Off);
    assert_eq!(config.phrases["house/no-cheap"].severity, Some(Severity::Info));
    assert_eq!(config.validate(&Catalogue::builtin()), Ok(()));
}

#[test]
#[cfg(feature = "full")]
fn a_mistake_is_named_with_its_line_and_the_nearest_known_name() {
    let cases = [
        ("\nmarekts = []", "candor.toml:2: unknown key `marekts`; did you mean `markets`?"),
        ("[phrases.\"house/a\"]\nfnd = [\"x\"]", "candor.toml:2: unknown key `fnd`; did you mean `find`?"),
        (
            "zzz = 1",
            "candor.toml:1: unknown key `zzz`; known are rules, markets, locales, lang, brands, phrases, patterns, ignores, skip",
        ),
        ("locales = [\"en\", \"zh-Hnat\"]", "candor.toml:1: unknown locale `zh-Hnat`; did you mean `zh-Hant`?"),
        ("lang = \"xx\"", "candor.toml:1: unknown locale `xx`; candor speaks en, zh-Hant, zh-Hans, ja, ko, de, fr, es"),
        ("markets = [\"TIKTOC\"]", "candor.toml:1: unknown market `TIKTOC`; did you mean `TIKTOK`?"),
        (
            "\n\nmarkets = [\"QQ\"]",
            "candor.toml:3: unknown market `QQ`; write a country (`FR`), a state (`US-NY`), `EU` or a platform (`META`)",
        ),
        ("[rules]\nurgency = \"eror\"", "candor.toml:2: unknown value `eror`; did you mean `error`?"),
        ("[rules]\nurgency = 3", "candor.toml:2: wanted string or table"),
    ];
    let wrong: Vec<_> = cases
        .into_iter()
        .map(|(text, expected)| (read(text).unwrap_err(), expected))
        .filter(|(message, expected)| message != expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(read("rules = [").unwrap_err().starts_with("candor.toml:1: "));
}

#[test]
fn what_only_the_whole_can_tell_is_checked_afterwards() {
    let house = |find: &str| HouseRule { find: vec![find.into()], ..HouseRule::default() };
    let ignore = |rule: &str, reason: &str| Ignore { rule: Some(rule.into()), text: None, reason: reason.into() };
    let cases = [
        (
            Config { rules: [("urgncy".into(), RuleSetting::Off)].into(), ..Config::default() },
            "unknown rule `urgncy`; did you mean `urgency`?",
        ),
        (
            Config {
                rules: [("house/no-chep".into(), RuleSetting::Off)].into(),
                phrases: [("house/no-cheap".into(), house("cheap"))].into(),
                ..Config::default()
            },
            "unknown rule `house/no-chep`; did you mean `house/no-cheap`?",
        ),
        (
            Config { ignores: vec![ignore("zzz", "because")], ..Config::default() },
            "unknown rule `zzz`; `candor rules` lists them",
        ),
        (
            Config { ignores: vec![ignore("urgency", " ")], ..Config::default() },
            "the ignore of `urgency` has no reason; say in `reason` why it is accepted",
        ),
        (
            Config { ignores: vec![Ignore { reason: "because".into(), ..Ignore::default() }], ..Config::default() },
            "an ignore names neither a rule nor words; give it `rule`, `text` or both",
        ),
        (
            Config { phrases: [("no-cheap".into(), house("cheap"))].into(), ..Config::default() },
            "`no-cheap` is no id of a house rule; write it as `house/no-cheap`: lower-case letters, digits and hyphens",
        ),
        (
            Config { phrases: [("house/empty".into(), house(" "))].into(), ..Config::default() },
            "house rule `house/empty` has nothing to find; give it `find = [\"...\"]`",
        ),
        (
            Config { markets: vec!["Mars".into()], ..Config::default() },
            "unknown market `Mars`; write a country (`FR`), a state (`US-NY`), `EU` or a platform (`META`)",
        ),
    ];
    for (config, expected) in cases {
        assert_eq!(invalid(config), expected);
    }
}

#[test]
#[cfg(not(feature = "full"))]
fn a_pattern_names_the_build_that_reads_it() {
    let house = HouseRule { find: vec!["chea+p".into()], ..HouseRule::default() };
    let config = Config { patterns: [("house/cheap".into(), house)].into(), ..Config::default() };
    assert_eq!(
        invalid(config),
        "house pattern `house/cheap` is a regular expression, which this build cannot read; load `candor/full`, or write it as a phrase"
    );
}
