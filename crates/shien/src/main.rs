fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let sources = std::env::args().nth(2);
    for path in std::env::args().skip(3) {
        let bytes = std::fs::read(format!("{dir}/{path}")).unwrap();
        let out = rules::read::programmes(&bytes);
        for d in &out.diagnostics { println!("{path}:{}:{}: {:?} {} {} | {:?}", d.span.line, d.span.column, d.severity, d.code, d.message, d.help); }
        if let Some(s) = &sources {
            let mut text = None;
            for r in &out.programmes {
                let doc = &r.plan.programme.source.document;
                let f = std::fs::read_dir(s).unwrap().map(|e| e.unwrap().path()).find(|p| p.file_name().unwrap().to_str().unwrap().starts_with(doc.as_str())).unwrap();
                let t = std::fs::read_to_string(f).unwrap();
                for (s, f) in rules::check::sources(r, &t) { println!("{path} {s:?} {f:?}"); }
                text = Some(t);
            }
            if let Some(t) = text { println!("{path} uncited {:?}", rules::check::uncited(&out.programmes.iter().collect::<Vec<_>>(), &t)); }
        }
    }
}
