//! Marks are read from files that real tools wrote, and nothing that a file holds makes their
//! reader fail.
//!
//! `EXIFTOOL` names the program of that name and `C2PA_PYTHON` a folder of Python packages with
//! `c2pa-python`; `cargo xtask test` sets both. Without one of them its tests say so and pass.
#![cfg(not(target_family = "wasm"))]

#[path = "marks/files.rs"]
mod files;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use candor::disclosure::Kind;
use candor::disclosure::marks::{self, Mark, Scheme};
use proptest::prelude::*;

const GENERATED: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
const COMPOSITE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
const LABEL: &str = r#"{"AIGC":{"Label":"1","ContentProducer":"001191310115MA1K","ProduceID":"p-1"}}"#;

fn mark(scheme: Scheme, value: &str, content: Option<Kind>) -> Mark {
    Mark { scheme, value: value.into(), content }
}

/// The tool that a variable names.
fn tool(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        eprintln!(
            "SKIPPED: {variable} is not set, so that no file of that tool was read; `cargo xtask test rust` sets it"
        );
    }
    found
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// What exiftool makes of `file` with `args`.
fn exiftool(program: &Path, folder: &Path, name: &str, file: &[u8], args: &[&str]) -> Vec<u8> {
    let path = folder.join(name);
    fs::write(&path, file).unwrap();
    let config = folder.join("tags.config");
    fs::write(&config, TAGS).unwrap();
    // The configuration must come first.
    run(Command::new(program).arg("-config").arg(config).args(["-q", "-overwrite_original"]).args(args).arg(&path));
    fs::read(path).unwrap()
}

/// China's names, which exiftool does not know by itself.
const TAGS: &str = r#"
%Image::ExifTool::UserDefined = (
    'Image::ExifTool::XMP::Main' => { TC260 => { SubDirectory => { TagTable => 'Image::ExifTool::UserDefined::TC260' } } },
    'Image::ExifTool::PNG::TextualData' => { AIGC => { Name => 'AIGC' } },
    'Image::ExifTool::QuickTime::Keys' => { 'AIGC' => { Name => 'AIGC' } },
);
%Image::ExifTool::UserDefined::TC260 = (
    GROUPS => { 0 => 'XMP', 1 => 'XMP-TC260', 2 => 'Other' },
    NAMESPACE => { 'TC260' => 'http://www.tc260.org.cn/ns/AIGC/1.0/' },
    WRITABLE => 'string',
    AIGC => { },
);
1;
"#;

#[test]
fn what_exiftool_writes_is_read_in_every_format_and_gone_when_it_is_removed() {
    let Some(program) = tool("EXIFTOOL") else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = format!("-XMP-iptcExt:DigitalSourceType={GENERATED}");
    let mut wrong = Vec::new();
    // Of SVG exiftool is a reader only.
    for (end, file) in files::all().into_iter().filter(|(end, _)| *end != "svg") {
        let name = format!("a.{end}");
        let marked = exiftool(&program, folder.path(), &name, &file, &[&source]);
        let expected = [mark(Scheme::Iptc, GENERATED, Some(Kind::AiGenerated))];
        if marks::read(&marked) != expected {
            wrong.push(format!("{end}: {:?}", marks::read(&marked)));
        }
        // A PDF only gets a later version without it: the old one stays in the file.
        let bare = exiftool(&program, folder.path(), &name, &marked, &["-all="]);
        if end != "pdf" && !marks::read(&bare).is_empty() {
            wrong.push(format!("{end} without: {:?}", marks::read(&bare)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_packet_that_exiftool_writes_is_read_as_a_file_and_inside_an_svg() {
    let Some(program) = tool("EXIFTOOL") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xmp");
    run(Command::new(&program).arg(format!("-XMP-iptcExt:DigitalSourceType={COMPOSITE}")).arg(&path));
    let packet = fs::read_to_string(path).unwrap();
    let expected = [mark(Scheme::Iptc, COMPOSITE, Some(Kind::AiAssisted))];
    assert_eq!(marks::read(packet.as_bytes()), expected);
    let start = packet.find("<rdf:RDF").unwrap();
    let end = packet.find("</x:xmpmeta>").unwrap();
    assert_eq!(marks::read(&files::svg(&packet[start..end])), expected);
}

#[test]
fn chinas_label_is_read_wherever_exiftool_puts_it() {
    let Some(program) = tool("EXIFTOOL") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (end, tag) in [
        ("jpg", "EXIF:UserComment"),
        ("jpg", "XMP-TC260:AIGC"),
        ("webp", "EXIF:UserComment"),
        ("webp", "XMP-TC260:AIGC"),
        ("png", "EXIF:UserComment"),
        ("png", "PNG:AIGC"),
        ("png", "XMP-TC260:AIGC"),
        ("gif", "XMP-TC260:AIGC"),
        ("pdf", "XMP-TC260:AIGC"),
        ("mp4", "Keys:AIGC"),
        ("mp4", "XMP-TC260:AIGC"),
    ] {
        let file = files::all().into_iter().find(|(it, _)| *it == end).unwrap().1;
        // Compressed where the format knows how.
        for compress in ["-api", "-z"] {
            let args = [compress, if compress == "-api" { "Compact=0" } else { "-m" }, &format!("-{tag}={LABEL}")];
            let found = marks::read(&exiftool(&program, folder.path(), &format!("a.{end}"), &file, &args));
            if found != [mark(Scheme::Aigc, "1", Some(Kind::AiGenerated))] {
                wrong.push(format!("{tag} of {end}, {compress}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Signs `source` as `target` with actions and, if given, an ingredient in a relationship.
fn sign(packages: &Path, source: &Path, target: &Path, actions: &str, ingredient: Option<(&str, &Path)>) {
    let manifest = format!(
        r#"{{"claim_generator_info":[{{"name":"candor-tests","version":"1"}}],"assertions":[{{"label":"c2pa.actions","data":{{"actions":[{actions}]}}}}]}}"#
    );
    let mut command = Command::new("python3");
    command.arg("tests/marks/sign.py").arg(manifest).arg(source).arg(target).env("PYTHONPATH", packages);
    if let Some((relationship, path)) = ingredient {
        command.arg(relationship).arg(path);
    }
    run(&mut command);
}

fn created(source_type: &str) -> String {
    format!(r#"{{"action":"c2pa.created","digitalSourceType":"{source_type}"}}"#)
}

#[test]
fn manifests_that_the_c2pa_library_signs_are_read_in_every_format() {
    let Some(packages) = tool("C2PA_PYTHON") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    // The library reads PDF and signs none.
    for (end, file) in files::all().into_iter().filter(|(end, _)| *end != "pdf") {
        let [source, target] = ["a", "b"].map(|name| folder.path().join(format!("{name}.{end}")));
        fs::write(&source, file).unwrap();
        sign(&packages, &source, &target, &created(GENERATED), None);
        let found = marks::read(&fs::read(&target).unwrap());
        if found != [mark(Scheme::C2pa, GENERATED, Some(Kind::AiGenerated))] {
            wrong.push(format!("{end}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_a_picture_was_made_from_speaks_for_it_and_what_was_put_in_makes_a_composite() {
    let Some(packages) = tool("C2PA_PYTHON") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.png"), files::png(&[])).unwrap();
    sign(&packages, &path("a.png"), &path("made.png"), &created(GENERATED), None);
    let camera = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";
    sign(&packages, &path("a.png"), &path("taken.png"), &created(camera), None);
    let read = |source: &str, actions: &str, relationship: &str| {
        let target = path("b.png");
        _ = fs::remove_file(&target);
        sign(&packages, &path("a.png"), &target, actions, Some((relationship, &path(source))));
        marks::read(&fs::read(&target).unwrap())
    };
    let cropped = r#"{"action":"c2pa.opened","parameters":{"ingredientIds":["before"]}},{"action":"c2pa.cropped"}"#;
    assert_eq!(read("made.png", cropped, "parentOf"), [mark(Scheme::C2pa, GENERATED, Some(Kind::AiGenerated))]);
    assert_eq!(read("taken.png", cropped, "parentOf"), [mark(Scheme::C2pa, camera, None)]);
    let composed = read("made.png", &created(camera), "componentOf");
    let mut contents: Vec<_> = composed.iter().map(|mark| mark.content).collect();
    contents.sort_unstable();
    assert_eq!(contents, [None, Some(Kind::AiAssisted)], "{composed:?}");
    // What a model was asked with is not in the picture.
    assert_eq!(read("made.png", &created(camera), "inputTo"), [mark(Scheme::C2pa, camera, None)]);
}

/// A superbox of JUMBF: a label, and what is inside.
fn superbox(kind: &[u8; 4], label: &str, inside: &[u8]) -> Vec<u8> {
    let tail = b"\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71";
    let description = [kind, &tail[..], &[3], label.as_bytes(), &[0]].concat();
    files::iso_box(b"jumb", &[files::iso_box(b"jumd", &description), inside.to_vec()].concat())
}

/// A manifest store whose only action has this source type, with a list that has no length.
fn store(source_type: &str) -> Vec<u8> {
    let text = |text: &str| [&[0x78, text.len() as u8], text.as_bytes()].concat();
    let action = [vec![0xA2], text("action"), text("c2pa.created"), text("digitalSourceType"), text(source_type)];
    let actions = [&[0xA1][..], &text("actions"), &[0x9F], &action.concat(), &[0xFF]].concat();
    let assertion = superbox(b"cbor", "c2pa.actions.v2", &files::iso_box(b"cbor", &actions));
    let manifest = superbox(b"c2ma", "urn:c2pa:1", &superbox(b"c2as", "c2pa.assertions", &assertion));
    superbox(b"c2pa", "c2pa", &manifest)
}

fn packet(value: &str) -> String {
    format!(
        "<?xpacket begin='\u{FEFF}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:i='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' xmlns:t='http://www.tc260.org.cn/ns/AIGC/1.0/'>{value}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )
}

/// Files with marks that no tool of the tests writes, or not in this way.
fn marked() -> Vec<(&'static str, Vec<u8>, Mark)> {
    let generated = |scheme| mark(scheme, GENERATED, Some(Kind::AiGenerated));
    let label = mark(Scheme::Aigc, "1", Some(Kind::AiGenerated));
    let property = packet(&format!("<i:DigitalSourceType>{GENERATED}</i:DigitalSourceType>"));
    let store = store(GENERATED);
    let embedded =
        [format!("<</Type/EmbeddedFile/Length {}>>\nstream\n", store.len()).as_bytes(), &store, b"\nendstream"]
            .concat();
    let stored = [
        &b"\x78\x01\x01"[..],
        &(property.len() as u16).to_le_bytes(),
        &(!(property.len() as u16)).to_le_bytes(),
        property.as_bytes(),
    ]
    .concat();
    let sum = property.bytes().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(byte)) % 65521;
        (a, (b + a) % 65521)
    });
    let folded = [&stored[..], &(sum.1 << 16 | sum.0).to_be_bytes()].concat();
    let stream = [b"<</Type/Metadata/Subtype/XML/Filter/FlateDecode>>\nstream\n", &folded[..], b"\nendstream"].concat();
    let half = store.len() / 2;
    let piece = |number: u32, part: &[u8]| [b"JP\x00\x01", &number.to_be_bytes()[..], part].concat();
    let again = [&store[..8], &store[half..]].concat();
    let value = files::iso_box(b"data", &[b"\0\0\0\x01\0\0\0\0", LABEL.as_bytes()].concat());
    let keys = [b"\0\0\0\0\0\0\0\x01", &files::iso_box(b"mdta", b"AIGC")[..]].concat();
    let list = files::iso_box(b"\0\0\0\x01", &value);
    let meta = [&[0; 4][..], &files::iso_box(b"keys", &keys), &files::iso_box(b"ilst", &list)].concat();
    let film = files::mp4(&files::iso_box(b"udta", &files::iso_box(b"meta", &meta)));
    let wave = [b"RIFF\0\0\0\0WAVEAIGC", &(LABEL.len() as u32).to_le_bytes()[..], LABEL.as_bytes()].concat();
    vec![
        ("an embedded file of a PDF", files::pdf(&embedded), generated(Scheme::C2pa)),
        ("a compressed stream of a PDF", files::pdf(&stream), generated(Scheme::Iptc)),
        (
            "a manifest in two segments",
            files::jpeg(&[(0xEB, &piece(1, &store[..half])), (0xEB, &piece(2, &again))]),
            generated(Scheme::C2pa),
        ),
        ("a side file", store, generated(Scheme::C2pa)),
        ("a key of a film, in ISO's box", film, label.clone()),
        ("a chunk of a sound", wave, label),
        (
            "an item of a picture in ISO's boxes",
            [
                files::iso_box(b"ftyp", b"avif\0\0\0\0"),
                files::iso_box(b"mdat", &[b"\x12\0", property.as_bytes()].concat()),
            ]
            .concat(),
            generated(Scheme::Iptc),
        ),
        (
            "a reference",
            packet(&format!("<i:digitalSourceType rdf:resource='{GENERATED}'/>")).into_bytes(),
            generated(Scheme::Iptc),
        ),
        (
            "a code without its address",
            packet("<i:DigitalSourceType>trainedAlgorithmicMedia</i:DigitalSourceType>").into_bytes(),
            mark(Scheme::Iptc, "trainedAlgorithmicMedia", Some(Kind::AiGenerated)),
        ),
        (
            "entities",
            packet("<t:AIGC>{&quot;Label&quot;:&#34;2&#x22;}</t:AIGC>").into_bytes(),
            mark(Scheme::Aigc, "2", None),
        ),
        (
            "a manifest elsewhere",
            packet("<d:provenance xmlns:d='http://purl.org/dc/terms/'>https://a.example/m.c2pa</d:provenance>")
                .into_bytes(),
            mark(Scheme::C2pa, "https://a.example/m.c2pa", None),
        ),
    ]
}

#[test]
fn marks_are_read_in_every_way_in_which_they_are_written() {
    let wrong: Vec<_> = marked()
        .into_iter()
        .filter(|(_, file, expected)| marks::read(file) != std::slice::from_ref(expected))
        .map(|(name, file, _)| (name, marks::read(&file)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_said_of_parts_and_of_other_files_is_no_mark() {
    for (name, file) in [
        ("an ingredient in XMP", packet(&format!("<m:Ingredients xmlns:m='x'><rdf:Bag><rdf:li i:DigitalSourceType='{GENERATED}'/></rdf:Bag></m:Ingredients>")).into_bytes()),
        ("a name of somebody else", packet("<x:DigitalSourceType xmlns:x='https://x.example/'>trainedAlgorithmicMedia</x:DigitalSourceType>").into_bytes()),
        ("words of a picture", files::svg(&format!("<desc>{GENERATED}</desc>"))),
        ("a comment of a PNG", files::png(&[(b"tEXt", b"Comment\0AIGC made this")])),
        ("settings of a generator", files::png(&[(b"tEXt", b"parameters\0a towel, 20 steps")])),
    ] {
        assert_eq!(marks::read(&file), [], "{name}");
    }
    for (_, file) in files::all() {
        assert_eq!(marks::read(&file), []);
    }
}

#[test]
fn a_file_that_was_made_to_be_slow_is_not() {
    let deep = format!("<svg xmlns='http://www.w3.org/2000/svg'>{}", "<a>".repeat(300_000)).into_bytes();
    let many = packet(&"<i:DigitalSourceType>x</i:DigitalSourceType>".repeat(50_000)).into_bytes();
    let names = (0..20_000).map(|i| format!(" xmlns:n{i}='x'")).collect::<String>();
    let bound = packet(&format!("<i:DigitalSourceType{names}/>")).into_bytes();
    let nested =
        (0..20_000).fold(
            Vec::new(),
            |inside: Vec<u8>, _| if inside.len() < 400_000 { files::iso_box(b"jumb", &inside) } else { inside },
        );
    let list = superbox(b"cbor", "c2pa.actions", &files::iso_box(b"cbor", &[0x81].repeat(500_000)));
    let list = superbox(b"c2pa", "c2pa", &superbox(b"c2ma", "m", &superbox(b"c2as", "c2pa.assertions", &list)));
    let starts = [b"%PDF-1.7 ", &b"<?xpacket begin /XML jumdc2pa ".repeat(50_000)[..]].concat();
    let boxes = files::iso_box(b"moov", &files::iso_box(b"udta", &[]).repeat(100_000));
    let begin = cpu_time::ProcessTime::now();
    for file in [deep, many, bound, nested, list, starts, boxes] {
        marks::read(&file);
    }
    // Far beyond what it takes (0.6 s without optimisation); what grows with the square takes minutes.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_fail(
        head in prop::sample::select(vec![&b""[..], b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"%PDF-", b"\0\0\0\x08ftyp", b"<svg", b"\0\0\0\0jumb", b"<rdf:RDF"]),
        tail in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        marks::read(&[head, &tail].concat());
    }

    #[test]
    fn no_break_and_no_flaw_makes_the_reader_fail(
        at: prop::sample::Index,
        end: prop::sample::Index,
        flaws in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let all = marked();
        let (_, file, _) = at.get(&all);
        let mut file = file.clone();
        for (at, byte) in flaws {
            let at = at.index(file.len());
            file[at] = byte;
        }
        marks::read(&file);
        marks::read(&file[..end.index(file.len())]);
    }
}
