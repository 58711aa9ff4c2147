//! What a panic would say is cut: in a browser it goes nowhere.
//!
//! The standard library has no place to print there, so a panic is a trap, whatever it says. Still
//! the compiler puts the message together at each place that may panic: an eighth of the code.

use anyhow::Result;
use rustc_demangle::demangle;
use walrus::ir::{Unreachable, Value};
use walrus::{ConstExpr, DataKind, FunctionKind, Module};

/// How the names of functions begin that only word a panic and never return.
const BEGINNINGS: [&str; 11] = [
    "__rustc::rust_begin_unwind",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already_",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::str::slice_error_fail",
    "std::panicking::panic_",
];

/// How the names of those end that belong to a type or a module.
const ENDINGS: [&str; 3] = ["::assert_failed", "::len_mismatch_fail", "_index_fail"];

/// `wasm`, in which a panic traps at once and knows no place. It must have a name section.
pub fn silence(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm)?;
    for function in module.funcs.iter_mut() {
        let Some(name) = &function.name else { continue };
        if let FunctionKind::Local(body) = &mut function.kind
            && only_words_a_panic(&format!("{:#}", demangle(name)))
        {
            let entry = body.entry_block();
            body.block_mut(entry).instrs = vec![(Unreachable {}.into(), Default::default())];
        }
    }
    let mut data = Memory::of(&module);
    data.forget_places();
    data.give_back(&mut module);
    Ok(module.emit_wasm())
}

/// What stands in the module's memory when it begins.
struct Memory {
    /// Where each segment begins, and its bytes.
    segments: Vec<(walrus::DataId, usize, Vec<u8>)>,
}

impl Memory {
    fn of(module: &Module) -> Self {
        let segments = module.data.iter().filter_map(|data| match data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(at)), .. } => {
                Some((data.id(), at as usize, data.value.clone()))
            }
            _ => None,
        });
        Self { segments: segments.collect() }
    }

    fn at(&self, address: usize, len: usize) -> Option<&[u8]> {
        self.segments.iter().find_map(|(_, start, bytes)| bytes.get(address.checked_sub(*start)?..)?.get(..len))
    }

    /// Clears the places that panics name: the address and length of a source file's name, line and column.
    fn forget_places(&mut self) {
        let mut places = Vec::new();
        for (segment, (_, start, bytes)) in self.segments.iter().enumerate() {
            for from in (start.wrapping_neg() % 4..bytes.len().saturating_sub(15)).step_by(4) {
                let [name, len, line, column] =
                    [0, 4, 8, 12].map(|at| u32::from_le_bytes(bytes[from + at..][..4].try_into().expect("four bytes")));
                let named = (4..256).contains(&len)
                    && line > 0
                    && column > 0
                    && self.at(name as usize, len as usize).is_some_and(|name| name.ends_with(b".rs"));
                if named {
                    places.push((segment, from));
                }
            }
        }
        for (segment, from) in places {
            self.segments[segment].2[from..from + 16].fill(0);
        }
    }

    fn give_back(self, module: &mut Module) {
        for (id, _, bytes) in self.segments {
            module.data.get_mut(id).value = bytes;
        }
    }
}

/// Takes a demangled name without its hash.
fn only_words_a_panic(name: &str) -> bool {
    BEGINNINGS.iter().any(|begin| name.starts_with(begin)) || ENDINGS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_a_panic_is_known_by_its_name_and_a_panicking_caller_is_left() {
        for name in [
            "core::panicking::panic_fmt",
            "core::slice::index::slice_index_fail",
            "<alloc::vec::Vec<_, _>>::remove::assert_failed",
            "core::slice::copy_from_slice_impl::len_mismatch_fail",
        ] {
            assert!(only_words_a_panic(name), "{name}");
        }
        for name in ["core::slice::index::get", "candor::linter::Linter::lint", "std::panicking::Hook"] {
            assert!(!only_words_a_panic(name), "{name}");
        }
    }

    #[test]
    fn a_silenced_panic_is_a_trap_and_everything_else_stays() {
        let mut module = Module::default();
        for name in ["core::panicking::panic", "candor::lint"] {
            let mut builder = walrus::FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.into()).func_body().i32_const(7).drop();
            let function = builder.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, function);
        }
        let silenced = Module::from_buffer(&silence(&module.emit_wasm()).unwrap()).unwrap();
        let instructions = |name: &str| {
            let body = silenced.funcs.get(silenced.exports.get_func(name).unwrap()).kind.unwrap_local();
            let block = body.block(body.entry_block());
            block.instrs.iter().map(|(instruction, _)| instruction.is_unreachable()).collect::<Vec<_>>()
        };
        assert_eq!(instructions("core::panicking::panic"), [true]);
        assert_eq!(instructions("candor::lint"), [false, false]);
    }

    #[test]
    fn the_place_of_a_panic_is_cleared_and_its_neighbours_stay() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let place = [1024_u32, 6, 7, 5].map(u32::to_le_bytes).concat();
        let bytes = [b"lib.rs, ", &place[..], b"neighbour"].concat();
        let offset = ConstExpr::Value(Value::I32(1024));
        module.data.add(DataKind::Active { memory, offset }, bytes);
        let silenced = Module::from_buffer(&silence(&module.emit_wasm()).unwrap()).unwrap();
        let data = silenced.data.iter().next().unwrap();
        assert_eq!(data.value, [b"lib.rs, ", &[0; 16][..], b"neighbour"].concat());
    }
}
