# programs: the FastCGI programs and the worker, each under scripts/supervise.

# programs_each: prints "NAME PROGRAM SOCKET" for each row of the table.
programs_each() { grep -Ev '^(#|$)' "$ROOT/scripts/programs"; }

programs_names() { programs_each | while read -r name _; do echo "$name"; done; }

# What the programs are told; settings of the caller's environment pass through.
programs_environment() {
	export RUN
	export BANQUET_CONFIG=$DIR/banquet.conf
	export BANQUET_DB_SOCKET=$RUN/db.sock BANQUET_DB_USER=banquet BANQUET_DB_NAME=banquet BANQUET_DB_PASSWORD=
	export BANQUET_GATEWAY_DB_NAME=banquet_gateway
	export BANQUET_GATEWAY_CALLBACK_URL=${BANQUET_GATEWAY_CALLBACK_URL-http://127.0.0.1:$PORT}
	export BANQUET_PLATFORM_URL=${BANQUET_PLATFORM_URL-http://127.0.0.1:$PLATFORM_PORT/events}
	export BANQUET_ASSET_DIR=$ROOT/storefront BANQUET_DATA_DIR=$ROOT
	[ -e "$BANQUET_CONFIG" ] || echo '# settings of this instance; README.md has the table' >"$BANQUET_CONFIG"
	# In the file: the tools of whoever looks after the instance must look into the same folder.
	grep -q "^image_dir *=" "$BANQUET_CONFIG" || echo "image_dir = $DIR/images" >>"$BANQUET_CONFIG"
	# Who runs the shop and its mock companies on one machine need not think of addresses and keys.
	if [ "$(programs_provider)" = mock ]; then
		export BANQUET_GATEWAY_URL=${BANQUET_GATEWAY_URL:-http://127.0.0.1:$GATEWAY_PORT}
		programs_secret gateway_key "$(programs_key)"
	else
		# The provider's own address, unless another is set; the mock gateway goes on by itself, with a key nobody has.
		grep -q '^gateway_url *=' "$BANQUET_CONFIG" || export BANQUET_GATEWAY_URL=${BANQUET_GATEWAY_URL-}
		[ -e "$DIR/gateway.conf" ] || (umask 077 && echo "gateway_key = $(programs_key)" >"$DIR/gateway.conf")
	fi
	programs_secret gateway_webhook_key "whsec_$(head -c 32 /dev/urandom | base64)"
	programs_secret platform_key "whsec_$(head -c 32 /dev/urandom | base64)"
}

# Who charges cards: as the caller's environment or the instance's settings say.
programs_provider() {
	local named
	named=$(sed -n 's/^gateway_provider *= *\([a-z]*\).*/\1/p' "$BANQUET_CONFIG" | tail -n 1)
	echo "${BANQUET_GATEWAY_PROVIDER:-${named:-mock}}"
}

# A setting of the instance that nobody else may read, unless it has one.
programs_secret() { # NAME VALUE
	grep -q "^$1 *=" "$BANQUET_CONFIG" || (
		umask 077
		echo "$1 = $2" >>"$BANQUET_CONFIG"
		chmod go-rwx "$BANQUET_CONFIG"
	)
}

# 128 random bits in base64url, as the programs make their tokens.
programs_key() { head -c 16 /dev/urandom | base64 | tr -d '=\n' | tr '+/' '-_'; }

# launch [--stop SIGNAL] [--reload WAY] NAME LOG COMMAND…: under the supervisor, away from this terminal.
launch() {
	local how=()
	while [[ $1 == --* ]]; do
		how+=("$1" "$2")
		shift 2
	done
	local name=$1 log=$2
	shift 2
	launch_rotate "$log"
	RUN=$RUN setsid -f env --default-signal=HUP,INT,TERM "$ROOT/scripts/supervise" "${how[@]}" "$name" "$@" </dev/null >>"$log" 2>&1 {PLACE_LOCK}>&- {PORTS_LOCK}>&-
}

# Whoever starts us may ignore HUP (nohup); the supervisor must not, or nothing could be reloaded.
# launch_socket NAME LOG SOCKET COMMAND…: the same, listening on a unix socket as fd 0.
launch_socket() {
	local name=$1 log=$2 socket=$3
	shift 3
	launch_rotate "$log"
	RUN=$RUN setsid -f env --default-signal=HUP,INT,TERM spawn-fcgi -n -M 0660 -b 1024 -s "$socket" -- "$ROOT/scripts/supervise" "$name" "$@" \
	    </dev/null >>"$log" 2>&1 {PLACE_LOCK}>&- {PORTS_LOCK}>&-
}

# A log is moved aside at a start once it has 16 MB.
launch_rotate() {
	[ ! -f "$1" ] || [ "$(stat -c %s -- "$1")" -lt 16777216 ] || mv -f -- "$1" "$1.1"
}

# Copies the build's programs, so that building again disturbs nobody who runs.
programs_copy() { # BUILD
	local name program socket
	while read -r name program socket; do
		install -m 755 -- "$1/$program" "$DIR/bin/.$name" && mv -f -- "$DIR/bin/.$name" "$DIR/bin/$name" ||
		    fail "$program was not built"
	done < <(programs_each)
	install -m 755 -- "$1/bin/banquetctl" "$DIR/bin/.banquetctl" && mv -f -- "$DIR/bin/.banquetctl" "$DIR/bin/banquetctl"
}

# How one program is run, in front of it: cake.fcgi has an account of its own, and holds few uploads in memory.  Pictures
# take a processor for a while and get what orders leave of it; the worker has nobody waiting, and steps behind: as in deploy/.
programs_own() { # NAME
	case $1 in
	cake) echo env BANQUET_DB_USER=banquet_cake BANQUET_THREADS=8 "$ROOT/scripts/lib/behind" "${PICTURES_BEHIND:-idle}" ;;
	painter) echo "$ROOT/scripts/lib/behind" "${PICTURES_BEHIND:-idle}" ;;
	worker) echo "$ROOT/scripts/lib/behind" 5 ;;
	gateway) [ "$(programs_provider)" = mock ] || echo env -u BANQUET_GATEWAY_KEY BANQUET_CONFIG="$DIR/gateway.conf" BANQUET_GATEWAY_URL="http://127.0.0.1:$GATEWAY_PORT" ;;
	esac
}

program_start() { # NAME SOCKET
	# shellcheck disable=SC2046 # words
	if [ "$2" = - ]; then
		launch "$1" "$DIR/log/$1.log" $(programs_own "$1") "$DIR/bin/$1"
	else
		rm -f -- "$RUN/$2"
		launch_socket "$1" "$DIR/log/$1.log" "$RUN/$2" $(programs_own "$1") "$DIR/bin/$1"
	fi
}

programs_start() {
	local name socket
	while read -r name _ socket; do program_start "$name" "$socket"; done < <(programs_each)
}

# Ends all of the instance: nginx first, so that calls under way find their programs; the database last.
stop_all() {
	local names
	mapfile -t names < <(programs_names)
	proc_stop 20 nginx
	proc_stop 20 "${names[@]}"
	proc_stop 60 db
	rm -f -- "$RUN"/*.sock
}
