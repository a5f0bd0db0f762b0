# lanes: stages side by side.
#
# A lane is a command that runs stages one after another, in a process of its own
# with an instance directory of its own.  What a lane counted is added up when all
# have ended; one that ended before it could tell is itself one failure.

LANES=()	# "PID NAME" of those under way

# lane NAME COMMAND…
lane() {
	local name=$1
	shift
	mkdir -p "$LOGS"
	rm -f -- "$LOGS/$name.lane"
	# In a group of its own: a signal of the terminal reaches the check alone, which then ends its lanes.
	set -m
	lane_run "$name" "$@" </dev/null &
	LANES+=("$! $name")
	set +m
}

lane_run() {
	local name=$1
	shift
	set +m
	LANES=() PASSED=0 FAILED=0
	suites_place
	"$@"
	echo "$PASSED $FAILED" >"$LOGS/$name.lane"
}

# Until all have ended.
lanes_wait() {
	local pid name passed failed
	while [ "${#LANES[@]}" -gt 0 ]; do
		read -r pid name <<<"${LANES[0]}"
		wait "$pid" || true
		LANES=("${LANES[@]:1}")
		passed=0 failed=0
		if [ -s "$LOGS/$name.lane" ]; then
			read -r passed failed <"$LOGS/$name.lane"
		else
			echo "lane $name ended before its stages did"
			failed=1
		fi
		PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
	done
}

# Ends all at once, and waits until they have put away what is theirs.
lanes_end() {
	local lane
	for lane in "${LANES[@]}"; do kill -TERM "${lane%% *}" 2>/dev/null || true; done
	for lane in "${LANES[@]}"; do wait "${lane%% *}" 2>/dev/null || true; done
	LANES=()
}
