# suites: how each kind of test is run; check and test share them.
#
# An instance of the shop for tests lies in a directory of its own with free
# ports, so that it disturbs no `dev up`, of this clone or another.

# Nothing of the caller's shop may reach the tests.
suites_environment() {
	local name
	for name in $(compgen -e BANQUET_); do
		[ "$name" = BANQUET_INSTALL ] || unset "$name"
	done
	# A sanitizer's report ends the program, and so fails a test.
	export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=99:detect_stack_use_after_return=1
	export LSAN_OPTIONS=suppressions=$ROOT/tests/support/lsan.txt:print_suppressions=0
	export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
	export TSAN_OPTIONS=halt_on_error=1:exitcode=66:second_deadlock_stack=1:suppressions=$ROOT/tests/support/tsan.txt:print_suppressions=0
	# Compilers at work beside the tests would leave an idle painter nothing.
	export PICTURES_BEHIND=5
	suites_place
}

# A directory for an instance, which goes when this process does; each lane has its own.
suites_place() {
	SUITES_DIR=$(mktemp -d "$ROOT/var/check-XXXXXX")
	trap suites_end EXIT
	trap 'exit 130' INT TERM HUP
}

suites_end() {
	trap - EXIT
	[ -z "${LANES[*]-}" ] || lanes_end
	if [ -n "${STAGE-}" ]; then
		kill -TERM -- "-$STAGE" 2>/dev/null || true
		wait "$STAGE" 2>/dev/null || true
	fi
	"$ROOT/scripts/down" --dir "$SUITES_DIR" >/dev/null 2>&1 || true
	[ ! -L "$SUITES_DIR/run" ] || rm -rf -- "$(readlink -f -- "$SUITES_DIR/run")"
	rm -rf -- "$SUITES_DIR"
}

# suite_unit KIND [PROGRAM…]: make check in that build, all programs on one private MariaDB.
suite_unit() {
	local kind=$1 target=(check) status=0
	shift
	[ $# -eq 0 ] || target=(check-TESTS "TESTS=$*")
	if [ $# -gt 0 ]; then build "$kind" "$@"; else build "$kind"; fi
	cd "$BUILDS/$kind" || return 1
	rm -f tests/*.log tests/*.trs tests/fuzz/*.log tests/fuzz/*.trs
	# Check's parent frees a message for each assertion, and each test, a fork of it, looks for leaks through all that
	# ASan keeps of them: with the usual 256 MB a few long tests cost every later one 0.3 s.
	ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=4 "$ROOT/tests/support/with-mariadb" make -j"$(nproc)" "${target[@]}" >make-check.log 2>&1 || status=$?
	# What the programs said; of make only what went wrong.
	cat tests/*.log tests/fuzz/*.log 2>/dev/null
	[ "$status" -eq 0 ] || grep -E '^(FAIL|ERROR|# )|error: |\*\*\*' make-check.log
	return "$status"
}

# What a shop has otherwise when tests use it.  Its jobs come round soon, and nobody waits a minute for a payment the gateway
# does not know: longer than a call to it may take is enough (gateway_timeout_ms).
SUITES_SHOP=(BANQUET_GATEWAY_CONTROL=on BANQUET_PLATFORM_INTERVAL_MS=3600000 BANQUET_PAINTER_HOURLY=1000
	BANQUET_EVENT_INTERVAL_MS=250 BANQUET_FUNNEL_INTERVAL_MS=1000 BANQUET_COMPENSATION_MS=250 BANQUET_COMPENSATION_LONGEST_S=5 BANQUET_GATEWAY_SETTLE_S=15)

# shop_up KIND [NAME=VALUE…]: the shop from that build, fresh or again, for tests.
shop_up() {
	local kind=$1
	shift
	env BANQUET_BUILD="$kind" BANQUET_INSTALL=no "${SUITES_SHOP[@]}" "$@" "$ROOT/scripts/up" --dir "$SUITES_DIR" --port 0 --gateway-port 0
}

# shop_down: and what the programs had to say against the sanitizers.
shop_down() {
	"$ROOT/scripts/down" --dir "$SUITES_DIR"
	! grep -hE 'AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error' "$SUITES_DIR"/log/*.log
}

# suite_node FOLDER [PATTERN…]: node's runner over tests/FOLDER/*.test.mjs against the running shop.
suite_node() {
	local folder=$1 patterns=() word files
	shift
	for word in "$@"; do patterns+=(--test-name-pattern "$word"); done
	files=("$ROOT/tests/$folder"/*.test.mjs)
	[ -e "${files[0]}" ] || { echo "no tests in tests/$folder"; return 1; }
	suite_packages
	build dev tests/pictures
	DIR=$SUITES_DIR
	place_find || return 1
	BANQUET_GATEWAY_KEY=$(sed -n 's/^gateway_key = //p' "$DIR/banquet.conf") \
	    BANQUET_GATEWAY_WEBHOOK_KEY=$(sed -n 's/^gateway_webhook_key = //p' "$DIR/banquet.conf") \
	    BANQUET_GATEWAY_URL=http://127.0.0.1:$GATEWAY_PORT \
	    BANQUET_PLATFORM_KEY=$(sed -n 's/^platform_key = //p' "$DIR/banquet.conf") \
	    BANQUET_PLATFORM_URL=http://127.0.0.1:$PLATFORM_PORT/events \
	    BANQUET_URL=http://127.0.0.1:$PORT BANQUET_DB_SOCKET=$RUN/db.sock BANQUET_DB_NAME=banquet BANQUET_PICTURES=$BUILDS/dev/tests/pictures BANQUET_DIR=$DIR BANQUET_RUN=$RUN \
	    node --test --test-concurrency=1 "${patterns[@]}" --test-reporter="${SUITE_REPORTER:-tap}" "${files[@]}"
}

# The packages of tests/package-lock.json, when they are not there yet.
suite_packages() {
	local stamp=$ROOT/tests/node_modules/.banquet
	! cmp -s "$stamp" "$ROOT/tests/package-lock.json" || return 0
	[ -z "${SUITES_WITHOUT_PACKAGES-}" ] || fail "the packages of tests/ could not be had"
	(cd "$ROOT/tests" && npm ci --no-audit --no-fund 2>&1) || fail "npm ci failed in tests/"
	cp "$ROOT/tests/package-lock.json" "$stamp"
}
