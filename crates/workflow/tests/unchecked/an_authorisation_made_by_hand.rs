//! Only the policy authorises a record.

use platform::{Act, Authorized};

fn authorised<T>(record: T, act: Act) -> Authorized<T> {
    Authorized { record, act }
}

fn main() {}
