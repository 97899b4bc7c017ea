//! The estimator: an address holds everything that was typed; from it come the form and the answer.

mod form;
mod labour;
mod view;

pub use form::{FieldFaults, Form, FormInput, MOST_MEMBERS, Question, amount, day, hours};
pub use labour::{LABOUR_FIELDS, labour_fields, read_labour};
pub use view::{AnswerView, Field, FormView, Panel, Questions};
