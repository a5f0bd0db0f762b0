# build: out-of-tree builds in var/build/KIND.
#
# release is what runs; dev refuses warnings; asan, tsan, coverage and fuzz check.

build_flags() { # KIND: configure's arguments, one a line
	case $1 in
	release) printf '%s\n' 'CFLAGS=-O2 -g' ;;
	dev) printf '%s\n' --enable-werror 'CFLAGS=-O2 -g' ;;
	asan) printf '%s\n' --enable-asan 'CFLAGS=-O1 -g' ;;
	tsan) printf '%s\n' --enable-tsan 'CFLAGS=-O1 -g' ;;
	coverage) printf '%s\n' --enable-coverage 'CFLAGS=-O0 -g' ;;
	analyzer) printf '%s\n' --enable-werror 'CFLAGS=-O1 -g -fanalyzer -Wno-analyzer-too-complex -Wno-analyzer-malloc-leak' ;;
	fuzz) printf '%s\n' --enable-fuzz CC=clang 'CFLAGS=-O1 -g' ;;
	*) return 1 ;;
	esac
}

# build KIND [TARGET…]: makes the targets (default all); fails in one line with the end of the log.
build() {
	local kind=$1 dir=$BUILDS/$1 flags
	shift
	mkdir -p "$dir" || fail "cannot write to $dir"
	build_configure_script
	(
		exec 9>"$dir.lock"
		flock 9
		cd "$dir" || exit 1
		mapfile -t flags < <(build_flags "$kind")
		if [ ! -e Makefile ] || [ "$(cat .flags 2>/dev/null)" != "${flags[*]}" ]; then
			build_quietly configure "$ROOT/configure" "${flags[@]}"
			echo "${flags[*]}" >.flags
		fi
		build_quietly make make -s -j"$(nproc)" "$@"
	) || exit 1
}

build_quietly() { # NAME COMMAND…
	local log=$PWD/build-$1.log
	shift
	if ! "$@" >"$log" 2>&1 9>&-; then
		# The errors first; make's own chatter hides them.
		grep -E '(error|warning): |configure: error|undefined reference|\*\*\*' "$log" | head -n 15 | sed 's/^/    /' >&2 ||
		    show_tail "$log"
		fail "the build in $PWD failed; all of it is in $log"
	fi
}

# configure is made when it is missing or its sources are newer; make sees to the rest.
build_configure_script() {
	local log=$BUILDS/autoreconf.log
	(
		exec 9>"$BUILDS/autoreconf.lock"
		flock 9
		cd "$ROOT" || exit 1
		[ ! -e configure ] || [ configure.ac -nt configure ] || [ ! -e Makefile.in ] || exit 0
		autoreconf -fi >"$log" 2>&1 9>&- || { show_tail "$log"; fail "autoreconf failed; all of it is in $log"; }
		touch configure
	) || exit 1
}
