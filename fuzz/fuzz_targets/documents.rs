#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| casegraph_fuzz::targets::documents(bytes));
