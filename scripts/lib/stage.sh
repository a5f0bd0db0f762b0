# stage: the parts of a check, timed and counted.
#
# A stage runs a command with its output in LOGS/NAME.log and then counts what the
# runners reported there.  A stage that fails without a failed test, or that
# counted nothing, is itself one failure: nothing is skipped silently.

PASSED=0 FAILED=0
STAGE=''	# the process group of the stage under way
LOGS=$ROOT/var/check-log

# stage COUNT NAME COMMAND…; COUNT is how to count: one, check, node, lines.
stage() {
	local count=$1 name=$2 log=$LOGS/$2.log began=$EPOCHREALTIME status=0 passed failed said
	shift 2
	kill -0 $$ || exit 1 # a lane whose check was killed goes no further
	mkdir -p "$LOGS"
	# In the background and a group of its own: who ends the check ends the stage at once.
	set -m
	("$@") >"$log" 2>&1 </dev/null &
	STAGE=$!
	set +m
	wait "$STAGE" || status=$?
	STAGE=''
	read -r passed failed < <("count_$count" "$log" "$status")
	if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
	if [ "$((passed + failed))" -eq 0 ]; then
		echo "nothing was run" >>"$log"
		failed=1
	fi
	PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
	said=$(printf '%-14s%5d passed %3d failed %6.1f s' "$name" "$passed" "$failed" "$(bc_minus "$EPOCHREALTIME" "$began")")
	[ "$failed" -eq 0 ] || said+=$'\n'$(stage_show "$log")
	printf '%s\n' "$said" # at once: stages of other lanes speak, too
	[ "$failed" -eq 0 ]
}

bc_minus() { awk -v a="${1/,/.}" -v b="${2/,/.}" 'BEGIN { printf "%.1f", a - b }'; }

# What failed, in few lines.
stage_show() {
	grep -E '^(not ok|dev: |BREACH |FAILED |FAIL[: ])|:[FE]:|^# Subtest.*|AddressSanitizer|ThreadSanitizer|runtime error|error: ' "$1" |
	    grep -v '^# Subtest' | head -n 25 | sed 's/^/    /'
	echo "    all of it: $1"
}

# What libcheck says of each program: "98%: Checks: 120, Failures: 1, Errors: 1"; and
# the replays of fuzz corpora: "form_replay: 12 inputs".
count_check() {
	awk '/^[0-9]+%: Checks: / { gsub(/,/, ""); n += $3; bad += $5 + $7 }
	    /^[^ ]*_replay: [0-9]+ inputs$/ { n += $2 }
	    /^FAIL tests\/|^FAIL: / { broken++ }
	    END { if (broken > 0 && bad == 0) bad = broken; print n - bad + 0, bad + 0 }' "$1"
}

# The end of a TAP report of node's runner; what was skipped or left to do was not tested.
count_node() {
	awk '/^# pass / { ok += $3 } /^# (fail|cancelled|skipped|todo) / { bad += $3 } END { print ok + 0, bad + 0 }' "$1"
}

# One line a case: "ok …" or "FAILED …".
count_lines() { awk '/^ok / { ok++ } /^FAILED / { bad++ } END { print ok + 0, bad + 0 }' "$1"; }

# The stage itself is the test.
count_one() { if [ "$2" -eq 0 ]; then echo 1 0; else echo 0 1; fi; }

# The last line of a check, for people and machines.
stage_end() {
	echo "$PASSED passed, $FAILED failed"
	[ "$FAILED" -eq 0 ]
}
