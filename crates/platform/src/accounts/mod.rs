//! Who people are: accounts, passwords, sessions, roles and invitations.

mod keys;
mod keys_store;
mod model;
pub mod openid;
mod password;
mod service;
mod store;

pub use keys::{
    Keys, NewCode, begin_code, begin_passkey, begin_sign_in, begun_code, drop_code, drop_passkey, end_code, end_passkey, keys,
    passkey_site, sign_in_with_code, sign_in_with_passkey,
};
pub use model::{Agency, Device, Invited, Person, Scope, Session};
pub use service::{
    Asked, Step, accept, add_agency, add_person, admit, agencies, agency, called, change_password, end_session, forgot, give_role,
    invitation, invite, move_roles, names, own, people, reset_password, samples, sessions, sign_in, sign_out, sign_out_everywhere, signed,
    take_role,
};
pub use webauthn_rs::Webauthn;
