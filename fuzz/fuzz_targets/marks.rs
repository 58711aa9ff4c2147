//! Any bytes are read for marks, whatever file they claim to be.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    candor::disclosure::marks::read(data);
});
