// SPDX-License-Identifier: Apache-2.0

//! Nodes that do not start.

use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::{NodeError, ScenarioNode};

async fn refused(program: &Path) -> NodeError {
	ScenarioNode::start(program, &ieee33(), None, None).await.err().unwrap()
}

#[tokio::test]
async fn a_program_that_exports_no_spec_is_quoted() {
	// A shell asked to run a script `export-chain-spec` that is not there.
	let said = refused(Path::new("sh")).await.to_string();
	assert!(said.starts_with("the node wrote no chain spec: exit status: "), "{said}");
	assert!(said.contains("export-chain-spec"), "{said}");
	// `echo` does well, and says something else.
	let said = refused(Path::new("echo")).await.to_string();
	assert!(said.starts_with("the node wrote no chain spec: expected"), "{said}");
	let said = refused(Path::new("/nowhere/node")).await.to_string();
	assert_eq!(said, "/nowhere/node: No such file or directory (os error 2)");
}

#[tokio::test]
async fn the_log_of_a_node_that_ends_is_kept() {
	let spec = genesis::spec().to_string();
	let program = format!(
		"#!/bin/sh\ncase $1 in export-chain-spec) echo '{spec}';; *) seq 9; echo oh dear >&2; exit 3;; esac\n"
	);
	let folder = with("node", program);
	let program = folder.path().join("node");
	fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
	let NodeError::Ended { status, log, tail } = refused(&program).await else { panic!() };
	assert_eq!((status.as_str(), tail.as_str()), ("exit status: 3", "6\n7\n8\n9\noh dear"));
	assert!(fs::read_to_string(&log).unwrap().starts_with("1\n2\n"));
	fs::remove_dir_all(Path::new(&log).parent().unwrap()).unwrap();
}
