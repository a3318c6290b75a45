//! Arithmetic on values. Null in gives null out.

use super::{Fault, FaultKind, Value};

/// `a + b`: numbers, strings, lists.
///
/// # Errors
/// [`FaultKind::Overflow`] beyond 64 bits, [`FaultKind::Type`] for other types.
pub fn add(_a: &Value, _b: &Value) -> Result<Value, Fault> {
    Err(Fault::new(FaultKind::Type, ""))
}
/// `a - b`
/// # Errors
pub fn subtract(_a: &Value, _b: &Value) -> Result<Value, Fault> {
    Err(Fault::new(FaultKind::Type, ""))
}
/// `a * b`
/// # Errors
pub fn multiply(_a: &Value, _b: &Value) -> Result<Value, Fault> {
    Err(Fault::new(FaultKind::Type, ""))
}
/// `a / b`
/// # Errors
pub fn divide(_a: &Value, _b: &Value) -> Result<Value, Fault> {
    Err(Fault::new(FaultKind::Type, ""))
}
/// `a % b`
/// # Errors
pub fn modulo(_a: &Value, _b: &Value) -> Result<Value, Fault> {
    Err(Fault::new(FaultKind::Type, ""))
}
/// `a ^ b`
/// # Errors
pub fn power(_a: &Value, _b: &Value) -> Result<Value, Fault> {
    Err(Fault::new(FaultKind::Type, ""))
}
/// `-a`
/// # Errors
pub fn negate(_a: &Value) -> Result<Value, Fault> {
    Err(Fault::new(FaultKind::Type, ""))
}
