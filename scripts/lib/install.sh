# install: what is missing, with apt.
#
# Asks nothing; with everything there, apt is not called and no network is
# needed.  Services that the packages bring (mariadb, nginx) are neither started
# nor enabled when we install them; those that were there stay as they are.

# install_missing up|check: prints the packages that are missing.
install_missing() {
	local package probe for
	while read -r package probe for; do
		case $package in '' | '#'*) continue ;; esac
		[ "$for" = up ] || [ "$1" = check ] || continue
		case $probe in
		pkg) dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ;;
		cmd:*)
			probe=${probe#cmd:}
			command -v "${probe%|*}" "${probe#*|}" >/dev/null ;;
		node) node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null ;;
		esac || printf '%s ' "$package"
	done <"$ROOT/scripts/packages"
}

# install_packages up|check
install_packages() {
	local missing as_root=() log
	missing=$(install_missing "$1")
	missing=${missing% }
	[ -n "$missing" ] || return 0
	[ "$INSTALL" = yes ] || fail "missing: $missing; install with: sudo apt-get install $missing"
	command -v apt-get >/dev/null || fail "missing: $missing; apt-get is not here, install them by this system's means"
	if [ "$(id -u)" -ne 0 ]; then
		sudo -n true 2>/dev/null || fail "missing: $missing; sudo does not let $(id -un) install, run: apt-get install $missing"
		as_root=(sudo -n)
	fi
	say "installing $missing"
	log=$(mktemp) || fail "cannot write to ${TMPDIR:-/tmp}"
	# shellcheck disable=SC2086
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive bash "$ROOT/scripts/apt-quietly" $missing >"$log" 2>&1 </dev/null || {
		show_tail "$log"
		fail "apt could not install $missing; its messages are in $log"
	}
	rm -f -- "$log"
	missing=$(install_missing "$1")
	[ -z "$missing" ] || fail "apt said it installed ${missing% }, but it is not found in PATH"
}
