//! Papers that people put beside a record, over HTTP, on every database.

use axum::http::{StatusCode, header};
use jiff::SignedDuration;

use crate::visitor::{Visitor, scanner, site};

const PDF: &[u8] = shien::samples::BROCHURE;

#[tokio::test]
async fn a_file_is_what_is_in_it_is_kept_once_and_never_runs_in_a_browser() {
    for trial in crate::with_people().await {
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let path = "/companies/nasu-software/certifications";
        let form = |id: &'static str| [("form", id), ("kind", "health"), ("valid_from", "2026-04-01"), ("number", "認定第1号")];
        let first = form("01a20f0a-e309-768f-9341-175a44bd6d24");
        for (name, file) in [
            ("page.pdf", &b"<!doctype html><script>alert(1)</script>"[..]),
            ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("program.pdf", b"MZ\x90\x00"),
            ("empty.pdf", b""),
            // Of two in one form it would not be known which is meant.
            ("two.pdf", b"%PDF-1.7 one\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.pdf\"\r\n\r\n%PDF-1.7 two"),
        ] {
            let refused = owner.upload(path, &first, name, file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {name}", trial.name);
            assert!(refused.body.contains("認定第1号"), "nothing typed is lost");
        }
        // A browser sends an empty part without a name where no file was chosen.
        assert_eq!(owner.upload(path, &first, "", b"").await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let second = form("01a20f0a-e309-768f-9341-175a44bd6d25");
        for _ in 0..2 {
            let kept = owner.upload(path, &second, "..\\..\\認定書\u{202e}（写し）.PDF", PDF).await;
            assert_eq!(kept.to(), "/companies/nasu-software/certifications?done=certified", "{}", trial.name);
        }
        let page = owner.get(path).await.body;
        let link = page.split("/files/").nth(1).unwrap().split('"').next().unwrap();
        let certification = "01a20f0a-e309-768f-9341-175a44bd6d25";
        let file = format!("{path}/{certification}/files/{link}");
        assert_eq!(page.matches("/files/").count(), 1, "the same form is kept once");
        let answer = owner.get(&file).await;
        let told = |name: header::HeaderName| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!((answer.status, answer.body.as_bytes()), (StatusCode::OK, PDF), "{}", trial.name);
        assert_eq!(told(header::CONTENT_TYPE), "application/pdf");
        assert!(told(header::CONTENT_DISPOSITION).starts_with("attachment;") && !told(header::CONTENT_DISPOSITION).contains(".."));
        assert!(told(header::CONTENT_DISPOSITION).ends_with(&format!("UTF-8''{}", ui::encode("認定書（写し）.PDF"))));
        assert_eq!(told(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(told(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
        // Nobody reaches it through another record, and nothing else is reached through it.
        let stranger = Visitor::signed_in(&router, "owner@oyama.example.jp").await;
        assert_eq!(stranger.get(&file).await.status, StatusCode::FORBIDDEN, "{}", trial.name);
        let through_own = format!("/companies/oyama-robotics/certifications/{certification}/files/{link}");
        assert_eq!(stranger.get(&through_own).await.status, StatusCode::NOT_FOUND, "{}", trial.name);
        for odd in ["..%2F..%2Fetc%2Fpasswd", "%2e%2e", "'", "0", &"a".repeat(3_000)] {
            assert_eq!(owner.get(&format!("{path}/{certification}/files/{odd}")).await.status, StatusCode::NOT_FOUND, "{odd}");
        }
        assert_eq!(stranger.upload(path, &form("01a20f0a-e309-768f-9341-175a44bd6d26"), "a.pdf", PDF).await.status, StatusCode::FORBIDDEN);
        let nobody = Visitor::nobody(&router).upload(path, &second, "a.pdf", PDF).await;
        assert!(nobody.to().starts_with("/sign-in"), "{}", trial.name);
        let large = [PDF, &vec![b'0'; 20 * 1024 * 1024]].concat();
        let refused = owner.upload(path, &form("01a20f0a-e309-768f-9341-175a44bd6d27"), "large.pdf", &large).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("大きすぎ"), "{} {}", trial.name, refused.body);
        // Taken away with its record.
        owner.post(path, &[("remove", certification)]).await;
        assert_eq!(owner.get(&file).await.status, StatusCode::NOT_FOUND, "{}", trial.name);
    }
}

#[tokio::test]
async fn a_scanner_marks_files_and_holds_nobody_up_when_it_is_down() {
    use platform::{jobs::Handlers, scan};
    for mut trial in crate::with_people().await {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        trial.app.scanner = Some(scan::Scanner::open(&format!("tcp://{address}")).unwrap());
        drop(listener);
        let app = trial.app.clone();
        let handlers = || Handlers::default().with(scan::SCAN, |app, _| scan::scan(app));
        let router = site(&trial).await;
        let owner = Visitor::signed_in(&router, "owner@nasu.example.jp").await;
        let path = "/companies/nasu-software/certifications";
        let send = |id: &'static str, body: &'static [u8]| {
            let owner = &owner;
            async move { owner.upload(path, &[("form", id), ("kind", "health"), ("valid_from", "2026-04-01")], "a.pdf", body).await }
        };
        // The scanner is down: files are kept and read, and wait.
        assert_eq!(send("01a20f0a-e309-768f-9341-175a44bd6d24", PDF).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        let harmful: &'static [u8] = shien::samples::page("harmful").leak();
        assert_eq!(send("01a20f0a-e309-768f-9341-175a44bd6d25", harmful).await.status, StatusCode::SEE_OTHER, "{}", trial.name);
        assert!(handlers().one(&app).await.unwrap());
        let page = owner.get(path).await.body;
        assert_eq!(page.matches("検査待ち").count(), 2, "{}", trial.name);
        let links: Vec<String> =
            page.split("href=\"").filter(|p| p.contains("/files/")).map(|p| p.split('"').next().unwrap().into()).collect();
        for link in links.iter().filter(|l| l.starts_with("/companies") && l.contains("/files/")) {
            assert_eq!(owner.get(link).await.status, StatusCode::OK, "{}", trial.name);
        }
        // It is back: the job is tried again, and each file is marked.
        let serving = tokio::spawn(scanner(tokio::net::TcpListener::bind(address).await.unwrap()));
        app.clock.forward(SignedDuration::from_hours(1));
        while handlers().one(&app).await.unwrap() {}
        let page = owner.get(path).await.body;
        assert!(!page.contains("検査待ち") && page.matches("ウイルスの疑い").count() == 1, "{}", trial.name);
        let told = links.iter().filter(|l| l.starts_with("/companies") && l.contains("/files/"));
        let mut answers = Vec::new();
        for link in told {
            answers.push(owner.get(link).await.status);
        }
        answers.sort();
        assert_eq!(answers, [StatusCode::OK, StatusCode::LOCKED], "{}", trial.name);
        let admin = Visitor::signed_in(&router, "auditor@example.jp").await;
        assert!(admin.get("/office/center/journal?subject=file:").await.body.contains("Test-Signature"), "{}", trial.name);
        serving.abort();
    }
}
