//! Who people are: accounts, passwords, sessions, roles and invitations.

mod model;
mod password;
mod service;
mod store;

pub use model::{Agency, Invited, Person, Scope, Session};
pub use service::{
    Asked, accept, add_agency, add_person, agencies, agency, change_password, end_session, forgot, give_role, invitation, invite, names,
    own, people, reset_password, samples, sessions, sign_in, sign_out, sign_out_everywhere, signed, take_role,
};
