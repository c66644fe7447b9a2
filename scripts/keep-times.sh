#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Cargo tells by a file's time whether it has changed, and in a fresh clone every file is new. So that a fresh clone
# in the same place compiles only what has changed since the last build there, this
#   begin  gives each file whose content is what was built the time that it had then, and forgets the others,
#          so that a build that ends half way vouches for nothing;
#   done   notes all files after a build that succeeded.
# Usage: scripts/keep-times.sh begin|done, with CARGO_TARGET_DIR set.

set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
noted="$CARGO_TARGET_DIR/times-$(pwd | sha256sum | cut -c1-16)"

# BLOB:PATH of each tracked file, sorted.
files() { git ls-files --format='%(objectname):%(path)' | sort; }

# What is built with changes of its own is nobody else's.
git diff --quiet HEAD || {
	rm -f "$noted"
	exit 0
}

case "${1-}" in
begin)
	[ -f "$noted" ] || exit 0
	files | join -t $'\t' - "$noted" >"$noted.new"
	while IFS=$'\t' read -r file time; do touch -h -d "$time" -- "${file#*:}"; done <"$noted.new"
	mv "$noted.new" "$noted"
	;;
done)
	files | while read -r file; do printf '%s\t%s\n' "$file" "$(stat -c %y -- "${file#*:}")"; done >"$noted.new"
	mv "$noted.new" "$noted"
	;;
*)
	sed -n '3,9s/^# //p' "$0"
	exit 2
	;;
esac
