//! Labour worked out from hours and pay: the fields that a call asks for, and what they come to.

use rules::{
    application::{Line, Pay},
    language::{Labour, PayPeriod},
};

use super::form::{FieldFaults, FormInput, amount, hours};

/// A field of a line of labour: its name, the key of its label, and whether it is an amount of yen.
pub type LabourField = (&'static str, &'static str, bool);

/// The fields of a line of labour, by what the call reckons pay of.
pub const fn labour_fields(rule: &Labour) -> &'static [LabourField] {
    match rule.pay_of {
        PayPeriod::Year => &[
            ("hours", "labour-hours", false),
            ("regular", "labour-hours-a-year", false),
            ("base", "labour-pay-a-year", true),
            ("allowances", "labour-allowances-a-year", true),
        ],
        PayPeriod::Month => &[
            ("hours", "labour-hours", false),
            ("regular", "labour-hours-a-month", false),
            ("base", "labour-pay-a-month", true),
            ("allowances", "labour-allowances-a-month", true),
        ],
        PayPeriod::Hour => &[("hours", "labour-hours", false), ("base", "labour-pay-an-hour", true)],
    }
}

/// The names of all fields that lines of labour may have.
pub const LABOUR_FIELDS: [&str; 4] = ["hours", "regular", "base", "allowances"];

/// Reads hours and pay of a line into it. `field` makes the name of a field of the form.
pub fn read_labour(typed: &FormInput, field: impl Fn(&str) -> String, line: &mut Line, wrong: &mut FieldFaults) {
    line.hours = hours(typed, field("hours"), wrong);
    line.regular_hours = hours(typed, field("regular"), wrong);
    let (base, bonus) = (amount(typed, field("base"), wrong), amount(typed, field("allowances"), wrong));
    line.pay = base.map(|base| Pay { base: Some(base), bonus, ..Pay::default() });
}
