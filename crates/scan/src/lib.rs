//! From text to matches. Knows no HTML and no rule's meaning.
pub mod vocabulary;
