//! Conditions: expressions with a truth value, in three-valued logic.

use super::{Frame, Result, Run, set};
use crate::diag::Span;
use crate::ir::{CompareOp, Expr, ExprKind, LogicOp, Quantifier, Slot, StringOp};
use crate::value::{self, Cell, Fault, FaultKind, Value};
use regex::Regex;
use std::sync::Arc;

/// So many regular expressions are kept; a compiled one may take megabytes.
const MOST_REGEXES: usize = 100;

impl Run<'_> {
    /// Whether a condition is true; null is not.
    pub(super) fn holds(&self, condition: &Expr, frame: &mut Frame) -> Result<bool> {
        Ok(self.truth(condition, frame)? == Some(true))
    }

    /// The truth value of an expression.
    pub(super) fn truth(&self, expr: &Expr, frame: &mut Frame) -> Result<Option<bool>> {
        match &expr.kind {
            ExprKind::Logic(op, operands) => self.logic(*op, operands, frame),
            ExprKind::Not(operand) => Ok(value::not(self.truth(operand, frame)?)),
            ExprKind::Compare(first, rest) => self.comparison(first, rest, frame),
            ExprKind::String(op, a, b) => {
                if *op != StringOp::Matches
                    && is_direct(a)
                    && is_direct(b)
                    && let (Some(a), Some(b)) = (self.cell(a, frame)?, self.cell(b, frame)?)
                {
                    let both = a.text().zip(b.text());
                    return Ok(both.map(|(a, b)| text_test(*op, a, b)));
                }
                let (a, b_value) = (self.eval(a, frame)?, self.eval(b, frame)?);
                self.string_test(*op, &a, &b_value, b.span)
            }
            ExprKind::In(item, list) => {
                if is_direct(item) && matches!(list.kind, ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Slot(_)) {
                    let items = self.list(list, frame)?;
                    if let Some(item) = self.cell(item, frame)? {
                        return Ok(items.and_then(|items| is_in(item, &items)));
                    }
                }
                let item = self.eval(item, frame)?;
                Ok(self.list(list, frame)?.and_then(|items| is_in(Cell::from(&item), &items)))
            }
            ExprKind::IsNull(operand, negated) => {
                if let Some(cell) = self.cell(operand, frame)? {
                    return Ok(Some(cell.is_null() != *negated));
                }
                Ok(Some(self.eval(operand, frame)?.is_null() != *negated))
            }
            ExprKind::Quantifier { quantifier, slot, list, condition } => {
                self.quantifier(*quantifier, *slot, list, condition, frame)
            }
            _ => match self.eval(expr, frame)? {
                Value::Bool(value) => Ok(Some(value)),
                Value::Null => Ok(None),
                other => {
                    let message = format!("a condition is true or false, and this is {}", other.kind());
                    Err(self.type_fault(message, expr.span))
                }
            },
        }
    }

    /// Stops at the first operand that decides, so that what follows may rely on it.
    fn logic(&self, op: LogicOp, operands: &[Expr], frame: &mut Frame) -> Result<Option<bool>> {
        let (first, rest) = operands.split_first().expect("a logic expression has operands");
        let mut total = self.truth(first, frame)?;
        for operand in rest {
            match (op, total) {
                (LogicOp::And, Some(false)) => return Ok(Some(false)),
                (LogicOp::Or, Some(true)) => return Ok(Some(true)),
                _ => {}
            }
            let next = self.truth(operand, frame)?;
            total = match op {
                LogicOp::And => value::and(total, next),
                LogicOp::Or => value::or(total, next),
                LogicOp::Xor => value::xor(total, next),
            };
        }
        Ok(total)
    }

    fn comparison(&self, first: &Expr, rest: &[(CompareOp, Expr)], frame: &mut Frame) -> Result<Option<bool>> {
        if let [(op, second)] = rest
            && is_direct(first)
            && is_direct(second)
            && let (Some(a), Some(b)) = (self.cell(first, frame)?, self.cell(second, frame)?)
        {
            return Ok(compare_cells(*op, a, b));
        }
        let mut left = self.eval(first, frame)?;
        let mut total = Some(true);
        for (op, operand) in rest {
            let right = self.eval(operand, frame)?;
            let this = compare_cells(*op, Cell::from(&left), Cell::from(&right));
            total = value::and(total, this);
            left = right;
        }
        Ok(total)
    }

    /// Null when one of the two is no string.
    fn string_test(&self, op: StringOp, a: &Value, b: &Value, span: Span) -> Result<Option<bool>> {
        let (Value::Str(a), Value::Str(b)) = (a, b) else {
            return Ok(None);
        };
        Ok(Some(match op {
            StringOp::Matches => self.matches(a, b, span)?,
            _ => text_test(op, a, b),
        }))
    }

    /// Whether the whole text matches, as openCypher has it.
    fn matches(&self, text: &str, pattern: &Arc<str>, span: Span) -> Result<bool> {
        if let Some(regex) = self.regexes.borrow().get(pattern) {
            return Ok(regex.is_match(text));
        }
        // Alone first, so that no parenthesis can close the group around it.
        let regex = Regex::new(pattern).and_then(|_| Regex::new(&format!("^(?:{pattern})$"))).map_err(|error| {
            let reason = error.to_string();
            let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let fault = Fault::new(FaultKind::Regex, format!("'{pattern}' is no regular expression: {last}"));
            self.fail(fault, span)
        })?;
        let found = regex.is_match(text);
        let mut regexes = self.regexes.borrow_mut();
        if regexes.len() == MOST_REGEXES {
            regexes.clear();
        }
        regexes.insert(Arc::clone(pattern), regex);
        Ok(found)
    }

    fn quantifier(
        &self,
        quantifier: Quantifier,
        slot: Slot,
        list: &Expr,
        condition: &Expr,
        frame: &mut Frame,
    ) -> Result<Option<bool>> {
        let Some(items) = self.list(list, frame)? else {
            return Ok(None);
        };
        let (mut yes, mut unknown) = (0usize, false);
        for item in items.iter() {
            self.check_stop()?;
            set(frame, slot, item.clone());
            match (self.truth(condition, frame)?, quantifier) {
                (Some(true), Quantifier::Any) => return Ok(Some(true)),
                (Some(true), Quantifier::None) => return Ok(Some(false)),
                (Some(false), Quantifier::All) => return Ok(Some(false)),
                (Some(true), _) => yes += 1,
                (Some(false), _) => {}
                (None, _) => unknown = true,
            }
        }
        Ok(match quantifier {
            Quantifier::Single if yes > 1 => Some(false),
            _ if unknown => None,
            Quantifier::All | Quantifier::None => Some(true),
            Quantifier::Any => Some(false),
            Quantifier::Single => Some(yes == 1),
        })
    }
}

/// Whether an operand may stand somewhere, so that it need not be computed.
pub(super) fn is_direct(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Slot(_) => true,
        ExprKind::Property(owner, _) => matches!(owner.kind, ExprKind::Slot(_)),
        _ => false,
    }
}

pub(super) fn compare_cells(op: CompareOp, a: Cell<'_>, b: Cell<'_>) -> Option<bool> {
    match op {
        CompareOp::Eq => return a.equals(b),
        CompareOp::Ne => return value::not(a.equals(b)),
        _ => {}
    }
    if let Some(order) = a.simple_order(b) {
        return Some(match op {
            CompareOp::Lt => order.is_lt(),
            CompareOp::Le => order.is_le(),
            CompareOp::Gt => order.is_gt(),
            _ => order.is_ge(),
        });
    }
    let test = match op {
        CompareOp::Lt => value::less,
        CompareOp::Le => value::less_or_equal,
        CompareOp::Gt => value::greater,
        _ => value::greater_or_equal,
    };
    test(&a.value(), &b.value())
}

/// What a test other than that for a regular expression says of two texts.
pub(super) fn text_test(op: StringOp, a: &str, b: &str) -> bool {
    match op {
        StringOp::StartsWith => a.starts_with(b),
        StringOp::EndsWith => a.ends_with(b),
        StringOp::Contains | StringOp::Matches => a.contains(b),
    }
}

/// Whether an item is in a list; unknown when it is not found and a comparison was.
pub(super) fn is_in(item: Cell<'_>, items: &[Value]) -> Option<bool> {
    let mut found = Some(false);
    for each in items {
        match item.equals(Cell::from(each)) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => found = None,
        }
    }
    found
}
