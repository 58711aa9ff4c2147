//! The kinds of content that notices are about, and the finer terms that laws use for them.

pub use candor_scan::vocabulary::NoticeKind as Kind;

/// The kinds that a term of a law is about; none where it is about no notice that words can give.
///
/// ```
/// # use candor::disclosure::kind::{self, Kind};
/// assert_eq!(kind::of_term("synthetic_performer"), [Kind::SyntheticMedia]);
/// assert_eq!(kind::of_term("text"), [Kind::AiGenerated, Kind::AiAssisted]);
/// ```
pub fn of_term(term: &str) -> &'static [Kind] {
    match term {
        "text" | "text_file" | "matters_of_public_interest" | "professional_services" => {
            &[Kind::AiGenerated, Kind::AiAssisted]
        }
        "image" | "video" | "audio" => &[Kind::SyntheticMedia, Kind::AiGenerated, Kind::AiAssisted],
        "deepfake" | "synthetic_performer" | "synthetic_voice" | "voice" | "virtual_scene" => &[Kind::SyntheticMedia],
        "chatbot" | "voicebot" | "ai_agent" | "companion_chatbot" | "social_bot" | "robocall" => &[Kind::Chatbot],
        "automated_decisions" | "consequential_decisions" | "high_risk_ai" => &[Kind::AutomatedDecision],
        "prices" => &[Kind::PersonalisedPrice],
        "endorsements" | "testimonials" | "reviews" => &[Kind::PaidPartnership, Kind::Affiliate],
        _ => &[],
    }
}

/// Whether AI, rather than money, is what the kind is about.
pub const fn is_ai(kind: Kind) -> bool {
    !matches!(kind, Kind::PaidPartnership | Kind::Affiliate)
}
