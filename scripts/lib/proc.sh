# proc: processes we started, recorded so that we never end anyone else's.
#
# RUN/NAME.pid (the supervisor) and RUN/NAME.child (what it keeps running) hold
# "pid start-time boot-id": a number taken by another process since does not match.

proc_started() { # PID: when it started, in ticks since boot
	local stat
	{ stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
	stat=${stat##*) }
	# shellcheck disable=SC2086
	set -- $stat
	[ "$1" != Z ] && echo "${20}"
}

proc_record() { # FILE PID
	local started
	started=$(proc_started "$2") || return 0
	echo "$2 $started $(</proc/sys/kernel/random/boot_id)" >"$1.new" && mv -f -- "$1.new" "$1"
}

# proc_pid FILE: prints the pid when that very process still runs.
proc_pid() {
	local pid started boot
	[ -r "$1" ] && read -r pid started boot <"$1" || return 1
	[ "$boot" = "$(</proc/sys/kernel/random/boot_id)" ] && [ "$started" = "$(proc_started "$pid")" ] && echo "$pid"
}

proc_gone() { ! proc_pid "$1" >/dev/null; }

# proc_stop SECONDS NAME…: asks all named at once and waits; who has not gone by then is killed.
proc_stop() {
	local seconds=$1 name pid
	shift
	for name in "$@"; do
		if pid=$(proc_pid "$RUN/$name.pid"); then
			kill -TERM "$pid" 2>/dev/null || true
		elif pid=$(proc_pid "$RUN/$name.child"); then # its supervisor was killed
			kill -TERM "$pid" 2>/dev/null || true
		fi
	done
	for name in "$@"; do
		wait_for "$seconds" proc_gone "$RUN/$name.pid" || say "$name did not stop in $seconds s and is killed"
		wait_for "$seconds" proc_gone "$RUN/$name.child" || say "$name did not stop in $seconds s and is killed"
		# The supervisor first, or it would start another.
		pid=$(proc_pid "$RUN/$name.pid") && kill -KILL "$pid" 2>/dev/null
		pid=$(proc_pid "$RUN/$name.child") && kill -KILL -- "-$pid" 2>/dev/null
		rm -f -- "$RUN/$name.pid" "$RUN/$name.child"
	done
	return 0
}
