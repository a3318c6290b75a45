//! Aggregating functions. All of them pass over null.

use super::argument::{At, wrong_type, wrong_value};
use super::signature::{any, number, number_or_duration, param};
use super::sum::Sum;
use super::total::{Mean, Total, mean_type, sum_type};
use super::{Accumulator, Aggregate, Param};
use crate::value::{Bounds, Cell, Fault, Pile, Type, Value, order};
use std::any::Any;
use std::cmp::Ordering;

const VALUE: Param = param("value", any);
const NUMBER: Param = param("number", number);
const ADDED: Param = param("number", number_or_duration);
const PERCENTILE: Param = param("percentile", number);

/// The rows of the table.
pub(super) static AGGREGATES: &[Aggregate] = &[
    Aggregate {
        name: "count",
        params: &[VALUE],
        result: |_| Type::Int,
        about: "How many values there are; count(*) counts rows.",
        start: || Box::new(Count(0)),
    },
    Aggregate {
        name: "sum",
        params: &[ADDED],
        result: sum_type,
        about: "The sum of the numbers or durations, 0 when there are none.",
        start: || Box::<Total>::default(),
    },
    Aggregate {
        name: "avg",
        params: &[ADDED],
        result: mean_type,
        about: "The mean of the numbers or durations, null when there are none.",
        start: || Box::<Mean>::default(),
    },
    Aggregate {
        name: "min",
        params: &[VALUE],
        result: Type::clone,
        about: "The value that ORDER BY puts first, null when there are none.",
        start: || Box::new(Extreme { wanted: Ordering::Less, best: None }),
    },
    Aggregate {
        name: "max",
        params: &[VALUE],
        result: Type::clone,
        about: "The value that ORDER BY puts last, null when there are none.",
        start: || Box::new(Extreme { wanted: Ordering::Greater, best: None }),
    },
    Aggregate {
        name: "collect",
        params: &[VALUE],
        result: |element| Type::list(element.clone()),
        about: "The list of the values.",
        start: || Box::<Collected>::default(),
    },
    Aggregate {
        name: "stDev",
        params: &[NUMBER],
        result: |_| Type::Float,
        about: "The standard deviation of the numbers as a sample, 0 when there are fewer than two.",
        start: || Box::new(Deviation { name: "stDev", numbers: Vec::new() }),
    },
    Aggregate {
        name: "stDevP",
        params: &[NUMBER],
        result: |_| Type::Float,
        about: "The standard deviation of the numbers as the whole population, 0 when there are none.",
        start: || Box::new(Deviation { name: "stDevP", numbers: Vec::new() }),
    },
    Aggregate {
        name: "percentileDisc",
        params: &[NUMBER, PERCENTILE],
        result: number_type,
        about: "The number at or next to a percentile from 0 to 1, null when there are none.",
        start: || {
            Box::new(Percentile {
                name: "percentileDisc",
                finish: discrete,
                wanted: None,
                numbers: Vec::new(),
                begun: false,
            })
        },
    },
    Aggregate {
        name: "percentileCont",
        params: &[NUMBER, PERCENTILE],
        result: |_| Type::Float,
        about: "The number at a percentile from 0 to 1, weighted between its neighbors, null when there are none.",
        start: || {
            Box::new(Percentile {
                name: "percentileCont",
                finish: weighted,
                wanted: None,
                numbers: Vec::new(),
                begun: false,
            })
        },
    },
];

/// Integers stay integers, floats floats.
fn number_type(argument: &Type) -> Type {
    match argument {
        Type::Int | Type::Float => argument.clone(),
        _ => Type::Number,
    }
}

/// A later state of the same aggregate: one function starts all states of a call.
pub(super) fn of<T: Accumulator>(later: Box<dyn Accumulator>) -> T {
    let later: Box<dyn Any> = later;
    *later.downcast().expect("two states of one call are of one type")
}

struct Count(i64);

impl Accumulator for Count {
    fn add(&mut self, args: &[Value]) -> Result<(), Fault> {
        self.0 += i64::from(!args[0].is_null());
        Ok(())
    }

    fn add_cell(&mut self, cell: Cell<'_>) -> Result<(), Fault> {
        self.0 += i64::from(!cell.is_null());
        Ok(())
    }

    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault> {
        self.0 += of::<Self>(later).0;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &Bounds) -> Result<Value, Fault> {
        Ok(Value::Int(self.0))
    }
}

/// The first or last value by the order of ORDER BY; of several in one place, the one that came first.
struct Extreme {
    wanted: Ordering,
    best: Option<Value>,
}

impl Accumulator for Extreme {
    fn add(&mut self, args: &[Value]) -> Result<(), Fault> {
        let value = &args[0];
        let better = self.best.as_ref().is_none_or(|best| order(value, best) == self.wanted);
        if better && !value.is_null() {
            self.best = Some(value.clone());
        }
        Ok(())
    }

    fn add_cell(&mut self, cell: Cell<'_>) -> Result<(), Fault> {
        match self.best.as_ref().and_then(|best| cell.simple_order(Cell::from(best))) {
            Some(order) if order != self.wanted => Ok(()),
            _ => self.add(&[cell.value()]),
        }
    }

    fn add_ints(&mut self, numbers: &[i64]) -> Result<(), Fault> {
        let best = if self.wanted == Ordering::Less { numbers.iter().min() } else { numbers.iter().max() };
        best.map_or(Ok(()), |best| self.add_cell(Cell::Int(*best)))
    }

    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault> {
        of::<Self>(later).best.map_or(Ok(()), |best| self.add(&[best]))
    }

    fn finish(self: Box<Self>, _: &Bounds) -> Result<Value, Fault> {
        Ok(self.best.unwrap_or_default())
    }
}

#[derive(Default)]
struct Collected(Pile<Value>);

impl Accumulator for Collected {
    fn add(&mut self, args: &[Value]) -> Result<(), Fault> {
        if !args[0].is_null() {
            self.0.push(args[0].clone());
        }
        Ok(())
    }

    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault> {
        self.0.append(of::<Self>(later).0);
        Ok(())
    }

    fn keeps(&self) -> bool {
        true
    }

    fn finish(self: Box<Self>, bounds: &Bounds) -> Result<Value, Fault> {
        Ok(Value::list(self.0.gathered(bounds)?))
    }
}

/// Keeps the numbers, since the mean must be known before the squares are summed without loss of digits.
struct Deviation {
    name: &'static str,
    numbers: Vec<f64>,
}

impl Accumulator for Deviation {
    fn add(&mut self, args: &[Value]) -> Result<(), Fault> {
        if let Some(number) = real(self.name, &args[0])? {
            self.numbers.push(number);
        }
        Ok(())
    }

    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault> {
        self.numbers.append(&mut of::<Self>(later).numbers);
        Ok(())
    }

    fn keeps(&self) -> bool {
        true
    }

    fn finish(self: Box<Self>, _: &Bounds) -> Result<Value, Fault> {
        let count = self.numbers.len();
        if count < 2 {
            return Ok(Value::Float(0.0));
        }
        let mean = exact_sum(self.numbers.iter().copied()) / count as f64;
        let squares = exact_sum(self.numbers.iter().map(|number| (number - mean) * (number - mean)));
        let divisor = if self.name == "stDevP" { count } else { count - 1 };
        Ok(Value::Float((squares / divisor as f64).sqrt()))
    }
}

/// A number as a float, `None` for null.
fn real(name: &'static str, value: &Value) -> Result<Option<f64>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::Int(number) => Ok(Some(*number as f64)),
        Value::Float(number) => Ok(Some(*number)),
        other => Err(wrong_type(At(name, ""), &Type::Number, other)),
    }
}

fn exact_sum(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut sum = Sum::default();
    numbers.for_each(|number| sum.add_float(number));
    sum.real()
}

struct Percentile {
    name: &'static str,
    /// Takes the numbers, of which there is at least one, in order.
    finish: fn(&[Value], f64) -> Value,
    wanted: Option<f64>,
    numbers: Vec<Value>,
    /// Whether there was any row.
    begun: bool,
}

impl Accumulator for Percentile {
    fn add(&mut self, args: &[Value]) -> Result<(), Fault> {
        let at = At(self.name, "percentile");
        self.begun = true;
        self.wanted =
            match &args[1] {
                Value::Null => None,
                Value::Int(_) | Value::Float(_) => {
                    let wanted = real(self.name, &args[1])?.filter(|wanted| (0.0..=1.0).contains(wanted));
                    Some(wanted.ok_or_else(|| {
                        wrong_value(at, "a `percentile` from 0 to 1", &args[1]).hint("the median is 0.5")
                    })?)
                }
                other => return Err(wrong_type(at, &Type::Number, other)),
            };
        if real(self.name, &args[0])?.is_some() {
            self.numbers.push(args[0].clone());
        }
        Ok(())
    }

    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault> {
        let mut later: Self = of(later);
        if later.begun {
            (self.wanted, self.begun) = (later.wanted, true);
        }
        self.numbers.append(&mut later.numbers);
        Ok(())
    }

    fn keeps(&self) -> bool {
        true
    }

    fn finish(self: Box<Self>, bounds: &Bounds) -> Result<Value, Fault> {
        let Self { finish, wanted, numbers, .. } = *self;
        let numbers = bounds.sort(numbers, order)?;
        Ok(match wanted {
            Some(wanted) if !numbers.is_empty() => finish(&numbers, wanted),
            _ => Value::Null,
        })
    }
}

/// The smallest of the numbers that so large a part of them does not exceed.
fn discrete(numbers: &[Value], wanted: f64) -> Value {
    let rank = (wanted * numbers.len() as f64).ceil() as usize;
    numbers[rank.clamp(1, numbers.len()) - 1].clone()
}

/// The number at this part of the way from the first to the last.
fn weighted(numbers: &[Value], wanted: f64) -> Value {
    let place = wanted * (numbers.len() - 1) as f64;
    let at = |index: f64| match &numbers[index as usize] {
        Value::Int(number) => *number as f64,
        Value::Float(number) => *number,
        _ => f64::NAN,
    };
    let (below, above) = (at(place.floor()), at(place.ceil()));
    // Between equal neighbors nothing is weighted, which keeps infinities and every digit.
    Value::Float(if below == above { below } else { below * (1.0 - place.fract()) + above * place.fract() })
}

#[cfg(test)]
mod tests {
    use super::super::aggregate;
    use super::super::testing::{list, text};
    use super::*;
    use crate::value::FaultKind;

    fn try_over(name: &str, values: &[Value], further: &[Value]) -> Result<String, Fault> {
        let mut state = (aggregate(name).expect("it is in the table").start)();
        for value in values {
            let args: Vec<Value> = [std::slice::from_ref(value), further].concat();
            state.add(&args)?;
        }
        state.finish(&Bounds::default()).map(|value| value.to_literal())
    }

    fn over(name: &str, values: &[Value]) -> String {
        try_over(name, values, &[]).expect("it succeeds")
    }

    fn ints(numbers: &[i64]) -> Vec<Value> {
        numbers.iter().copied().map(Value::Int).collect()
    }

    fn floats(numbers: &[f64]) -> Vec<Value> {
        numbers.iter().copied().map(Value::Float).collect()
    }

    #[test]
    fn nothing_has_a_value_too() {
        for values in [vec![], vec![Value::Null]] {
            let cases = [
                ("count", "0"),
                ("sum", "0"),
                ("avg", "null"),
                ("min", "null"),
                ("max", "null"),
                ("collect", "[]"),
                ("stDev", "0.0"),
                ("stDevP", "0.0"),
            ];
            for (name, expected) in cases {
                assert_eq!(over(name, &values), expected, "{name}");
            }
            for name in ["percentileDisc", "percentileCont"] {
                assert_eq!(try_over(name, &values, &[Value::Float(0.5)]).as_deref(), Ok("null"), "{name}");
            }
        }
    }

    #[test]
    fn numbers_are_summed_up() {
        let null = || Value::Null;
        assert_eq!(over("count", &[null(), Value::Int(1), text("a")]), "2");
        assert_eq!(over("sum", &[Value::Int(33), null(), Value::Int(42)]), "75");
        assert_eq!(over("sum", &[Value::Int(1), Value::Float(0.5)]), "1.5");
        assert_eq!(over("sum", &floats(&[0.1, 0.2, 0.3])), "0.6");
        assert_eq!(over("sum", &ints(&[i64::MAX, i64::MAX, -i64::MAX])), "9223372036854775807");
        assert_eq!(over("avg", &ints(&[1, 2])), "1.5");
        assert_eq!(over("avg", &ints(&[2, 2])), "2.0");
        assert_eq!(over("stDev", &ints(&[2, 4, 4, 4, 5, 5, 7, 9])), "2.138089935299395");
        assert_eq!(over("stDevP", &ints(&[2, 4, 4, 4, 5, 5, 7, 9])), "2.0");
        assert_eq!(over("stDev", &ints(&[5])), "0.0");
        let fault = try_over("sum", &ints(&[i64::MAX, 1]), &[]).expect_err("it overflows");
        assert_eq!(fault.kind, FaultKind::Overflow);
        let fault = try_over("avg", &[text("a")], &[]).expect_err("no number");
        assert_eq!(fault.message, "avg() needs a number or a duration, this is a string");
    }

    #[test]
    fn extremes_go_by_the_order_of_all_values() {
        let lists = [[1].as_slice(), &[2], &[2, 1]].map(|numbers| list(ints(numbers)));
        assert_eq!(over("max", &lists), "[2, 1]");
        assert_eq!(over("min", &lists), "[1]");
        let mixed = [Value::Int(1), text("a"), Value::Null, list(ints(&[1, 2])), Value::Float(0.2), text("b")];
        assert_eq!(over("max", &mixed), "1");
        assert_eq!(over("min", &mixed), "[1, 2]");
        assert_eq!(over("max", &["a", "b", "B", "abc", "abc1"].map(Value::from)), "'b'");
        assert_eq!(over("min", &[Value::Int(1), Value::Float(2.0), Value::Float(0.1)]), "0.1");
        assert_eq!(over("collect", &mixed), "[1, 'a', [1, 2], 0.2, 'b']");
    }

    #[test]
    fn percentiles_are_found() {
        let prices = floats(&[30.0, 10.0, 20.0]);
        for (wanted, expected) in [(0.0, "10.0"), (0.5, "20.0"), (1.0, "30.0")] {
            for name in ["percentileDisc", "percentileCont"] {
                assert_eq!(try_over(name, &prices, &[Value::Float(wanted)]).as_deref(), Ok(expected));
            }
        }
        let four = ints(&[4, 3, 2, 1]);
        let cases = [(0.25, "1", "1.75"), (0.5, "2", "2.5"), (0.75, "3", "3.25"), (0.9, "4", "3.7")];
        for (wanted, disc, cont) in cases {
            let wanted = [Value::Float(wanted)];
            assert_eq!(try_over("percentileDisc", &four, &wanted).as_deref(), Ok(disc));
            assert_eq!(try_over("percentileCont", &four, &wanted).as_deref(), Ok(cont));
        }
        for wanted in [Value::Int(1000), Value::Int(-1), Value::Float(1.1), Value::Float(f64::NAN)] {
            let fault = try_over("percentileCont", &prices, &[wanted]).expect_err("out of range");
            assert_eq!(fault.kind, FaultKind::Argument);
            assert!(fault.message.starts_with("percentileCont() needs a `percentile` from 0 to 1, this is "));
        }
        assert_eq!(try_over("percentileDisc", &prices, &[Value::Null]).as_deref(), Ok("null"));
    }
}
