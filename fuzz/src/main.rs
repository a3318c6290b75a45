//! `seeded TARGET SEED COUNT [FROM]`: gives a target so many generated inputs, on a stable compiler. An input that makes the
//! target panic is said and ends the run; `FROM` begins at an input by its number, to see it again.

use casegraph_fuzz::{generate, targets};
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).and_then(|text| text.parse::<u64>().ok());
    let target = targets::ALL.iter().find(|(name, _)| args.first().is_some_and(|arg| arg == name));
    let (Some((name, run)), Some(seed), Some(count)) = (target, number(1), number(2)) else {
        eprintln!("usage: seeded syntax|pipeline|documents|requests SEED COUNT [FROM]");
        return ExitCode::from(2);
    };
    let first = number(3).unwrap_or(0);
    let start = Instant::now();
    for number in first..first + count {
        let input = generate::input(name, seed, number);
        if catch_unwind(|| run(&input)).is_err() {
            eprintln!("input {number} of seed {seed}:\n{}", String::from_utf8_lossy(&input));
            return ExitCode::FAILURE;
        }
        if (number + 1 - first) % 100_000 == 0 {
            eprintln!("{name}: {} inputs, {:.0} s", number + 1 - first, start.elapsed().as_secs_f64());
        }
    }
    println!("{name}: {count} inputs of seed {seed} from {first} on, {:.0} s", start.elapsed().as_secs_f64());
    ExitCode::SUCCESS
}
