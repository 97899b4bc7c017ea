//! Conditions that no applicant can meet: found where the tests of one fact leave nothing in common.

use crate::{
    assessment::Expected,
    language::FactType,
    plan::{Op, Plan, Subject, Test},
    vocabulary::Value,
};

/// What is left of a fact: a range of whole numbers, and the words it may be, where they are counted up.
#[derive(Clone, PartialEq)]
struct Left {
    slot: usize,
    least: i64,
    most: i64,
    words: Option<Vec<Value>>,
    /// Whether the words are industries, which lie inside one another.
    classes: bool,
}

/// Whether a class lies in another.
fn within(class: &Value, wider: &Value) -> bool {
    let read = |v: &Value| kernel::Industry::parse(&v.to_string()).ok();
    read(wider).zip(read(class)).is_some_and(|(wider, class)| wider.holds(&class) == Some(true))
}

impl Left {
    fn of(plan: &Plan, slot: usize) -> Self {
        // Amounts and counts are not negative.
        let counted = matches!(plan.slots[slot].kind, FactType::Yen | FactType::Count);
        let classes = plan.slots[slot].kind == FactType::Industry;
        Self { slot, least: if counted && !plan.slots[slot].may_be_negative { 0 } else { i64::MIN }, most: i64::MAX, words: None, classes }
    }

    fn narrow(&mut self, op: Op, expected: &Expected) {
        match (op, expected) {
            (Op::AtLeast, Expected::One(Value::Int(n))) => self.least = self.least.max(*n),
            (Op::MoreThan, Expected::One(Value::Int(n))) => self.least = self.least.max(n.saturating_add(1)),
            (Op::AtMost, Expected::One(Value::Int(n))) => self.most = self.most.min(*n),
            (Op::LessThan, Expected::One(Value::Int(n))) => self.most = self.most.min(n.saturating_sub(1)),
            (Op::Is, Expected::One(Value::Int(n))) => (self.least, self.most) = (self.least.max(*n), self.most.min(*n)),
            (Op::Is, Expected::One(one)) => self.keep(std::slice::from_ref(one)),
            (Op::OneOf, Expected::Many(many)) => self.keep(many),
            (Op::IsNot, Expected::One(one)) => {
                if let Some(words) = &mut self.words {
                    let classes = self.classes;
                    words.retain(|w| w != one && !(classes && within(w, one)));
                }
            }
            _ => {}
        }
    }

    fn keep(&mut self, allowed: &[Value]) {
        match &mut self.words {
            // What is left of a wider class is the narrower one.
            Some(words) if self.classes => {
                let narrower = |w: &Value, a: &Value| if within(w, a) { Some(w.clone()) } else { within(a, w).then(|| a.clone()) };
                *words = words.iter().flat_map(|w| allowed.iter().filter_map(|a| narrower(w, a)).collect::<Vec<_>>()).collect();
            }
            Some(words) => words.retain(|w| allowed.contains(w)),
            None => self.words = Some(allowed.to_vec()),
        }
    }

    fn nothing(&self) -> bool {
        self.least > self.most || self.words.as_ref().is_some_and(Vec::is_empty)
    }
}

/// Whether no application can meet a test.
pub(crate) fn never(plan: &Plan, test: &Test) -> bool {
    match test {
        Test::All(tests) => {
            let mut left: Vec<Left> = Vec::new();
            narrow(plan, tests, &mut left);
            left.iter().any(Left::nothing) || tests.iter().any(|t| never(plan, t))
        }
        Test::Any(tests) => !tests.is_empty() && tests.iter().all(|t| never(plan, t)),
        Test::Compare(Subject::Fact(slot), op, expected) => {
            let mut left = Left::of(plan, *slot);
            left.narrow(*op, expected);
            left.nothing()
        }
        Test::Compare(Subject::Lines(_, like), op, expected) => {
            let none = matches!((op, expected), (Op::AtLeast | Op::Is, Expected::One(Value::Int(n))) if *n > 0)
                || matches!((op, expected), (Op::MoreThan, Expected::One(Value::Int(_))));
            none && like.as_ref().is_some_and(|like| never(plan, like))
        }
        _ => false,
    }
}

/// Narrows facts by tests that must hold together. Exceptions come after what they are taken from.
fn narrow(plan: &Plan, tests: &[Test], left: &mut Vec<Left>) {
    let mut exceptions = Vec::new();
    for test in tests {
        match test {
            Test::Compare(Subject::Fact(_), Op::IsNot, _) => exceptions.push(test),
            Test::Compare(Subject::Fact(slot), op, expected) => found(plan, left, *slot).narrow(*op, expected),
            Test::All(inner) => narrow(plan, inner, left),
            _ => {}
        }
    }
    for test in exceptions {
        if let Test::Compare(Subject::Fact(slot), op, expected) = test {
            found(plan, left, *slot).narrow(*op, expected);
        }
    }
}

fn found<'l>(plan: &Plan, left: &'l mut Vec<Left>, slot: usize) -> &'l mut Left {
    let place = left.iter().position(|l| l.slot == slot).unwrap_or_else(|| {
        left.push(Left::of(plan, slot));
        left.len() - 1
    });
    &mut left[place]
}
