//! Forms made from data: what is asked, section by section ([`Form`]), and what somebody answered ([`response`]): field by field, with
//! versions, so that several people write at once and nothing typed is lost. Applications, reports, score sheets, surveys and booking
//! questions are forms.

pub mod attachment;
pub mod autosave;
mod context;
mod definition;
pub mod limits;
mod migrations;
pub mod response;
mod view;

pub use context::context;
pub use definition::{Choice, Entry, Field, Form, FormFaults, Label, Section, Table, row_of};
pub use view::{FieldView, ResponseView};
