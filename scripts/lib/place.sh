# place: where an instance of the shop lies, and the options that say so.
#
# An instance is a directory (--dir, default var): database, logs, sockets,
# filled nginx configuration.  Instances with different directories and ports
# run side by side.  Builds are shared by a clone's instances: var/build/KIND.

# shellcheck source=scripts/lib/say.sh
. "$ROOT/scripts/lib/say.sh"

PORT=${BANQUET_PORT:-8080}
GATEWAY_PORT=${BANQUET_GATEWAY_PORT:-8090}
PLATFORM_PORT=${BANQUET_PLATFORM_PORT:-}	# empty: 8092, or a free one where that is taken
LISTEN=${BANQUET_LISTEN:-127.0.0.1}
DIR=${BANQUET_DIR:-var}
DEMO=${BANQUET_DEMO:-yes}
INSTALL=${BANQUET_INSTALL:-yes}
RATE_LIMITS=${BANQUET_RATE_LIMITS:-on}
BUILDS=$ROOT/var/build

# Reads the common options; what is left over stands in REST.
place_options() {
	REST=()
	while [ $# -gt 0 ]; do
		case $1 in
		--port | --gateway-port | --platform-port | --dir)
			[ $# -ge 2 ] || fail "$1 needs a value"
			place_option "$1" "$2"
			shift ;;
		--port=* | --gateway-port=* | --platform-port=* | --dir=*) place_option "${1%%=*}" "${1#*=}" ;;
		--no-demo) DEMO=no ;;
		--no-install) INSTALL=no ;;
		-h | --help) exec "$ROOT/scripts/help" ;;
		--)
			shift
			REST+=("$@")
			break ;;
		*) REST+=("$1") ;;
		esac
		shift
	done
	place_port --port "$PORT"
	place_port --gateway-port "$GATEWAY_PORT"
	[ -z "$PLATFORM_PORT" ] || place_port --platform-port "$PLATFORM_PORT"
	[ -n "$DIR" ] || fail "--dir needs a directory"
	case $DIR in /*) ;; *) DIR=$ROOT/$DIR ;; esac
	DIR=$(realpath -m -- "$DIR")
	case $DIR in
	/ | "$ROOT" | "${HOME:-/}") fail "--dir $DIR: choose a directory of its own" ;;
	*[!A-Za-z0-9/._+@-]*) fail "$DIR: letters, digits and . _ + @ - only, please (nginx reads this path)" ;;
	esac
}

place_option() {
	case $1 in
	--port) PORT=$2 ;;
	--gateway-port) GATEWAY_PORT=$2 ;;
	--platform-port) PLATFORM_PORT=$2 ;;
	--dir) DIR=$2 ;;
	esac
}

place_port() {
	case $2 in '' | *[!0-9]* | ??????*) fail "$1 $2: not a port number" ;; esac
	[ "$2" -le 65535 ] || fail "$1 $2: not a port number"
}

# No options but those above.
place_no_more() {
	[ "${#REST[@]}" -eq 0 ] || fail "unknown option ${REST[0]}; ./dev help lists them"
}

# Directories of the instance.  A unix socket's path may have about 107 bytes; where the
# clone lies too deep, run/ is a link to a short private directory.
place_make() {
	umask 077
	mkdir -p "$DIR" "$DIR/log" "$DIR/tmp" "$DIR/bin" "$DIR/nginx" "$DIR/www" "$DIR/images" 2>/dev/null || fail "cannot write to $DIR"
	RUN=$DIR/run
	if [ "${#RUN}" -gt 80 ]; then
		if [ ! -d "$RUN" ] || [ ! -O "$RUN/." ]; then
			rm -f -- "$RUN"
			ln -s "$(mktemp -d "${XDG_RUNTIME_DIR:-/tmp}/banquet-XXXXXXXX")" "$RUN" || fail "cannot make $RUN"
		fi
		RUN=$(readlink -f -- "$RUN")
	else
		mkdir -p "$RUN"
	fi
	place_lock
}

# The instance as it is, for commands that only look; false when there is none.
place_find() {
	RUN=$(readlink -f -- "$DIR/run") && [ -d "$RUN" ] || return 1
	# The ports it was started with.
	if [ -r "$RUN/ports" ]; then
		# shellcheck disable=SC2034 # they are for the callers
		read -r PORT GATEWAY_PORT PLATFORM_PORT <"$RUN/ports"
	fi
	return 0
}

# One up, down or reset of an instance at a time; PORTS_LOCK is for who chooses a free port (port_free).
place_lock() {
	exec {PLACE_LOCK}>"$DIR/lock" {PORTS_LOCK}>"${XDG_RUNTIME_DIR:-/tmp}/banquet-ports-$(id -u)"
	flock -w 120 "$PLACE_LOCK" || fail "another ./dev works on $DIR; wait for it or end it"
}

# Everything listens on the loopback address unless told otherwise.
port_busy() { (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_free() {
	perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}
