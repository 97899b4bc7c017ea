//! What nobody has authorised does not compile.

#[test]
#[ignore = "checks everything once more from the ground up; `cargo xtask prove` runs it"]
fn an_unchecked_call_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/unchecked/*.rs");
}
