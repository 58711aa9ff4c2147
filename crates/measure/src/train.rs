//! Training of the classifier, and what it is worth: cross-validation, and false alarms on
//! text that it was not trained on.
//!
//! One thread, a fixed generator and basic operations only: the same files give the same
//! weights, to the bit, on any machine.

use std::collections::BTreeMap;
use std::path::PathBuf;

use candor::classifier::{
    BUCKETS, Cues, Features, HINT, Model, RULE, SHAPE_VALUE, SHAPES, WEIGHTS, logistic, word_value,
};
use candor::{Facts, Linter, Locale};
use candor_scan::rule_file::{self, Example};
use candor_scan::token;
use candor_scan::vocabulary::Certainty;

use crate::quality;
use crate::rate::Rate;
use crate::root;
use crate::table::{Tsv, markdown};

const EPOCHS: usize = 40;
const ETA: f64 = 0.5;
const DECAY: f64 = 2e-5;
const FOLDS: usize = 5;
/// Cross-validation is repeated with these splits, since one of them says little.
const SHUFFLES: [u64; 4] = [42, 1, 2, 3];
/// Weights that are kept, and the gate's: more gain nothing and cost bytes.
const KEPT: usize = 3000;
const KEPT_GATES: usize = 700;
/// Positives are fewer, and more of them are missed than others are taken for them.
const POSITIVE_WEIGHT: f64 = 1.2;
const GATE_POSITIVE_WEIGHT: f64 = 2.0;
/// Of the positives that no rule finds and the model does, the gate may lose one of so many.
const GATE_LOSES_ONE_OF: usize = 33;
/// … and then opens a little wider, since its weights fit what they were trained on best. For
/// the same reason it is trained briefly.
const GATE_MARGIN: i32 = 10;
const GATE_EPOCHS: usize = 5;
/// What a row of ordinary text counts beside one of the labelled set.
const NEUTRAL_WEIGHT: f64 = 0.3;

/// A labelled text, as the model sees it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The text.
    pub text: String,
    features: Features,
    /// Whether it presses.
    pub presses: bool,
    /// Rows of one group stay on one side of a split.
    pub group: String,
    weight: f64,
}

/// Makes samples.
struct Reader {
    cues: Cues,
    linter: Linter,
}

impl Reader {
    fn sample(&self, text: &str, presses: bool, group: &str, weight: f64) -> Sample {
        let mut tokens = Vec::new();
        token::tokenize(text, 0, text.len(), &[], &mut tokens);
        let mut features = Features::default();
        let seen = quality::lint(&self.linter, text, Locale::En, Facts::default());
        let others = seen.iter().filter(|seen| seen.rule != RULE);
        let fired: Vec<_> = others
            .map(|seen| (seen.category, if seen.reliable { Certainty::Reliable } else { Certainty::Hint }))
            .collect();
        self.cues.features(text, &tokens, &fired, &mut features);
        Sample { text: text.to_owned(), features, presses, group: group.to_owned(), weight }
    }

    /// The English rows of a file with the columns `text` and `label`, perhaps `lang` and `group`.
    fn read(&self, table: &Tsv, weight: f64) -> Result<Vec<Sample>, String> {
        let (text, label) = (table.column("text")?, table.column("label")?);
        let (lang, group) = (table.column("lang").ok(), table.column("group").ok());
        let english = table.rows.iter().filter(|row| lang.is_none_or(|lang| row[lang] == "en"));
        let sample = |row: &Vec<String>| {
            self.sample(&row[text], row[label] == "1", group.map_or("", |group| &row[group]), weight)
        };
        Ok(english.map(sample).collect())
    }
}

/// What rule files say must pass, in English: innocent readings of the very words that rules know.
fn passes(reader: &Reader) -> Result<Vec<Sample>, String> {
    let folder = rule_file::read_folder(&root().join("rules")).map_err(|problems| format!("{problems:#?}"))?;
    let sections = folder.rules.iter().flat_map(|rule| &rule.languages).filter(|(locale, _)| *locale == Locale::En);
    let examples = sections.flat_map(|(_, section)| &section.passes);
    let texts = examples.map(|example| match example {
        Example::Plain(text) | Example::Table { text, .. } => text,
    });
    Ok(texts.filter(|text| !text.starts_with('<')).map(|text| reader.sample(text, false, "", 1.0)).collect())
}

/// A generator that is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) % n as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// Logistic regression by AdaGrad over what `active` gives of a sample: places, each with the
/// value that it counts. Gives weights and bias.
fn regress<const N: usize>(
    samples: &[&Sample],
    epochs: usize,
    positive: f64,
    active: impl for<'a> Fn(&'a Features) -> [(&'a [u16], f64); N],
) -> (Vec<f64>, f64) {
    let mut weights = vec![0.0_f64; WEIGHTS];
    let mut squares = vec![0.01_f64; WEIGHTS];
    let (mut bias, mut bias_squares) = (0.0, 0.01);
    let mut order: Vec<&Sample> = samples.to_vec();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for sample in &order {
            let active = active(&sample.features);
            let mut score = bias;
            for (places, value) in active {
                score += places.iter().map(|&at| weights[usize::from(at)]).sum::<f64>() * value;
            }
            let weight = if sample.presses { sample.weight * positive } else { sample.weight };
            let error = (logistic(score) - f64::from(u8::from(sample.presses))) * weight;
            for (places, value) in active {
                for &at in places {
                    let at = usize::from(at);
                    let slope = error * value + DECAY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] -= ETA * slope / squares[at].sqrt();
                }
            }
            bias_squares += error * error;
            bias -= ETA * error / bias_squares.sqrt();
        }
    }
    (weights, bias)
}

/// The largest `kept` of `weights` in eight bits, and what 1 stands for.
fn pack(weights: &[f64], kept: usize) -> (Vec<i8>, f32) {
    let mut sizes: Vec<f64> = weights.iter().map(|weight| weight.abs()).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let scale = (sizes[0] / 127.0) as f32;
    let small = |weight: &f64| {
        if weight.abs() > sizes[kept] { (weight / f64::from(scale)).round() as i8 } else { 0 }
    };
    (weights.iter().map(small).collect(), scale)
}

fn train(samples: &[&Sample]) -> Model {
    let (weights, bias) = regress(samples, EPOCHS, POSITIVE_WEIGHT, |features| {
        [(&features.words, word_value(features.words.len())), (&features.shapes, SHAPE_VALUE)]
    });
    let (mut weights, scale) = pack(&weights, KEPT);
    // The gate must let nearly every positive pass, so that they weigh more.
    let (gates, _) = regress(samples, GATE_EPOCHS, GATE_POSITIVE_WEIGHT, |features| [(&features.gates, 1.0)]);
    let (gates, _) = pack(&gates, KEPT_GATES);
    weights[BUCKETS + SHAPES..].copy_from_slice(&gates[BUCKETS + SHAPES..]);
    let mut model = Model { weights, scale, bias: bias as f32, gate: i32::MIN };
    let mut sums: Vec<i32> = samples
        .iter()
        .filter(|sample| sample.presses && !sample.features.fired && model.probability(&sample.features) >= 0.5)
        .map(|sample| gate_sum(&model, sample))
        .collect();
    sums.sort_unstable();
    model.gate = sums.get(sums.len() / GATE_LOSES_ONE_OF).copied().unwrap_or(0) - GATE_MARGIN;
    model
}

fn gate_sum(model: &Model, sample: &Sample) -> i32 {
    sample.features.gates.iter().map(|&at| i32::from(model.weights[usize::from(at)])).sum()
}

/// A fold for each sample: by label in turn, or whole groups to the fold that has least.
fn folds(samples: &[Sample], grouped: bool, shuffle: u64) -> Vec<usize> {
    let mut random = Random(shuffle.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    if !grouped {
        let mut folds = vec![0; samples.len()];
        for presses in [false, true] {
            let mut of: Vec<usize> = (0..samples.len()).filter(|&at| samples[at].presses == presses).collect();
            random.shuffle(&mut of);
            of.iter().enumerate().for_each(|(turn, &at)| folds[at] = turn % FOLDS);
        }
        return folds;
    }
    let mut groups: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for sample in samples {
        groups.entry(&sample.group).or_default()[usize::from(sample.presses)] += 1;
    }
    let mut order: Vec<(&str, [usize; 2])> = groups.into_iter().collect();
    random.shuffle(&mut order);
    order.sort_by_key(|(_, count)| usize::MAX - count[0] - count[1]);
    let mut filled = [[0; 2]; FOLDS];
    let mut fold_of = BTreeMap::new();
    for (group, count) in order {
        let after = |fold: usize| {
            let [other, presses] = [0, 1].map(|label| filled[fold][label] + count[label]);
            other * other + presses * presses
        };
        let fold = (0..FOLDS).min_by_key(|&fold| {
            after(fold) as isize - {
                let [other, presses] = filled[fold];
                (other * other + presses * presses) as isize
            }
        });
        let fold = fold.unwrap_or(0);
        [0, 1].into_iter().for_each(|label| filled[fold][label] += count[label]);
        fold_of.insert(group, fold);
    }
    samples.iter().map(|sample| fold_of[sample.group.as_str()]).collect()
}

/// Out-of-fold probabilities; `always` is trained on in every fold.
fn cross_validate(samples: &[Sample], always: &[&Sample], grouped: bool, shuffle: u64) -> Vec<f32> {
    let folds = folds(samples, grouped, shuffle);
    let mut probabilities = vec![0.0; samples.len()];
    for fold in 0..FOLDS {
        let inside = samples.iter().zip(&folds).filter(|(_, of)| **of != fold).map(|(sample, _)| sample);
        let model = train(&inside.chain(always.iter().copied()).collect::<Vec<_>>());
        for (at, sample) in samples.iter().enumerate().filter(|(at, _)| folds[*at] == fold) {
            probabilities[at] = model.probability(&sample.features);
        }
    }
    probabilities
}

fn accuracy(samples: &[Sample], probabilities: &[f32], threshold: f32) -> [Rate; 3] {
    let [mut right, mut recall, mut alarms] = [Rate::default(); 3];
    for (sample, &probability) in samples.iter().zip(probabilities) {
        let presses = probability >= threshold;
        right.add(presses == sample.presses);
        if sample.presses { &mut recall } else { &mut alarms }.add(presses);
    }
    [right, recall, alarms]
}

/// A name, the samples, and their probabilities in each shuffle.
type Runs<'s> = (&'s str, &'s [Sample], [Vec<f32>; SHUFFLES.len()]);

fn accuracy_table(rows: &[Runs<'_>]) -> String {
    let mut lines = Vec::new();
    for (name, samples, runs) in rows {
        for threshold in [0.5, 0.8, HINT] {
            let rates = runs.each_ref().map(|probabilities| accuracy(samples, probabilities, threshold));
            let shares = rates.map(|[right, ..]| right.share());
            let mean = shares.iter().sum::<f64>() / shares.len() as f64;
            let each = shares.map(|share| format!("{share:.4}")).join(" ");
            let [_, recall, alarms] = rates[0];
            lines.push(vec![
                (*name).to_owned(),
                format!("{threshold:.2}"),
                format!("{mean:.4} ({each})"),
                recall.to_string(),
                alarms.to_string(),
            ]);
        }
    }
    markdown(&["5-fold, four shuffles", "from", "accuracy: mean (each)", "recall, first", "alarms, first"], &lines)
}

/// A file of samples under the name that tables give it.
#[derive(Debug)]
pub struct Set {
    name: String,
    samples: Vec<Sample>,
}

/// Half of a set's rows, by tens: neighbours may be of one page.
fn half(samples: &[Sample], other: bool) -> impl Iterator<Item = &Sample> {
    samples.iter().enumerate().filter(move |(at, _)| (at / 10 % 2 == 1) == other).map(|(_, sample)| sample)
}

/// What a model is trained on.
struct Inputs {
    labelled: Vec<Sample>,
    pairs: Vec<Sample>,
    sets: Vec<Set>,
    passes: Vec<Sample>,
}

impl Inputs {
    fn read(inputs: &[PathBuf]) -> Result<Self, String> {
        let reader = Reader { cues: Cues::default(), linter: quality::linter() };
        let (mut labelled, mut pairs, mut sets) = (Vec::new(), Vec::new(), Vec::new());
        for path in inputs {
            let table = Tsv::read(path)?;
            if table.column("group").is_ok() {
                labelled.extend(reader.read(&table, 1.0)?);
            } else if table.column("lang").is_err() {
                pairs.extend(reader.read(&table, 1.0)?);
            } else {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                sets.push(Set { name, samples: reader.read(&table, NEUTRAL_WEIGHT)? });
            }
        }
        sets.retain(|set| !set.samples.is_empty());
        if labelled.is_empty() {
            return Err("none of the files has the column `group`; name ec-darkpattern/dev.tsv among them".into());
        }
        let passes = passes(&reader)?;
        Ok(Self { labelled, pairs, sets, passes })
    }

    /// All that the shipped model is trained on besides the labelled set.
    fn always(&self) -> Vec<&Sample> {
        let ordinary = self.sets.iter().flat_map(|set| half(&set.samples, false));
        self.pairs.iter().chain(&self.passes).chain(ordinary).collect()
    }
}

/// The model that [`run`] gives, without what it is worth.
///
/// # Errors
/// As [`run`].
pub fn fit(inputs: &[PathBuf]) -> Result<Model, String> {
    let inputs = Inputs::read(inputs)?;
    Ok(train(&inputs.labelled.iter().chain(inputs.always()).collect::<Vec<_>>()))
}

/// What the features are worth on the labelled set alone: accuracy at 0.5 of five-fold
/// cross-validation, the mean of the four shuffles, stratified and grouped.
///
/// # Errors
/// As [`run`].
pub fn alone(labelled: PathBuf) -> Result<[f64; 2], String> {
    let labelled = Inputs::read(&[labelled])?.labelled;
    Ok([false, true].map(|grouped| {
        let share = |shuffle| accuracy(&labelled, &cross_validate(&labelled, &[], grouped, shuffle), 0.5)[0].share();
        SHUFFLES.map(share).iter().sum::<f64>() / SHUFFLES.len() as f64
    }))
}

/// Trains on the files of `inputs`: one with a column `group` is the labelled set, one without
/// `lang` is our own pairs, others are ordinary text, of which the first half is used. So are
/// the English `passes` lines of the rules. Prints what the model is worth, and gives it.
///
/// # Errors
/// When a file cannot be read, or none of them is labelled.
pub fn run(inputs: &[PathBuf]) -> Result<Model, String> {
    let Inputs { labelled, pairs, sets, passes } = Inputs::read(inputs)?;
    let alone = |grouped| SHUFFLES.map(|shuffle| cross_validate(&labelled, &[], grouped, shuffle));
    let ordinary: Vec<&Sample> = sets.iter().flat_map(|set| half(&set.samples, false)).collect();
    let always: Vec<&Sample> = pairs.iter().chain(&passes).chain(ordinary.iter().copied()).collect();
    let shipped = |grouped| SHUFFLES.map(|shuffle| cross_validate(&labelled, &always, grouped, shuffle));
    let without_pairs: Vec<&Sample> = labelled.iter().chain(ordinary.iter().copied()).collect();
    let model_without_pairs = train(&without_pairs);
    println!(
        "{}",
        accuracy_table(&[
            ("trained on it alone, stratified", &labelled, alone(false)),
            ("trained on it alone, grouped", &labelled, alone(true)),
            ("shipped, stratified", &labelled, shipped(false)),
            ("shipped, grouped", &labelled, shipped(true)),
        ])
    );

    let all: Vec<&Sample> = labelled.iter().chain(always.iter().copied()).collect();
    let model = train(&all);
    let only = train(&labelled.iter().collect::<Vec<_>>());
    let alarms = |model: &Model, samples: &mut dyn Iterator<Item = &Sample>| {
        let probabilities: Vec<f32> = samples.map(|sample| model.probability(&sample.features)).collect();
        [0.5, 0.8, HINT].map(|threshold| {
            let hits = probabilities.iter().filter(|probability| **probability >= threshold).count();
            Rate { hits: hits as u32, n: probabilities.len() as u32 }
        })
    };
    let mut lines = Vec::new();
    let mut line = |name: String, rates: [Rate; 3]| {
        let cells = rates.map(|rate| format!("{:.1} ({} of {})", rate.per_thousand(), rate.hits, rate.n));
        lines.push([vec![name], cells.to_vec()].concat());
    };
    for set in &sets {
        line(format!("{}, shipped, held-out half", set.name), alarms(&model, &mut half(&set.samples, true)));
        let others = sets.iter().filter(|other| other.name != set.name).flat_map(|other| half(&other.samples, false));
        let others: Vec<&Sample> = labelled.iter().chain(&pairs).chain(&passes).chain(others).collect();
        line(format!("{}, without this set in training", set.name), alarms(&train(&others), &mut set.samples.iter()));
        line(format!("{}, trained on the labelled set alone", set.name), alarms(&only, &mut set.samples.iter()));
    }
    for presses in [false, true] {
        let name = if presses { "our pairs that press (found)" } else { "our pairs that do not" };
        let own = || pairs.iter().filter(|sample| sample.presses == presses);
        line(format!("{name}, before training on them"), alarms(&model_without_pairs, &mut own()));
    }
    line("passes lines of the rules, before training on them".into(), alarms(&model_without_pairs, &mut passes.iter()));
    println!("{}", markdown(&["of 1,000 at", "0.50", "0.80", "0.95 (the hint)"], &lines));
    let mut gate = Rate::default();
    for sample in sets.iter().flat_map(|set| half(&set.samples, true)) {
        gate.add(sample.features.fired || gate_sum(&model, sample) >= model.gate);
    }
    println!("The gate lets {gate} of held-out ordinary text pass.");
    println!(
        "{} bytes, {} weights",
        model.to_bytes().len(),
        model.weights.iter().filter(|weight| **weight != 0).count()
    );
    Ok(model)
}
