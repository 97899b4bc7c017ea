//! The description of the interface (OpenAPI 3.1), made from the types that it answers with.

use rules::measure::{Field, MeasureGroup, Purpose};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::{
    calls::CallList,
    measures::{MeasureDetail, MeasureList},
};

/// Any text: no address holds a sign of nothing.
const NO_NULL: &str = "^[^\\u0000]*$";

/// The description as far as contexts have said their part.
#[derive(Debug, Default)]
pub struct OpenApi {
    paths: serde_json::Map<String, Value>,
    schemas: serde_json::Map<String, Value>,
}

/// What a context adds to the description.
pub type Describe = fn(&mut OpenApi);

impl OpenApi {
    /// A type that is answered with, under a name.
    pub fn schema<T: schemars::JsonSchema>(&mut self, name: &str) {
        component::<T>(name, &mut self.schemas);
    }

    /// What is read at an address.
    pub fn get(&mut self, path: &str, operation: &Value) {
        self.paths.insert(path.to_owned(), json!({ "get": operation }));
    }
}

/// What only an agency's own systems are told: the operation with how it is asked for.
pub fn with_token(mut operation: Value) -> Value {
    operation["security"] = json!([{ "token": [] }]);
    operation["responses"]["401"] = problem("No token, or none that holds.");
    operation["responses"]["403"] = problem("The token does not name this.");
    operation["responses"]["400"] = problem("The address can't be read.");
    operation["responses"]["429"] = problem("Too much at once; ask again later.");
    operation
}

/// A question of an address.
pub fn parameter(name: &str, description: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}

/// An answer of a type.
pub fn answer(description: &str, schema: &str) -> Value {
    json!({
        "description": description,
        "headers": { "ETag": { "schema": { "type": "string" } } },
        "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } },
    })
}

/// A failure.
pub fn problem(description: &str) -> Value {
    json!({ "description": description, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } })
}

/// A schema whose definitions stand among the components.
fn component<T: schemars::JsonSchema>(name: &str, all: &mut serde_json::Map<String, Value>) {
    let schema = schemars::schema_for!(T).to_value();
    let text = schema.to_string().replace("#/$defs/", "#/components/schemas/");
    let Ok(Value::Object(mut schema)) = serde_json::from_str::<Value>(&text) else { return };
    schema.remove("$schema");
    if let Some(Value::Object(definitions)) = schema.remove("$defs") {
        all.extend(definitions);
    }
    all.insert(name.to_owned(), Value::Object(schema));
}

/// The description of every address of the interface.
pub fn document(version: &str, further: &[Describe]) -> Value {
    let words = |all: Vec<&str>| json!({ "type": "string", "enum": all });
    let mut all = OpenApi::default();
    all.schema::<CallList>("CallList");
    all.get(
        "/api/v1/calls",
        &with_token(json!({
            "operationId": "listCalls",
            "summary": "The calls of the agency of the token",
            "responses": { "200": answer("Every call.", "CallList"), "304": { "description": "Nothing changed." } },
        })),
    );
    further.iter().for_each(|describe| describe(&mut all));
    let OpenApi { paths: further, mut schemas } = all;
    component::<MeasureList<'static>>("MeasureList", &mut schemas);
    component::<MeasureDetail<'static>>("MeasureDetail", &mut schemas);
    component::<crate::pages::CalculationAnswer<'static>>("Calculation", &mut schemas);
    schemas.insert(
        "Problem".to_owned(),
        json!({
            "type": "object",
            "description": "RFC 9457.",
            "required": ["type", "title", "status"],
            "properties": {
                "type": { "type": "string" },
                "title": { "type": "string" },
                "status": { "type": "integer" },
                "detail": { "type": "string" },
                "instance": { "type": "string" },
            },
        }),
    );
    let filters = [
        parameter("q", "What is sought: a sentence or words.", &json!({ "type": "string", "maxLength": 200, "pattern": NO_NULL })),
        parameter("group", "分類.", &words(MeasureGroup::iter().map(MeasureGroup::word).collect())),
        parameter("purpose", "目的.", &words(Purpose::iter().map(Purpose::word).collect())),
        parameter("field", "分野.", &words(Field::iter().map(Field::word).collect())),
        parameter("year", "年度, by the year in which it begins.", &json!({ "type": "integer", "minimum": 1900, "maximum": 2200 })),
        parameter("operator", "実施機関, as it is named in Japanese.", &json!({ "type": "string", "pattern": NO_NULL })),
        parameter("most", "上限額: at least so many yen.", &json!({ "type": "integer", "minimum": 0, "maximum": 999_999_999_999_999_u64 })),
        parameter("open", "Only what can be applied for today.", &words(vec!["yes"])),
        parameter("whole", "Plans, rules, receivables and bodies too.", &words(vec!["yes"])),
        parameter("from", "The place of the first that is listed.", &json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000 })),
        parameter("limit", "How many are listed at most.", &json!({ "type": "integer", "minimum": 1, "maximum": 100 })),
    ];
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "shien",
            "version": version,
            "description": "Measures of support (支援施策): every programme, service, facility and register of the catalogue, with typed facts that cite their source.",
        },
        "paths": {
            "/api/v1/measures": {
                "get": {
                    "operationId": "listMeasures",
                    "summary": "Measures, narrowed by a sentence and by filters",
                    "parameters": filters,
                    "responses": {
                        "200": answer("A page of measures.", "MeasureList"),
                        "304": { "description": "Nothing changed." },
                        "400": problem("The address can't be read."),
                        "422": problem("A parameter has a value that it can't have."),
                        "429": problem("Too much at once; ask again later."),
                    },
                },
            },
            "/api/v1/measures/{id}": {
                "get": {
                    "operationId": "getMeasure",
                    "summary": "A measure with all its facts",
                    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[a-z0-9-]+$" } }],
                    "responses": {
                        "200": answer("The measure.", "MeasureDetail"),
                        "304": { "description": "Nothing changed." },
                        "400": problem("The address can't be read."),
                        "404": problem("There is no such measure."),
                        "429": problem("Too much at once; ask again later."),
                    },
                },
            },
            "/api/v1/measures/{id}/calculation": {
                "get": {
                    "operationId": "calculateMeasure",
                    "summary": "What a measure comes to: each figure that its calculation asks for is a parameter of that name",
                    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[a-z0-9-]+$" } }],
                    "responses": {
                        "200": answer("Every figure.", "Calculation"),
                        "304": { "description": "Nothing changed." },
                        "400": problem("The address can't be read."),
                        "404": problem("There is no such measure, or it has no calculation."),
                        "422": problem("A figure is not asked for, or can't be read."),
                        "429": problem("Too much at once; ask again later."),
                    },
                },
            },
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": "アクセストークン of the agency." } },
        },
    });
    if let Some(paths) = document["paths"].as_object_mut() {
        paths.extend(further);
    }
    document
}
