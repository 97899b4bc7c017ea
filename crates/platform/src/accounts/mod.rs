//! Who people are: accounts, passwords, sessions, roles and invitations.

mod details;
pub mod help;
mod keys;
mod keys_store;
mod model;
pub mod openid;
mod password;
mod roles;
mod service;
mod store;
mod tokens;

pub use details::{ask_address, rename, take_address};
pub use help::{add_agency, add_person};
pub use keys::{
    Keys, NewCode, begin_code, begin_passkey, begin_sign_in, begun_code, drop_code, drop_passkey, end_code, end_passkey, keys,
    passkey_site, sign_in_with_code, sign_in_with_passkey,
};
pub use model::{Agency, Device, Invited, Person, RoleGrant, RoleScope, Session};
pub use roles::{
    InvitedRole, accept, agencies, agency, answer, called, called_all, clear, give_role, grant_role, grants, grants_of, holders,
    holders_of, invitation, invitations, invite, invited, is_held, leave, move_back, move_roles, named, names, people, person, samples,
    sign_up, take_role, withdraw,
};
pub use service::{
    RequestOrigin, Step, change_password, end_session, forgot, is_address, own, pace, reset_password, sessions, sign_in, sign_out,
    sign_out_everywhere, signed,
};
pub use store::HELD_ROLES;
pub(crate) use store::has_account;
pub use tokens::{AccessToken, make_token, revoke_token, signed_by_token, token_acts, tokens};
pub use webauthn_rs::Webauthn;
