//! What pages bring along themselves.

use platform::Context;

/// The words that pages of every context share, and those of forms that wait for a new sign-in.
pub const fn context() -> Context {
    Context { words: &[ui::WORDS, [include_str!("words.ja.ftl"), include_str!("words.en.ftl")]], ..Context::new("web") }
}
