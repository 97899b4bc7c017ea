//! The estimator: an address holds everything that was typed; from it come the form and the answer.

mod form;
mod view;

pub use form::{Form, MOST_MEMBERS, Question, Typed, Wrong, amount, hours};
pub use view::{AnswerView, Field, FormView, Panel, Questions};
