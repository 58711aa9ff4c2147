//! What each element is to a reader of its text, and what its attributes say of that.

use html5gum::State;

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Joins the text around: `b`, `span`, what nobody knows.
    Inline,
    /// `a`.
    Link,
    /// Code inside running text.
    Code,
    /// `q`, which browsers show with quotation marks.
    Quoted,
    /// `small`.
    Small,
    /// `sup`, `sub`.
    Raised,
    /// The reading of a character, beside it.
    Ruby,
    /// Ends the text before.
    Block,
    /// A block that groups controls.
    Group,
    Paragraph,
    Heading,
    Item,
    Term,
    Table,
    Row,
    Cell,
    /// The caption of a table or figure.
    Caption,
    Figure,
    Quote,
    Pre,
    Nav,
    Footer,
    Details,
    Summary,
    Button,
    Label,
    Legend,
    Select,
    Option,
    /// Something that says it is a checkbox or switch.
    Checkbox,
    Title,
    /// Shown only where something else is not: `template`, `noscript`, `canvas`.
    Dormant,
    /// `script`, `style`: text that is neither markup nor copy.
    Skipped,
    /// `svg`, `math`.
    Foreign,
    /// HTML inside `svg`.
    ForeignObject,
    /// The text that stands for a picture, where it is not an attribute.
    Alt,
    Break,
    /// `wbr`.
    WordBreak,
    Rule,
    Image,
    Media,
    Input,
    Meta,
    /// Void, and nothing to read.
    Empty,
}

impl Kind {
    /// What the element `name` is.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "a" => Self::Link,
            "code" | "kbd" | "samp" | "tt" | "var" => Self::Code,
            "q" => Self::Quoted,
            "small" => Self::Small,
            "sup" | "sub" => Self::Raised,
            "rt" | "rp" => Self::Ruby,
            "div" | "form" | "dialog" | "fieldset" | "ul" | "ol" | "menu" | "section" => Self::Group,
            "html" | "head" | "body" | "main" | "article" | "aside" | "header" | "hgroup" | "address" | "center"
            | "dl" | "search" | "dir" => Self::Block,
            "p" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "li" => Self::Item,
            "dt" | "dd" => Self::Term,
            "table" => Self::Table,
            "tr" | "tbody" | "thead" | "tfoot" | "colgroup" => Self::Row,
            "td" | "th" => Self::Cell,
            "caption" | "figcaption" => Self::Caption,
            "figure" => Self::Figure,
            "blockquote" => Self::Quote,
            "pre" | "listing" | "xmp" | "plaintext" => Self::Pre,
            "nav" => Self::Nav,
            "footer" => Self::Footer,
            "details" => Self::Details,
            "summary" => Self::Summary,
            "button" => Self::Button,
            "label" => Self::Label,
            "legend" => Self::Legend,
            "select" | "datalist" | "optgroup" => Self::Select,
            "option" => Self::Option,
            "title" => Self::Title,
            "template" | "noscript" | "object" | "canvas" => Self::Dormant,
            "script" | "style" | "textarea" | "iframe" | "noembed" | "noframes" => Self::Skipped,
            "svg" | "math" => Self::Foreign,
            "foreignobject" => Self::ForeignObject,
            "br" => Self::Break,
            "wbr" => Self::WordBreak,
            "hr" => Self::Rule,
            "img" | "image" => Self::Image,
            "video" | "audio" => Self::Media,
            "input" => Self::Input,
            "meta" => Self::Meta,
            "area" | "base" | "basefont" | "bgsound" | "col" | "embed" | "frame" | "link" | "param" | "source"
            | "track" => Self::Empty,
            _ => Self::Inline,
        }
    }

    /// Whether the text before and in it are two blocks.
    pub(super) fn breaks(self) -> bool {
        !matches!(
            self,
            Self::Inline
                | Self::Link
                | Self::Code
                | Self::Quoted
                | Self::Small
                | Self::Raised
                | Self::Ruby
                | Self::Dormant
                | Self::Skipped
                | Self::Foreign
                | Self::ForeignObject
                | Self::Alt
                | Self::Break
                | Self::WordBreak
                | Self::Image
                | Self::Media
                | Self::Input
                | Self::Meta
                | Self::Empty
        )
    }

    /// Whether it has no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Self::Break | Self::WordBreak | Self::Rule | Self::Image | Self::Input | Self::Meta | Self::Empty
        )
    }

    /// Whether its start tag ends an open paragraph.
    pub(super) fn ends_paragraph(self) -> bool {
        matches!(
            self,
            Self::Block
                | Self::Group
                | Self::Paragraph
                | Self::Heading
                | Self::Item
                | Self::Term
                | Self::Table
                | Self::Caption
                | Self::Figure
                | Self::Quote
                | Self::Pre
                | Self::Nav
                | Self::Footer
                | Self::Details
                | Self::Summary
                | Self::Rule
        )
    }

    /// Whether the end tags of what is around it do not count inside.
    pub(super) fn is_barrier(self) -> bool {
        matches!(self, Self::Table | Self::Cell | Self::Caption | Self::Dormant | Self::Foreign)
    }

    /// Whether controls in it are siblings.
    pub(super) fn groups(self) -> bool {
        matches!(self, Self::Group | Self::Nav)
    }
}

/// How the text in element `name` is read, where it is not markup.
pub(super) fn raw_text(name: &str) -> Option<(State, &'static str)> {
    Some(match name {
        "title" => (State::RcData, "title"),
        "textarea" => (State::RcData, "textarea"),
        "script" => (State::ScriptData, "script"),
        "style" => (State::RawText, "style"),
        "xmp" => (State::RawText, "xmp"),
        "iframe" => (State::RawText, "iframe"),
        "noembed" => (State::RawText, "noembed"),
        "noframes" => (State::RawText, "noframes"),
        "plaintext" => (State::PlainText, "plaintext"),
        _ => return None,
    })
}

/// Whether an inline style takes the element out of sight.
pub(super) fn is_style_hidden(style: &str) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(property, value)| {
        let value = value.trim().to_ascii_lowercase();
        let word = value.split(|c: char| c == '!' || c.is_whitespace()).next().unwrap_or("");
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => word == "none",
            "visibility" => matches!(word, "hidden" | "collapse"),
            // `0`, `0px`, `.0em`, but not `0.9em`.
            "font-size" | "opacity" => {
                let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
                // To parse it would bring the tables of decimal fractions to every browser.
                let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
                digits.contains('0')
                    && digits.matches('.').count() <= 1
                    && digits.chars().all(|c| matches!(c, '0' | '.'))
            }
            _ => false,
        }
    })
}

/// Whether a class or id names what shops print small.
pub(super) fn is_small_print(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        ["footer", "disclaimer", "fine-print", "fine_print", "fineprint", "small-print", "small_print", "smallprint"]
            .iter()
            .any(|part| name.contains(part))
            || name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| matches!(part, "legal" | "terms"))
    })
}

/// Whether a class makes a link look like a button.
pub(super) fn is_button_class(class: &str) -> bool {
    class.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("btn")
            || name.contains("button")
            || name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == "cta")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_hides_only_with_a_value_that_hides() {
        for style in
            ["display:none", "color:red; DISPLAY : none !important", "font-size:0", "opacity: 0.0", "font-size:0px"]
        {
            assert!(is_style_hidden(style), "{style}");
        }
        for style in ["display:block", "font-size:0.9em", "opacity:.5", "content:'display:none'", "", ";:;"] {
            assert!(!is_style_hidden(style), "{style}");
        }
    }

    #[test]
    fn a_class_is_read_by_its_parts() {
        assert!(is_small_print("col-6 site-footer"));
        assert!(is_small_print("product__legal"));
        assert!(!is_small_print("determined illegal"));
        assert!(is_button_class("hero-cta"));
        assert!(is_button_class("btn btn-primary"));
        assert!(!is_button_class("octagon action"));
    }
}
