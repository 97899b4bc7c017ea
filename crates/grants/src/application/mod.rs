//! Applications (応募): written over weeks by several people, filed in a second, looked through by the office.

pub(crate) mod assessment_input;
pub mod authorization;
pub mod draft;
pub mod filing;
pub mod form;
pub mod members;
pub mod model;
pub mod papers;
pub mod readiness;
pub mod receipt;
pub(crate) mod store;
