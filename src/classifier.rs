//! The small second opinion: how much a passage reads like copy that presses, by the
//! company its words keep.
//!
//! A linear model over hashed features of the tokens that the scanner has already, and of
//! the categories of the rules that fired. It never makes a finding reliable: it gives [`Report::manipulation`] and, where no rule
//! fired, at most the hint [`RULE`]. `cargo xtask train` makes its weights.
//!
//! Sums are of integers and the one function that is no basic operation, the exponential,
//! is written out here, so that a probability is the same to the bit everywhere.
//!
//! [`Report::manipulation`]: crate::Report::manipulation

use candor_scan::hash;
use candor_scan::token::{Flags, Kind, Token};
use candor_scan::vocabulary::{Category, Certainty};

use crate::document::Range;

/// The hint's rule.
pub const RULE: &str = "autonomy/pressing-wording";

/// Probability from which the hint is given.
pub const HINT: f32 = 0.95;

/// A passage of fewer words is a label or a figure, of which the model knows too little for
/// the hint: `28 MB/sec, 0.35 %`, `3 lives left`.
pub const HINT_WORDS: usize = 5;

/// Places for words and pairs of words.
pub const BUCKETS: usize = 1 << 14;
/// Places for shape and cues, behind the others.
pub const SHAPES: usize = 1 << 10;
/// Places of the gate's weights, last of all.
pub const GATES: usize = 1 << 12;
/// Weights of a model.
pub const WEIGHTS: usize = BUCKETS + SHAPES + GATES;
/// What a shape or a cue counts beside a word.
pub const SHAPE_VALUE: f64 = 0.3;

/// Blocks up to this many tokens are read whole: a banner of three short sentences presses
/// as one. Longer ones are read by sentence.
pub const PASSAGE: usize = 40;

/// The first bytes of a model; the last is its version.
const MAGIC: [u8; 4] = *b"cnm1";
const BUILTIN: &[u8] = include_bytes!("../models/classifier.bin");

/// Words that tell the same, by what they tell. A passage's classes, their pairs and their
/// order are features, so that `12 shoppers bought` is known from `9 people ordered`.
const CUES: [&str; 27] = [
    "left remaining remain remains",
    "stock inventory supply supplies availability quantity quantities",
    "low only just few limited almost nearly last final running",
    "sold selling sell sells gone sellout",
    "demand popular trending bestseller bestsellers hot favourite favorite",
    "people person someone somebody customers shoppers others visitors users buyers everyone guests travellers travelers members",
    "viewing viewed looking watching browsing looked seen eyeing",
    "bought purchased ordered booked added grabbed claimed joined signed",
    "buy order shop get grab claim book purchase snag secure act",
    "now today tonight immediately instantly right",
    "hurry quick quickly fast soon rush before",
    "ends ending end expires expire expiring closes closing until",
    "hour hours hr hrs minute minutes min mins second seconds sec secs",
    "day days week weeks weekend midnight month",
    "sale deal deals offer offers discount discounts promo promotion coupon clearance flash special",
    "off save savings saving free price prices",
    "no not don dont never without",
    "i me my mine m",
    "thanks thank",
    "want like hate love prefer rather enjoy pass care",
    "miss missing lose waste late forget regret",
    "cart basket bag checkout",
    "reserved reserve hold held holding guaranteed guarantee",
    "ago recently last past",
    "subscribe newsletter email emails updates notify club",
    "in from",
    "unsubscribe cancel call contact phone opt uncheck untick",
];
/// Which of the marks that are no tokens a byte is, from 1; 10 is the first byte of a curly
/// quote, a bullet or an arrow.
const MARKS: [u8; 256] = {
    let mut marks = [0; 256];
    let known = b"-'\"&(+#/,\xE2";
    let mut at = 0;
    while at < known.len() {
        marks[known[at] as usize] = at as u8 + 1;
        at += 1;
    }
    marks
};
/// Stands beside the cues for any number.
const NUMBER_CUE: u32 = CUES.len() as u32;

/// Where a passage's features stand in a model.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Words, their beginnings, pairs of words and marks: below [`BUCKETS`].
    pub words: Vec<u16>,
    /// Shape, cues and categories: from [`BUCKETS`] on.
    pub shapes: Vec<u16>,
    /// Words as the gate sums them: from [`BUCKETS`] + [`SHAPES`] on.
    pub gates: Vec<u16>,
    /// Whether a rule fired, which opens the gate.
    pub fired: bool,
}

/// Weights, and what is needed to apply them.
#[derive(Clone, Debug)]
pub struct Model {
    /// One weight for each place.
    pub weights: Vec<i8>,
    /// What a weight of 1 stands for.
    pub scale: f32,
    /// The score of a passage without features.
    pub bias: f32,
    /// A passage in which no rule fired and whose words sum to less than this counts as 0:
    /// most copy ends here, at the price of one look-up a word.
    pub gate: i32,
}

impl Model {
    /// As the file has it: a header, then each weight behind the distance from the one before.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend(self.bias.to_le_bytes());
        bytes.extend(self.gate.to_le_bytes());
        let mut next = 0;
        for (at, &weight) in self.weights.iter().enumerate().filter(|(_, weight)| **weight != 0) {
            let mut gap = at - next;
            while gap >= 255 {
                bytes.push(255);
                gap -= 255;
            }
            bytes.extend([gap as u8, weight as u8]);
            next = at + 1;
        }
        bytes
    }

    /// What [`Model::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, mut rest) = bytes.split_at_checked(16)?;
        let four = |at: usize| <[u8; 4]>::try_from(&head[at..at + 4]).ok();
        if four(0)? != MAGIC {
            return None;
        }
        let mut weights = vec![0; WEIGHTS];
        let mut at = 0;
        while let Some((&gap, behind)) = rest.split_first() {
            at += usize::from(gap);
            rest = behind;
            if gap < 255 {
                let (&weight, behind) = rest.split_first()?;
                *weights.get_mut(at)? = weight as i8;
                (at, rest) = (at + 1, behind);
            }
        }
        Some(Self {
            weights,
            scale: f32::from_le_bytes(four(4)?),
            bias: f32::from_le_bytes(four(8)?),
            gate: i32::from_le_bytes(four(12)?),
        })
    }

    /// The probability that a passage with these features presses.
    pub fn probability(&self, features: &Features) -> f32 {
        let sum = |places: &[u16]| places.iter().map(|&at| i32::from(self.weights[usize::from(at)])).sum::<i32>();
        if !features.fired && sum(&features.gates) < self.gate {
            return 0.0;
        }
        let words = f64::from(sum(&features.words)) * word_value(features.words.len());
        let shapes = f64::from(sum(&features.shapes)) * SHAPE_VALUE;
        logistic((words + shapes) * f64::from(self.scale) + f64::from(self.bias)) as f32
    }
}

/// What each of `n` words counts: long passages must not win by length.
pub fn word_value(n: usize) -> f64 {
    1.0 / (n.max(1) as f64).sqrt()
}

/// 1 / (1 + e^-x), of basic operations only.
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp((-x).clamp(-30.0, 30.0)))
}

/// e^x for |x| ≤ 30: halved until a short series serves, then squared as often.
fn exp(x: f64) -> f64 {
    let small = x / 1024.0;
    let series = [720.0, 120.0, 24.0, 6.0, 2.0, 1.0].iter().fold(0.0, |sum, divisor| (sum + 1.0 / divisor) * small);
    (0..10).fold(1.0 + series, |power, _| power * power)
}

/// Where the word with this key stands.
#[inline(always)]
fn place(key: u32) -> u16 {
    (key.wrapping_mul(0x9E37_79B1) >> 18) as u16
}

/// Where the gate's weight of the word with this key stands, behind all others.
#[inline(always)]
fn gate(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> 20) as usize
}

fn shape(kind: u32, value: u32) -> u16 {
    let key = (kind << 16 | value).wrapping_mul(0x85EB_CA6B);
    BUCKETS as u16 + ((key ^ key >> 15).wrapping_mul(0x9E37_79B1) >> 22) as u16
}

/// What a token is to the gate: numbers are all one word.
#[inline(always)]
fn key(token: &Token) -> u32 {
    const KEEP: [u32; 4] = [u32::MAX, 0, u32::MAX, u32::MAX];
    const SALT: [u32; 4] = [0, 0xA511_E9B3, 0, 0x63D8_3595];
    token.code & KEEP[token.kind as usize] ^ SALT[token.kind as usize]
}

/// Reads passages.
#[derive(Clone, Debug)]
pub struct Classifier {
    model: Model,
    cues: Cues,
}

/// Which classes each cue word belongs to: word and set of classes, by the word's last bits,
/// or behind.
#[derive(Clone, Debug)]
pub struct Cues(Vec<(u32, u32)>);

impl Default for Cues {
    fn default() -> Self {
        let mut cues = Self(vec![(0, 0); 512]);
        for (class, words) in CUES.iter().enumerate() {
            for word in words.split(' ') {
                let code = hash::ascii(word.as_bytes(), 0, word.len());
                let slot = cues.slot(code);
                cues.0[slot] = (code, cues.0[slot].1 | 1 << class);
            }
        }
        cues
    }
}

impl Cues {
    fn slot(&self, code: u32) -> usize {
        let mut at = code as usize % self.0.len();
        while self.0[at].1 != 0 && self.0[at].0 != code {
            at = (at + 1) % self.0.len();
        }
        at
    }

    /// The classes of a word.
    fn of(&self, code: u32) -> impl Iterator<Item = u32> {
        let mut classes = self.0[self.slot(code)].1;
        core::iter::from_fn(move || {
            let class = (classes != 0).then(|| classes.trailing_zeros())?;
            classes &= classes - 1;
            Some(class)
        })
    }

    /// The features of `tokens`, one passage of `text` in which rules of the categories `fired`
    /// found something, each as certain as it is.
    pub fn features(&self, text: &str, tokens: &[Token], fired: &[(Category, Certainty)], features: &mut Features) {
        let Features { words, shapes, gates, fired: any } = features;
        words.clear();
        shapes.clear();
        gates.clear();
        *any = !fired.is_empty();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let mut pair = |a: u32, b: u32| words.push(place(a.rotate_left(7).wrapping_mul(0xC2B2_AE35) ^ b));
        const EDGE: u32 = 0x27D4_EB2F;
        let mut before = EDGE;
        let mut class_before = u32::MAX;
        let mut classes = 0_u32;
        let [mut capitals, mut upper, mut alphabetic, mut numbers, mut exclamations] = [0_u32; 5];
        for (at, token) in tokens.iter().enumerate() {
            let own = key(token);
            gates.push((BUCKETS + SHAPES + gate(own)) as u16);
            let mut class = |class: u32| {
                classes |= 1 << class;
                if class_before != u32::MAX {
                    shapes.push(shape(1, class_before << 8 | class));
                }
                class_before = class;
            };
            let symbol = match token.kind {
                Kind::Word | Kind::Cjk => {
                    alphabetic += 1;
                    capitals += u32::from(token.flags.has(Flags::CAPITAL));
                    upper += u32::from(token.flags.has(Flags::UPPER));
                    self.of(token.code).for_each(class);
                    own
                }
                Kind::Number => {
                    numbers += 1;
                    class(NUMBER_CUE);
                    let mark = |token: Option<&Token>, marks: &str| {
                        token.is_some_and(|token| {
                            token.kind == Kind::Mark
                                && char::from_u32(token.code).is_some_and(|mark| marks.contains(mark))
                        })
                    };
                    let behind = tokens.get(at + 1);
                    let sort = if token.flags.has(Flags::CLOCK) {
                        1
                    } else if token.flags.has(Flags::DATE) {
                        2
                    } else if mark(behind, "%") {
                        3
                    } else if mark(behind, "$£€¥₩") || mark(tokens[..at].last(), "$£€¥₩") {
                        4
                    } else {
                        shapes.push(shape(2, token.code.checked_ilog10().unwrap_or(0).min(5)));
                        shapes.push(shape(3, u32::from(token.code <= 10)));
                        5
                    };
                    own ^ sort
                }
                Kind::Mark => {
                    exclamations += u32::from(token.is_mark('!'));
                    if !matches!(char::from_u32(token.code), Some('!' | '?' | ':')) {
                        continue;
                    }
                    own
                }
            };
            pair(before, symbol);
            before = symbol;
        }
        pair(before, EDGE);
        words.extend(tokens.iter().map(|token| place(key(token))));
        let word = |token: &&Token| token.kind == Kind::Word;
        // Four letters stand for a word's forms.
        let beginnings = tokens.iter().filter(word).filter_map(|token| {
            let letters = token.text(text).as_bytes().get(..5)?;
            letters.is_ascii().then(|| place(hash::ascii(letters, 0, 4) ^ 0x5555_1234))
        });
        words.extend(beginnings);
        // A small word beside a capital: `in Leeds`, `Ana bought`.
        let capital = |token: &Token| token.flags.has(Flags::CAPITAL) && !token.flags.has(Flags::UPPER);
        for pair in tokens.windows(2).filter(|pair| pair.iter().all(|token| token.kind == Kind::Word)) {
            if capital(&pair[1]) && !pair[0].flags.has(Flags::CAPITAL) {
                words.push(place(pair[0].code ^ 0x0777_7777));
            }
            if capital(&pair[0]) && !pair[1].flags.has(Flags::CAPITAL) {
                words.push(place(pair[1].code ^ 0x1777_7777));
            }
        }
        // Marks that are no tokens.
        let seen = &text.as_bytes()[first.start as usize..last.end as usize];
        let marks = seen.iter().fold(0, |marks, byte| marks | 1 << MARKS[usize::from(*byte)]);
        shapes.extend((1..=10).filter(|mark| marks >> mark & 1 == 1).map(|mark| shape(15, mark)));
        // A hint says less than a reliable finding, and is met more often.
        for (certainty, category, count) in [(Certainty::Reliable, 17, 18), (Certainty::Hint, 19, 20)] {
            let of = fired.iter().filter(|(_, own)| *own == certainty);
            let mut categories = of.fold(0_u32, |set, (category, _)| set | 1 << *category as u32);
            shapes.push(shape(count, categories.count_ones().min(3)));
            while categories != 0 {
                shapes.push(shape(category, categories.trailing_zeros()));
                categories &= categories - 1;
            }
        }
        for class in 0..=NUMBER_CUE {
            if classes >> class & 1 == 1 {
                shapes.push(shape(4, class));
                let others = (class + 1..=NUMBER_CUE).filter(|other| classes >> other & 1 == 1);
                shapes.extend(others.map(|other| shape(5, class << 8 | other)));
            }
        }
        let tenths = |part: u32| (part * 4).div_ceil(alphabetic.max(1));
        let all_numbers = numbers > 0 && alphabetic == 0;
        shapes.extend([
            shape(6, classes.count_ones().min(6)),
            shape(7, (last.end - first.start).ilog2()),
            shape(8, (tokens.len() as u32).min(12)),
            shape(9, tenths(capitals)),
            shape(10, tenths(upper)),
            shape(11, exclamations.min(3)),
            shape(12, numbers.min(4)),
            shape(13, u32::from(last.is_mark('.')) + 2 * u32::from(last.is_mark(':'))),
            shape(14, u32::from(first.kind == Kind::Number) + 2 * u32::from(all_numbers)),
        ]);
    }
}

impl Classifier {
    /// With the weights that this build carries.
    pub fn builtin() -> Self {
        Self::new(Model::from_bytes(BUILTIN).expect("`cargo xtask train` wrote it"))
    }

    /// With the weights of `model`.
    pub fn new(model: Model) -> Self {
        Self { model, cues: Cues::default() }
    }

    /// Calls `each` with every passage of a block that may press: its first token, one past its
    /// last, the probability that it presses, and whether a rule fired in it. `found` are the
    /// findings in the block.
    pub fn read(
        &self,
        text: &str,
        tokens: &[Token],
        found: &[(Range, (Category, Certainty))],
        mut each: impl FnMut(usize, usize, f32, bool),
    ) {
        let split = tokens.len() > PASSAGE;
        let gates: &[i8; GATES] =
            self.model.weights[BUCKETS + SHAPES..].try_into().expect("a model has WEIGHTS weights");
        let mut features = Features::default();
        let (mut from, mut sum) = (0, 0);
        for (at, token) in tokens.iter().enumerate() {
            sum += i32::from(gates[gate(key(token))]);
            let end = at + 1;
            if end < tokens.len() && !(split && token.ends_sentence()) {
                continue;
            }
            let range = Range { start: tokens[from].start, end: token.end };
            let inside = found.iter().filter(|(of, _)| of.overlaps(range));
            let fired: Vec<_> = inside.map(|(_, fired)| *fired).collect();
            if sum >= self.model.gate || !fired.is_empty() {
                self.cues.features(text, &tokens[from..end], &fired, &mut features);
                each(from, end, self.model.probability(&features), !fired.is_empty());
            }
            (from, sum) = (end, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_right_to_eleven_digits() {
        for x in [-30.0_f64, -7.5, -1.0, -1e-9, 0.0, 0.3, 2.0, 11.0, 30.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-11, "{x}: {} {}", exp(x), x.exp());
        }
        assert_eq!(logistic(0.0), 0.5);
    }

    #[test]
    fn a_model_survives_its_file_and_a_broken_file_is_none() {
        let mut model = Model { weights: vec![0; WEIGHTS], scale: 0.02, bias: -1.5, gate: -12 };
        for (at, weight) in [(0, 3), (254, -4), (255, 5), (1000, 127), (WEIGHTS - 1, -127)] {
            model.weights[at] = weight;
        }
        let bytes = model.to_bytes();
        let read = Model::from_bytes(&bytes).unwrap();
        assert_eq!((read.weights, read.scale, read.bias, read.gate), (model.weights, 0.02, -1.5, -12));
        assert!(Model::from_bytes(&bytes[..bytes.len() - 1]).is_none());
        assert!(Model::from_bytes(b"cnm0 and sixteen bytes").is_none());
        assert!(Model::from_bytes(&[]).is_none());
    }

    #[test]
    fn the_model_in_the_binary_is_small_and_fits_its_format() {
        assert!(BUILTIN.len() < 10_000, "{} bytes", BUILTIN.len());
        let model = Model::from_bytes(BUILTIN).unwrap();
        assert_eq!(model.to_bytes(), BUILTIN);
        assert!(model.weights.iter().any(|weight| *weight > 0) && model.weights.iter().any(|weight| *weight < 0));
    }
}
