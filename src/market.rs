//! Where copy is shown: countries, the European Union, states of the United States, platforms.

use candor_scan::vocabulary::{UnknownName, nearest};
use serde::de::{Deserialize, Deserializer, Error};

/// Places with their own rules for advertisers who publish there.
pub const PLATFORMS: &[&str] = &[
    "AMAZON",
    "APPLE",
    "BILIBILI",
    "DOUYIN",
    "GOOGLE",
    "KUAISHOU",
    "LINE",
    "LINKEDIN",
    "META",
    "MICROSOFT",
    "NAVER",
    "PINTEREST",
    "REDDIT",
    "SNAP",
    "TABOOLA",
    "TIKTOK",
    "WECHAT",
    "WEIBO",
    "X",
    "XIAOHONGSHU",
    "YOUTUBE",
];

/// ISO 3166-1, two letters.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Member states of the European Union.
const UNION: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

/// States of the United States, and its capital's district.
const STATES: &str = "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ \
    NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY";

fn lists(codes: &str, code: &str) -> bool {
    codes.split_ascii_whitespace().any(|known| known == code)
}

/// The market that `name` means, as the rest of candor writes it: `us-ny` is `US-NY`, `UK` is `GB`.
///
/// # Errors
/// When there is no such country, state or platform.
pub fn parse(name: &str) -> Result<String, UnknownName> {
    let code = name.trim().to_ascii_uppercase();
    if code == "UK" {
        return Ok("GB".into());
    }
    let state = code.strip_prefix("US-").is_some_and(|state| lists(STATES, state));
    if state || code == "EU" || lists(COUNTRIES, &code) || PLATFORMS.contains(&code.as_str()) {
        return Ok(code);
    }
    // Any two letters are one away from some country, and a guess would be noise.
    let near = || nearest(&code, PLATFORMS.iter().copied());
    Err(UnknownName { what: "market", name: name.into(), nearest: if code.len() > 2 { near() } else { None } })
}

/// The markets whose rules hold in `market`: itself and what it is part of.
///
/// ```
/// # use candor::market;
/// assert_eq!(market::with_parents("FR"), ["FR", "EU"]);
/// assert_eq!(market::with_parents("US-NY"), ["US-NY", "US"]);
/// ```
pub fn with_parents(market: &str) -> Vec<&str> {
    let parent = match market {
        market if market.starts_with("US-") => Some("US"),
        market if lists(UNION, market) => Some("EU"),
        _ => None,
    };
    [market].into_iter().chain(parent).collect()
}

/// For `deserialize_with`: markets, each as [`parse`] writes it.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    names.iter().map(|name| parse(name).map_err(Error::custom)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_market_is_a_country_a_state_the_union_or_a_platform() {
        for (name, market) in [("EU", "EU"), ("fr", "FR"), ("UK", "GB"), (" us-ny ", "US-NY"), ("TikTok", "TIKTOK")] {
            assert_eq!(parse(name).as_deref(), Ok(market));
        }
    }

    #[test]
    fn an_unknown_market_is_named_and_only_a_long_one_is_guessed_at() {
        let message = |name| parse(name).unwrap_err().to_string();
        assert_eq!(message("TIKTOC"), "unknown market `TIKTOC`; did you mean `TIKTOK`?");
        assert_eq!(message("XX"), "unknown market `XX`");
        assert_eq!(message("US-ZZ"), "unknown market `US-ZZ`");
    }

    #[test]
    fn the_lists_are_whole() {
        assert_eq!(COUNTRIES.split_ascii_whitespace().count(), 249);
        assert_eq!(UNION.split_ascii_whitespace().filter(|code| lists(COUNTRIES, code)).count(), 27);
        assert_eq!(STATES.split_ascii_whitespace().count(), 51);
    }
}
