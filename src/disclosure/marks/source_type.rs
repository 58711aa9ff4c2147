//! IPTC's vocabulary of digital source types, which XMP, C2PA and schema.org share.

use crate::disclosure::Kind;

/// What a source type says; `None` where it does not say that a trained model took part.
/// Addresses, codes without one and the names of schema.org are all found in files.
pub fn content(value: &str) -> Option<Kind> {
    let value = value.trim().trim_end_matches('/');
    let code = value.rsplit(['/', '#', ':']).next().unwrap_or(value);
    let code = code.strip_suffix("DigitalSource").unwrap_or(code);
    let is = |name: &str| code.eq_ignore_ascii_case(name);
    if is("trainedAlgorithmicMedia") || is("trainedAlgorithmicData") {
        Some(Kind::AiGenerated)
    } else if is("compositeWithTrainedAlgorithmicMedia") || is("compositeSynthetic") {
        Some(Kind::AiAssisted)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_type_says_ai_in_each_notation_and_others_do_not() {
        for (value, says) in [
            ("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", Some(Kind::AiGenerated)),
            ("https://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic/", Some(Kind::AiAssisted)),
            ("compositeWithTrainedAlgorithmicMedia", Some(Kind::AiAssisted)),
            ("https://schema.org/TrainedAlgorithmicMediaDigitalSource", Some(Kind::AiGenerated)),
            ("digsrctype:trainedAlgorithmicMedia", Some(Kind::AiGenerated)),
            ("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData", Some(Kind::AiGenerated)),
            ("http://c2pa.org/digitalsourcetype/empty", None),
            // Fractals and noise: an algorithm that nobody trained.
            ("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia", None),
            ("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", None),
            ("", None),
        ] {
            assert_eq!(content(value), says, "{value}");
        }
    }
}
