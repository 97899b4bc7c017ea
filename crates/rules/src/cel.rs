//! The escape hatch: a small closed subset of the Common Expression Language, lowered into predicates.
//!
//! Comparisons of a fact with a literal, `in` a list, `&&`, `||`, `!`. The `cel` crate only parses.

use cel::{
    IdedExpr,
    common::ast::{Expr, LiteralValue, operators as op},
    parser::Parser,
};

use crate::language::{Comparand, Predicate, Scalar};

/// Turns an expression into a predicate, or says what in it is beyond the subset.
pub fn lower(text: &str) -> Result<Predicate, String> {
    if text.len() > 2_000 {
        return Err("the expression is longer than 2,000 characters".to_owned());
    }
    let tree = Parser::default().parse(text).map_err(|e| format!("the expression can't be read: {}", e.to_string().replace('\n', " ")))?;
    predicate(&tree)
}

fn predicate(expr: &IdedExpr) -> Result<Predicate, String> {
    match &expr.expr {
        Expr::Ident(fact) => Ok(compare(fact, |p| p.is = Some(Scalar::Bool(true).into()))),
        Expr::Call(call) => {
            let args: Vec<&IdedExpr> = call.target.iter().map(AsRef::as_ref).chain(&call.args).collect();
            match (call.func_name.as_str(), args.as_slice()) {
                (op::LOGICAL_AND, many) => Ok(Predicate { all_of: Some(each(many)?), ..Predicate::default() }),
                (op::LOGICAL_OR, many) => Ok(Predicate { any_of: Some(each(many)?), ..Predicate::default() }),
                (op::LOGICAL_NOT, many) => Ok(Predicate { none_of: Some(each(many)?), ..Predicate::default() }),
                (op::IN, [left, right]) => match (&left.expr, &right.expr) {
                    (Expr::Ident(fact), Expr::List(list)) => {
                        let words = list.elements.iter().map(literal).collect::<Result<Vec<_>, _>>()?;
                        Ok(compare(fact, |p| p.one_of = Some(words)))
                    }
                    (_, Expr::Ident(fact)) => {
                        let word = literal(left)?;
                        Ok(compare(fact, |p| p.includes = Some(word.into())))
                    }
                    _ => Err("`in` stands between a fact and a list of values".to_owned()),
                },
                (function, [left, right]) => {
                    let (fact, value, turned) = match (&left.expr, &right.expr) {
                        (Expr::Ident(fact), _) => (fact, literal(right)?, false),
                        (_, Expr::Ident(fact)) => (fact, literal(left)?, true),
                        _ => {
                            return Err("a comparison has a fact on one side and a value on the other".to_owned());
                        }
                    };
                    let slot: fn(&mut Predicate) -> &mut Option<Comparand> = match (function, turned) {
                        (op::EQUALS, _) => |p| &mut p.is,
                        (op::NOT_EQUALS, _) => |p| &mut p.is_not,
                        (op::GREATER_EQUALS, false) | (op::LESS_EQUALS, true) => |p| &mut p.at_least,
                        (op::GREATER, false) | (op::LESS, true) => |p| &mut p.more_than,
                        (op::LESS_EQUALS, false) | (op::GREATER_EQUALS, true) => |p| &mut p.at_most,
                        (op::LESS, false) | (op::GREATER, true) => |p| &mut p.less_than,
                        _ => {
                            return Err(format!("`{function}` is beyond the expressions that are read here"));
                        }
                    };
                    Ok(compare(fact, |p| *slot(p) = Some(value.into())))
                }
                (function, _) => Err(format!("`{function}` is beyond the expressions that are read here")),
            }
        }
        _ => Err("the expression must be a comparison of facts with values, joined by &&, || and !".to_owned()),
    }
}

fn each(many: &[&IdedExpr]) -> Result<Vec<Predicate>, String> {
    many.iter().map(|e| predicate(e)).collect()
}

fn compare(fact: &str, set: impl FnOnce(&mut Predicate)) -> Predicate {
    let mut p = Predicate { fact: Some(fact.to_owned()), ..Predicate::default() };
    set(&mut p);
    p
}

fn literal(expr: &IdedExpr) -> Result<Scalar, String> {
    match &expr.expr {
        Expr::Literal(LiteralValue::Boolean(b)) => Ok(Scalar::Bool(*b.inner())),
        Expr::Literal(LiteralValue::Int(i)) => Ok(Scalar::Int(*i.inner())),
        Expr::Literal(LiteralValue::String(s)) => Ok(Scalar::Text(s.inner().to_owned())),
        _ => Err("a value must be true, false, a whole number or a text in quotes".to_owned()),
    }
}
