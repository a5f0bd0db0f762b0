# say: what the scripts print.  Sourced by every command.

# One step, done or under way, on stdout.
say() { printf '%s\n' "$*"; }

# The one clear line: what is wrong, then what to do.
fail() {
	printf 'dev: %s\n' "$*" >&2
	exit 1
}

# The last lines of a log, indented, on stderr: before a fail().
show_tail() { # FILE [LINES]
	[ -s "$1" ] && tail -n "${2:-15}" -- "$1" | sed 's/^/    /' >&2
	return 0
}

# wait_for SECONDS COMMAND…: until the command succeeds; false when time is up.
wait_for() {
	local until=$((SECONDS + $1 + 1))
	shift
	until "$@"; do
		[ "$SECONDS" -lt "$until" ] || return 1
		sleep 0.1
	done
}
