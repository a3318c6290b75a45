//! `sum` and `avg`: of numbers, or of durations.

use super::Accumulator;
use super::aggregate::of;
use super::argument::{At, wrong_type};
use super::signature::number_or_duration;
use super::sum::Sum;
use crate::value::temporal::{Duration, Factor, Temporal};
use crate::value::{Bounds, Fault, FaultKind, Type, Value};

/// The type of a sum: integers stay integers, floats floats, durations durations.
pub(super) fn sum_type(argument: &Type) -> Type {
    match argument {
        Type::Int | Type::Float | Type::Number | Type::Duration => argument.clone(),
        _ => Type::Any,
    }
}

/// The type of a mean.
pub(super) fn mean_type(argument: &Type) -> Type {
    match argument {
        Type::Int | Type::Float | Type::Number => Type::Float,
        Type::Duration => Type::Duration,
        _ => Type::Any,
    }
}

/// What was added up, in whichever order it came. There may be one for each of many groups, so it is small.
#[derive(Default)]
struct Added {
    numbers: Sum,
    /// How many numbers there are.
    count: u64,
    durations: Option<Box<Durations>>,
}

/// Durations that were added up.
#[derive(Clone, Default)]
struct Durations {
    /// Months, days and nanoseconds, so wide that no number of rows leaves their range.
    parts: [i128; 3],
    count: u64,
}

impl Durations {
    fn add(&mut self, later: &Self) {
        for (sum, part) in self.parts.iter_mut().zip(later.parts) {
            *sum += part;
        }
        self.count += later.count;
    }
}

impl Added {
    fn add(&mut self, name: &'static str, value: &Value) -> Result<(), Fault> {
        match value {
            Value::Null => return Ok(()),
            Value::Int(number) => self.numbers.add_int(*number),
            Value::Float(number) => self.numbers.add_float(*number),
            Value::Temporal(Temporal::Duration(duration)) => {
                let parts = [duration.months().into(), duration.days().into(), duration.total_nanos()];
                self.durations.get_or_insert_default().add(&Durations { parts, count: 1 });
                return self.check(name);
            }
            other => return Err(wrong_type(At(name, ""), &number_or_duration(), other)),
        }
        self.count += 1;
        self.check(name)
    }

    fn add_ints(&mut self, name: &'static str, numbers: &[i64]) -> Result<(), Fault> {
        self.numbers.add_ints(numbers);
        self.count += numbers.len() as u64;
        self.check(name)
    }

    fn append(&mut self, name: &'static str, later: &Self) -> Result<(), Fault> {
        self.numbers.add_sum(&later.numbers);
        self.count += later.count;
        if let Some(durations) = &later.durations {
            self.durations.get_or_insert_default().add(durations);
        }
        self.check(name)
    }

    /// Numbers and durations do not add up.
    fn check(&self, name: &'static str) -> Result<(), Fault> {
        if self.count == 0 || self.durations.is_none() {
            return Ok(());
        }
        let message = format!("{name}() adds numbers or durations, and here are both");
        Err(Fault::new(FaultKind::ArgumentType, message))
    }

    /// The sum of the durations, if there are any.
    fn duration(&self) -> Result<Option<Duration>, Fault> {
        let Some(durations) = &self.durations else { return Ok(None) };
        let [months, days, nanos] = durations.parts;
        let whole = |part: i128| {
            let message = "the sum of the durations leaves the range of integers, which have 64 bits";
            i64::try_from(part).map_err(|_| Fault::new(FaultKind::Overflow, message))
        };
        Duration::from_nanos(whole(months)?, whole(days)?, nanos).map(Some)
    }
}

/// `sum`
#[derive(Default)]
pub(super) struct Total(Added);

impl Accumulator for Total {
    fn add(&mut self, args: &[Value]) -> Result<(), Fault> {
        self.0.add("sum", &args[0])
    }

    fn add_ints(&mut self, numbers: &[i64]) -> Result<(), Fault> {
        self.0.add_ints("sum", numbers)
    }

    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault> {
        self.0.append("sum", &of::<Self>(later).0)
    }

    fn finish(self: Box<Self>, _: &Bounds) -> Result<Value, Fault> {
        if let Some(duration) = self.0.duration()? {
            return Ok(Value::Temporal(duration.into()));
        }
        if self.0.numbers.has_float() {
            return Ok(Value::Float(self.0.numbers.real()));
        }
        self.0.numbers.whole().map(Value::Int).map_err(|total| {
            let message = format!("sum() leaves the range of integers, which have 64 bits: {total}");
            Fault::new(FaultKind::Overflow, message).hint("sum(toFloat(…)) gives a float, with about 16 digits")
        })
    }
}

/// `avg`
#[derive(Default)]
pub(super) struct Mean(Added);

impl Accumulator for Mean {
    fn add(&mut self, args: &[Value]) -> Result<(), Fault> {
        self.0.add("avg", &args[0])
    }

    fn add_ints(&mut self, numbers: &[i64]) -> Result<(), Fault> {
        self.0.add_ints("avg", numbers)
    }

    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault> {
        self.0.append("avg", &of::<Self>(later).0)
    }

    fn finish(self: Box<Self>, _: &Bounds) -> Result<Value, Fault> {
        if let Some(duration) = self.0.duration()? {
            let count = self.0.durations.map_or(0, |durations| durations.count);
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            return Ok(Value::Temporal(duration.over(Factor::Whole(count))?.into()));
        }
        Ok(if self.0.count == 0 { Value::Null } else { Value::Float(self.0.numbers.real() / self.0.count as f64) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::aggregate;
    use super::*;

    fn duration(months: i64, days: i64, seconds: i64) -> Value {
        Value::Temporal(Duration::new(months, days, seconds, 0).expect("it is in range").into())
    }

    fn over(name: &str, values: &[Value]) -> Result<String, Fault> {
        let mut state = (aggregate(name).expect("it is in the table").start)();
        for value in values {
            state.add(std::slice::from_ref(value))?;
        }
        state.finish(&Bounds::default()).map(|value| value.to_literal())
    }

    #[test]
    fn durations_are_summed_part_by_part() {
        let some = [duration(1, 0, 30), Value::Null, duration(0, 3, 90)];
        assert_eq!(over("sum", &some).as_deref(), Ok("duration('P1M3DT2M')"));
        assert_eq!(over("avg", &some[..2]).as_deref(), Ok("duration('P1MT30S')"));
        assert_eq!(over("avg", &[duration(0, 2, 0), duration(0, 4, 1)]).as_deref(), Ok("duration('P3DT0.5S')"));
        let far = duration(i64::MAX, 0, 0);
        let back = duration(-1, 0, 0);
        assert!(over("sum", &[far.clone(), duration(1, 0, 0), back]).is_ok());
        assert_eq!(over("sum", &[far.clone(), far]).map_err(|fault| fault.kind), Err(FaultKind::Overflow));
    }

    #[test]
    fn numbers_and_durations_are_not_added() {
        for name in ["sum", "avg"] {
            let fault = over(name, &[Value::Int(1), duration(1, 0, 0)]).expect_err("they do not add up");
            assert_eq!(fault.message, format!("{name}() adds numbers or durations, and here are both"));
        }
    }
}
