//! Whatever the language can say is shown to those who proofread a call.

use rules::{node, outline::outline, read, schema, sentences::Teller, words::Lang};
use serde_json::{Map, Value, json};

/// Values that say everything that a schema lets them say: every field, and each of several ways by itself.
struct Maker<'s> {
    root: &'s Value,
    /// What must be seen: names of fields, and values of which each is told apart.
    seen: Vec<String>,
    count: usize,
    /// The types that a value stands in.
    inside: Vec<String>,
}

impl Maker<'_> {
    fn resolve<'v>(&self, schema: &'v Value) -> (Option<String>, Value)
    where
        Self: 'v,
    {
        match schema["$ref"].as_str() {
            Some(name) => {
                let name = name.rsplit('/').next().unwrap();
                (Some(name.to_owned()), self.root["$defs"][name].clone())
            }
            None => (None, schema.clone()),
        }
    }

    fn word(&mut self) -> String {
        self.count += 1;
        let word = format!("w{}z", self.count);
        self.seen.push(word.clone());
        word
    }

    /// One value for each way in which the schema can be met.
    fn ways(&mut self, schema: &Value) -> Vec<Value> {
        let (name, schema) = self.resolve(schema);
        let name = name.unwrap_or_default();
        // Predicates hold predicates: one inside another is enough.
        if !name.is_empty() && self.inside.contains(&name) {
            return vec![json!({"fact": self.word()})];
        }
        self.inside.push(name.clone());
        let ways = self.ways_of(&name, &schema);
        self.inside.pop();
        ways
    }

    fn ways_of(&mut self, name: &str, schema: &Value) -> Vec<Value> {
        if name == "Text" {
            let (ja, en) = (self.word(), format!("e{}", self.count));
            return vec![json!({"ja": ja, "en": en})];
        }
        if let Some(any) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            let each: Vec<Value> = any.iter().filter(|s| s["type"] != "null").flat_map(|s| self.ways(&s.clone())).collect();
            return each;
        }
        if let Some(words) = schema["enum"].as_array() {
            self.seen.extend(words.iter().filter_map(Value::as_str).map(str::to_owned));
            return words.iter().filter(|w| !w.is_null()).cloned().collect();
        }
        if let Some(word) = schema.get("const") {
            self.seen.extend(word.as_str().map(str::to_owned));
            return vec![word.clone()];
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds[0].as_str().unwrap_or_default().to_owned(),
            kind => kind.as_str().unwrap_or_default().to_owned(),
        };
        match kind.as_str() {
            "object" => {
                if let Some(properties) = schema["properties"].as_object() {
                    let mut fields: Vec<(String, Vec<Value>)> = Vec::new();
                    for (key, of) in properties {
                        self.seen.push(key.clone());
                        fields.push((key.clone(), self.ways(of)));
                    }
                    // As many objects as the field with the most ways has.
                    let most = fields.iter().map(|f| f.1.len()).max().unwrap_or(1);
                    (0..most)
                        .map(|i| Value::Object(fields.iter().map(|(k, ways)| (k.clone(), ways[i.min(ways.len() - 1)].clone())).collect()))
                        .collect()
                } else {
                    let inner = self.ways(&schema["additionalProperties"].clone());
                    vec![Value::Object(inner.into_iter().map(|value| (self.word(), value)).collect::<Map<_, _>>())]
                }
            }
            "array" => vec![Value::Array(self.ways(&schema["items"].clone()))],
            "boolean" => {
                self.seen.extend(["true".to_owned(), "false".to_owned()]);
                vec![json!(true), json!(false)]
            }
            "integer" | "number" => {
                self.count += 1;
                self.seen.push((70_000 + self.count).to_string());
                vec![json!(70_000 + self.count)]
            }
            _ => vec![json!(self.word())],
        }
    }
}

#[test]
fn every_word_of_the_language_is_shown() {
    let root = schema::programme();
    let text = std::fs::read("../../catalogue/tochigi-pref/2021/leading-companies.yaml").unwrap();
    let read = &read::programmes(&text).programmes[0];
    let teller = Teller::new(&read.plan, Lang::Ja);
    let mut fields = 0;
    for (key, schema) in root["properties"].as_object().unwrap() {
        let mut maker = Maker { root, seen: Vec::new(), count: 0, inside: Vec::new() };
        let ways = maker.ways(schema);
        let mut shown = String::new();
        for way in ways {
            let file = json!({ key.clone(): way }).to_string();
            shown += &outline(&node::read(file.as_bytes()).unwrap(), &teller, Lang::Ja);
        }
        assert!(shown.contains(key.as_str()));
        for word in &maker.seen {
            // What is said, and where it stands, are shown as a sentence and its place; texts in the language that is asked for.
            let as_sentence = ["says", "cite", "lines", "words", "document", "ja", "en"].contains(&word.as_str());
            assert!(as_sentence || shown.contains(word.as_str()), "`{key}` is shown without `{word}`:\n{shown}");
            fields += 1;
        }
    }
    assert!(fields > 300, "{fields}");
}

#[test]
fn a_call_is_shown_whole_with_the_places_it_cites() {
    let text = std::fs::read("../../catalogue/tochigi-center/2022/green-fund.yaml").unwrap();
    for read in read::programmes(&text).programmes {
        let shown = outline(read.tree(), &Teller::new(&read.plan, Lang::Ja), Lang::Ja);
        for part in
            ["post", "excluded", "down", "相当の実現性", "旅費・宿泊費", "知的財産権の買い取り費用", "精算払い(後払い)", "文書002 92行"]
        {
            assert!(shown.contains(part), "{part} is missing");
        }
    }
}
