// SPDX-License-Identifier: Apache-2.0

//! What is no problem, and what is said of it.

use gridmerit_solver::Statement;

fn refused(text: &str) -> String {
	Statement::read(text).unwrap_err().to_string()
}

#[test]
fn an_error_names_the_field_and_the_line() {
	let text = "{\"grids\": [{\"radial\": []}],\n\"orders\": [\n {\"bus\": 0, \"side\": \"buy\", \"wh\": 1, \"price\": 1}]}";
	let error = refused(text);
	assert!(error.starts_with("orders[0].side: unknown variant `buy`"), "{error}");
	assert!(error.contains("line 3"), "{error}");
	for (text, says) in [
		("", "the input: EOF while parsing a value at line 1"),
		("{", "the input: EOF"),
		("{}", "missing field `grids`"),
		("{\"grids\": [],\n\"order\": []}", "unknown field `order`"),
		("{\"grids\": []} 1", "trailing characters at line 1"),
		("{\"grids\": [{\"ring\": []}]}", "grids[0]: unknown variant `ring`"),
		(
			"{\"grids\": [{\"radial\": [{\"parent\": -1}]}]}",
			"grids[0].radial[0].parent: invalid value",
		),
		("{\"grids\": [{\"radial\": [{\"parent\": 2}]}]}", "grids[0].radial: bus 1 hangs on bus 2"),
		("{\"grids\": [], \"windows\": 2}", "windows: leave it out"),
		("{\"grids\": [{\"radial\": []}], \"windows\": 9999999999}", "more than 256 windows"),
		(
			"{\"grids\": [{\"radial\": []}], \"orders\": [{\"bus\": 1, \"side\": \"demand\", \"wh\": 1, \"price\": 1}]}",
			"order 0: no such bus or window",
		),
		(
			"{\"grids\": [{\"radial\": []}], \"orders\": [{\"bus\": 0, \"side\": \"demand\", \"wh\": 1.5, \"price\": 1}]}",
			"orders[0].wh: invalid type: floating point",
		),
	] {
		let error = refused(text);
		assert!(error.contains(says), "{text}: {error}");
	}
}
