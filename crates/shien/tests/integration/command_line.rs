//! The command line, from outside: what it prints and how it ends.

use serde_json::Value;

use crate::input::shien;

const APPLICATION: &str = r#"{"id":"x1","members":[{"id":"a","facts":{"establishment_prefectures":["09"],"capital_yen":"1億","regional_future_selected":true,"regional_plan":"none"}}],"facts":{"field":"robot"},"other_subsidies":[],"expenses":[{"category":"materials","amount":"900万"},{"category":"labour","amount":8000000}]}"#;

#[test]
fn an_application_is_answered_as_json() {
    let ended = shien(&["assess", "tochigi-pref-leading", "-", "--format", "json"], APPLICATION);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let answer: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(answer["verdict"], "eligible");
    assert_eq!(answer["grant_yen"], 7_500_000);
    assert_eq!(answer["eligible_total_yen"], 15_000_000);
    for list in ["members", "categories", "limits", "conditions", "documents", "missing_facts", "judgements"] {
        assert!(answer[list].is_array(), "{list}");
    }
}

#[test]
fn text_comes_in_both_languages() {
    let ja = shien(&["assess", "tochigi-pref-leading", "-"], APPLICATION);
    assert!(ja.out.contains("要件を満たしています") && ja.out.contains("7,500,000円"), "{}", ja.out);
    let en = shien(&["assess", "tochigi-pref-leading", "-", "--lang", "en"], APPLICATION);
    assert!(en.out.contains("Meets the conditions") && en.out.contains("7,500,000 yen"), "{}", en.out);
}

#[test]
fn many_applications_are_answered_in_their_order() {
    let good = APPLICATION.to_owned();
    let mut input = String::new();
    for n in 0..10_000 {
        input += &good.replace("x1", &format!("n{n}"));
        input.push('\n');
    }
    input += "{\"members\": 5}\n";
    let ended = shien(&["assess", "tochigi-pref-leading", "-", "--format", "jsonl"], input);
    assert_eq!(ended.code, 1);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(lines.len(), 10_001);
    for (n, line) in lines[..10_000].iter().enumerate().step_by(997) {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["id"], format!("n{n}"));
        assert_eq!(answer["grant_yen"], 7_500_000);
    }
    let refused: Value = serde_json::from_str(lines[10_000]).unwrap();
    assert_eq!(refused["line"], 10_001);
}

#[test]
fn changes_stand_side_by_side() {
    let ended = shien(&["whatif", "tochigi-pref-leading", "-", "--set", "amount.cap.everyone=6,000,000", "--format", "json"], APPLICATION);
    let answer: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&answer["now"]["grant_yen"], &answer["then"]["grant_yen"]), (&7_500_000.into(), &6_000_000.into()));
    let wrong = shien(&["whatif", "tochigi-pref-leading", "-", "--set", "amount.cap.evryone=5"], APPLICATION);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("everyone"), "{}", wrong.err);
}

#[test]
fn faults_end_with_one_and_name_file_line_and_column() {
    let ended = shien(&["assess", "tochigi-pref-leading", "-"], "members:\n  - id: a\nexpenses:\n  - {category: materals, amount: 5}\n");
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("unknown-category") && ended.err.contains("-:4:16") && ended.err.contains("`materials`"), "{}", ended.err);
}

#[test]
fn what_is_not_there_is_told_with_the_nearest() {
    let unknown = shien(&["show", "tochigi-pref-leeding"], "");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("tochigi-pref-leading"));
    assert_eq!(shien(&["assess", "tochigi-pref-leading", "/no/such/file"], "").code, 3);
    assert_eq!(shien(&["assess"], "").code, 2);
}

#[test]
fn two_programmes_of_one_identifier_are_an_error_that_names_both_files() {
    let folder = std::env::temp_dir().join(format!("shien-doubles-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["one.yaml", "two.yaml"] {
        std::fs::copy("../../catalogue/tochigi-pref/2021/leading-companies.yaml", folder.join(name)).unwrap();
    }
    let place = folder.display().to_string();
    for arguments in [&["assess", "tochigi-pref-leading", "-"][..], &["show", "tochigi-pref-leading"]] {
        let refused = shien(&[&["--catalogue", &place], arguments].concat(), APPLICATION);
        assert_ne!(refused.code, 0);
        assert!(refused.err.contains("one.yaml") && refused.err.contains("two.yaml"), "{}", refused.err);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_programme_is_shown_whole() {
    let shown = shien(&["show", "tochigi-center-green-fund-incubation"], "");
    assert_eq!(shown.code, 0, "{}", shown.err);
    for part in ["channels", "tax: excluded", "rounding: down", "criteria:", "exclusions:", "相当の実現性", "旅費・宿泊費", "文書002 92行"]
    {
        assert!(shown.out.contains(part), "{part} is missing:\n{}", shown.out);
    }
}

#[test]
fn the_catalogue_is_sound_and_listed() {
    let checked = shien(&["check"], "");
    assert_eq!(checked.code, 0, "{}", checked.err);
    let folder = "../../catalogue";
    let with_cases = shien(&["check", folder], "");
    assert!(with_cases.out.contains(" cases passed, 0 errors, 0 warnings"), "{}", with_cases.out);
    let listed: Value = serde_json::from_str(&shien(&["programmes", "--format", "json", "--as-of", "2022-10-01"], "").out).unwrap();
    let state = |id: &str| listed.as_array().unwrap().iter().find(|p| p["id"] == id).unwrap()["state"].clone();
    assert_eq!(state("tochigi-center-green-fund-practical"), "open");
    assert_eq!(state("tochigi-pref-ecosystem"), "coming");
    assert_eq!(state("tochigi-pref-leading"), "closed");
}

#[test]
fn schemas_completions_and_the_manual_are_printed() {
    for of in ["programme", "application", "assessment"] {
        let schema: Value = serde_json::from_str(&shien(&["schema", of], "").out).unwrap();
        assert!(schema["properties"].is_object(), "{of}");
    }
    assert!(shien(&["completions", "bash"], "").out.contains("shien"));
    assert!(shien(&["man"], "").out.contains("Exit status"));
}

#[test]
fn settings_come_from_file_environment_and_flags_and_say_so_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shien.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:9000\"\nmail = \"smtp://user:hush@localhost:1\"\nlog = \"json\"\n").unwrap();
    let check = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_shien"));
        command.current_dir(&folder).env_clear().args(["config", "check"]).args(more);
        command.env("SHIEN_MAIL_FROM", "office@example.jp").env("SHIEN_LISTEN", "127.0.0.1:9001").env("SHIEN_GBIZID_SECRET", "hush");
        let done = command.env("SHIEN_GBIZID_ISSUER", "http://127.0.0.1:1").env("SHIEN_GBIZID_CLIENT", "shien").output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
    };
    let (code, told, complaints) = check(&["--database", "sqlite:here.db"]);
    let line = |name: &str| told.lines().find(|l| l.starts_with(name)).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(line("database "), "database sqlite:here.db flag");
    assert_eq!(line("listen "), "listen 127.0.0.1:9001 environment");
    assert_eq!(line("log "), "log json shien.toml");
    assert_eq!(line("files "), "files .shien/files usual");
    assert_eq!(line("mail "), "mail smtp://user:…@localhost:1 shien.toml");
    assert_eq!(line("gbizid_secret "), "gbizid_secret (set) environment");
    assert!(!told.contains("hush") && !complaints.contains("hush"), "{told}{complaints}");
    // Nobody answers at these addresses.
    assert!(complaints.contains("mail: ") && complaints.contains("gbizid: "), "{complaints}");
    assert!(told.contains("database: ok") && code == Some(1), "{told}");
    std::fs::write(&file, "listn = \"127.0.0.1:9000\"\n").unwrap();
    let (code, _, complaints) = check(&[]);
    assert!(code == Some(2) && complaints.contains("listn"), "{complaints}");
    std::fs::remove_file(&file).unwrap();
    let (_, told, plain) = check(&["--mail", "folder:letters", "--behind-proxy", "--traces", "http://collector.example.jp:4318"]);
    assert!(told.contains("behind_proxy") && told.contains("true"), "{told}");
    assert!(plain.contains("traces: goes to another machine in plain text"), "{plain}");
}

/// A text in quoted-printable, in short lines.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        for (n, byte) in line.bytes().enumerate() {
            if n > 0 && n.is_multiple_of(20) {
                out += "=\r\n";
            }
            if byte.is_ascii_alphanumeric() { out.push(char::from(byte)) } else { out += &format!("={byte:02X}") }
        }
        out += "\r\n";
    }
    out
}

#[test]
fn a_backup_made_on_the_command_line_is_restored_by_it_and_looking_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let done =
            std::process::Command::new(env!("CARGO_BIN_EXE_shien")).current_dir(&folder).env_clear().args(arguments).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap())
    };
    assert_eq!(run(&["load", "--samples"]).0, Some(0));
    let (code, made) = run(&["backup", "make", "copy"]);
    assert_eq!(code, Some(0), "{made}");
    assert_eq!(run(&["backup", "verify", "copy"]), (Some(0), made.clone()));
    // Another system knows the one that made it by its public key, and takes nothing from anybody else.
    let new = ["--database", "sqlite:elsewhere/new.db", "--files", "new-files"];
    assert_eq!(run(&[&["restore", "copy"], &new[..]].concat()).0, Some(3));
    let key = run(&["journal", "public-key"]).1;
    assert_eq!(run(&[&["restore", "copy", "--key", key.trim()], &new[..]].concat()), (Some(0), made));
    // What left the first system is found in the second one.
    let against = ["journal", "verify", "--against", "copy", "--key", key.trim()];
    let (code, told) = run(&[&against[..], &new[..2]].concat());
    assert!(code == Some(0) && told.contains("are those that left the system"), "{told}");
    std::fs::write(folder.path().join("note"), run(&["journal", "checkpoint"]).1).unwrap();
    assert_eq!(run(&["journal", "verify", "--against", "note"]).0, Some(0));
    // As a mail program keeps a letter.
    let note = std::fs::read_to_string(folder.path().join("note")).unwrap();
    let letter = format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}", quoted(&note));
    std::fs::write(folder.path().join("letter.eml"), letter).unwrap();
    let (code, told) = run(&["journal", "verify", "--against", "letter.eml"]);
    assert_eq!(code, Some(0), "{told}");
    let (code, told) = run(&["retention"]);
    assert!(code == Some(0) && told.contains("0  session: 30 days after `made_at`"), "{told}");
    assert_eq!(run(&["retention", "--run"]), (Some(0), told), "nothing is over yet");
    let (code, told) = run(&["verify"]);
    assert_eq!((code, told.contains("agree")), (Some(0), true), "{told}");
    assert_eq!(run(&["journal", "verify", "--database", "sqlite:elsewhere/new.db"]).0, Some(0));
    assert_eq!(run(&["files", "check", "--database", "sqlite:elsewhere/new.db", "--files", "new-files"]).0, Some(0));
    assert_ne!(run(&["restore", "copy"]).0, Some(0), "never into a system with something in it");
    assert_ne!(run(&["journal", "verify", "--database", "sqlite:nowhere.db"]).0, Some(0));
    assert!(!folder.path().join("nowhere.db").exists());
}

const EXAMPLE: &str = "../../catalogue/examples/2025/small-business.yaml";

#[test]
fn an_author_finds_how_something_is_written() {
    let ended = shien(&["phrases", "いずれか早い日"], "");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("earlier_of: [{days_after: {days: 30, event: project_end}}"), "{}", ended.out);
    let all = shien(&["phrases", "--lang", "en"], "");
    assert!(all.out.matches('「').count() > 40 && all.out.contains("A part for each payer"), "{}", all.out);
    let none = shien(&["phrases", "どこにもない"], "");
    assert_eq!(none.code, 2);
    assert!(none.err.contains("phrases.ja.md"), "{}", none.err);
}

#[test]
fn a_file_is_shown_beside_its_document_and_compared_with_another() {
    let beside = shien(&["show", EXAMPLE, "--sources", "../../catalogue/examples/2025"], "");
    assert_eq!(beside.code, 0, "{}", beside.err);
    assert!(beside.out.contains("→ amount.additions.wage: 加算 賃金引上げ特例 補助限度額に1,500,000円を加算"), "{}", beside.out);
    assert!(beside.out.lines().all(|l| !l.starts_with('!')), "{}", beside.out);
    let compared = shien(&["compare", "tochigi-pref-leading", "tochigi-pref-ecosystem"], "");
    assert_eq!(compared.code, 0, "{}", compared.err);
    assert!(
        compared.out.contains("* rates 補助限度額（すべての申請者）: 20,000,000円 → ") || compared.out.contains("rates"),
        "{}",
        compared.out
    );
    let same = shien(&["compare", EXAMPLE, EXAMPLE, "--format", "json"], "");
    assert_eq!(same.out.trim(), "[]");
    // Every scheme of a file is shown, and compared with the one in its place.
    let file = "../../catalogue/tochigi-center/2022/green-fund.yaml";
    let shown = shien(&["show", file], "");
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.matches("\namount:").count() > 1, "{}", shown.out);
    assert_eq!(shien(&["compare", file, file], "").code, 0);
    // What changed in every scheme is told once, what changed in one under its id.
    let text = std::fs::read_to_string(file).unwrap();
    let next = text.replacen("unit: 1000", "unit: 100", 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("next.yaml");
    std::fs::write(&path, &next).unwrap();
    let compared = shien(&["compare", file, path.to_str().unwrap()], "");
    assert_eq!(compared.code, 0, "{}", compared.err);
    assert_eq!(compared.out.matches("1000 → 100").count(), 1, "{}", compared.out);
}

#[test]
fn files_of_measures_are_checked_with_the_programmes_they_name() {
    let ended = shien(&["check", "../../catalogue/tochigi-center"], "");
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("2 programmes and 211 measures in"), "{}", ended.out);
    let ended = shien(&["check", "../../catalogue/tochigi-center/2022/ip.measures.yaml", "--sources", "../../catalogue/examples"], "");
    assert!(ended.code != 0 && ended.err.contains("no file in ../../catalogue/examples begins with `000`"), "{}{}", ended.out, ended.err);
}

#[test]
fn measures_are_listed_and_found_by_a_sentence() {
    let all = shien(&["measures"], "");
    assert_eq!((all.code, all.out.lines().count()), (0, 437), "{}", all.err);
    let found = shien(&["measures", "後継者がいない"], "");
    assert!(found.out.lines().take(5).any(|line| line.starts_with("ibaraki-ma-matching ")), "{}", found.out);
    let json = shien(&["measures", "--format", "json", "特許"], "");
    let rows: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert!(rows.as_array().unwrap().iter().all(|row| row["page"].as_str().unwrap().starts_with("/measures/")));
    assert!(shien(&["schema", "measures"], "").out.contains("MeasureFile"));
}

#[test]
fn the_cases_that_are_missing_are_proposed() {
    let ended = shien(&["check", EXAMPLE, "--cases", "--sources", "../../catalogue/examples/2025"], "");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("cases that `example-small-business` lacks"), "{}", ended.out);
    assert!(ended.out.contains("is computed applicant by applicant, not in bulk (amount.additions)"), "{}", ended.out);
    assert!(
        ended.out.contains("1 programmes and 0 measures in 1 files, 21 cases passed, 0 errors, 0 warnings"),
        "{}{}",
        ended.out,
        ended.err
    );
}

#[test]
fn what_would_bring_the_most_is_told_where_nothing_is_to_change() {
    let applicant = r#"{"members":[{"id":"a","facts":{"kind":"company","in_prefecture":true,"industry":"56","employees":5,"average_taxable_income_yen":3000000,"was_tax_exempt":true,"invoice_registered":false,"wage_special":false,"deficit":false},"shareholders":[],"records":[]}],"expenses":[{"category":"machine","amount":5000000}]}"#;
    let best = shien(&["whatif", EXAMPLE, "-"], applicant);
    assert_eq!(best.code, 0, "{}", best.err);
    assert!(
        best.out.contains("補助金が500,000円増えます") && best.out.contains("賃金引上げ特例：当てはまると1,500,000円増えます"),
        "{}",
        best.out
    );
    let with = shien(&["whatif", EXAMPLE, "-", "--fact", "invoice_registered=true", "--format", "json"], applicant);
    let answer: Value = serde_json::from_str(&with.out).unwrap();
    assert_eq!((&answer["now"]["grant_yen"], &answer["then"]["grant_yen"]), (&500_000.into(), &1_000_000.into()));
    // Any word of the language, as it stands in a file.
    let table = "amount.cap={by: employees, up_to: {5: 700000}, above: 900000}";
    let with = shien(&["whatif", EXAMPLE, "-", "--set", table, "--format", "json"], applicant);
    let answer: Value = serde_json::from_str(&with.out).unwrap_or_else(|_| panic!("{}", with.err));
    assert_eq!(answer["then"]["grant_yen"], 700_000);
}

#[test]
fn a_file_is_proposed_from_the_text_of_a_call() {
    let ended = shien(&["draft", "../../catalogue/examples/2025/EX-small-business.txt", "--document", "EX-small-business"], "");
    assert_eq!(ended.code, 0, "{}", ended.err);
    for part in ["closes: 2025-11-28T17:00", "rate: {everyone: 2/3}", "floor: 100000", "# line 9 also says 3/4以内: for whom?"] {
        assert!(ended.out.contains(part), "{part} is not in {}", ended.out);
    }
    let nothing = shien(&["draft", "-"], "");
    assert!(nothing.code == 0 && nothing.out.contains("shien: 1"), "{}", nothing.out);
}

#[test]
fn measures_of_other_agencies_are_put_beside_the_catalogue_with_their_source() {
    let folder = std::env::temp_dir().join(format!("shien-import-{}", std::process::id()));
    let to = folder.display().to_string();
    let answer = r#"{"result":[{"id":"S1","title":"他県の販路開拓補助金","target_area_search":"東京都","subsidy_max_limit":500000}]}"#;
    let ended = shien(&["import", "jgrants", "-", "--to", &to, "--on", "2026-11-30"], answer);
    assert_eq!((ended.code, ended.out.contains("1 measures")), (0, true), "{}{}", ended.out, ended.err);
    let checked = shien(&["check", &to, "--sources", &to], "");
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    // They are there, and never among the agency's own.
    let own = shien(&["measures", "販路開拓", "--catalogue", &to, "--format", "json"], "");
    assert!(own.code == 0 && !own.out.contains("jgrants-s1"), "{}{}", own.out, own.err);
    let wrong = shien(&["import", "ds-451-4", "-", "--to", &to], "");
    assert_eq!(wrong.code, 3, "{}", wrong.err);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_assistant_is_answered_on_standard_output_until_its_input_ends() {
    let questions = [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"find_measures","arguments":{"text":"展示会に出たい","limit":3}}}"#,
    ];
    let ended = shien(&["mcp"], questions.join("\n") + "\n");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let answers: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0]["result"]["serverInfo"]["name"], "shien");
    assert!(
        answers.iter().any(|answer| answer["id"] == 2 && answer["result"]["structuredContent"]["total"].as_u64() > Some(0)),
        "{}",
        ended.out
    );
}
