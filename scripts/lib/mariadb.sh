# mariadb: the instance's own database server.
#
# Its own datadir and socket, no network.  The account that runs it is known by
# the socket; the programs use the account "banquet", without a password, since
# only this user can reach the socket.

db_client() { mariadb --no-defaults --socket="$RUN/db.sock" --user="$(id -un)" --batch --skip-column-names "$@"; }

db_answers() { mariadb-admin --no-defaults --socket="$RUN/db.sock" --user="$(id -un)" --connect-timeout=2 ping >/dev/null 2>&1; }

# --force: a machine that cannot look its own name up is fine, nobody connects by name.
db_create() {
	local me log=$DIR/log/db-create.log
	[ ! -d "$DIR/db/mysql" ] || return 0
	me=$(id -un)
	rm -rf -- "$DIR/db.new"
	mariadb-install-db --no-defaults --datadir="$DIR/db.new" --user="$me" --tmpdir="$DIR/tmp" --skip-test-db --force \
	    --skip-name-resolve --auth-root-authentication-method=socket --auth-root-socket-user="$me" >"$log" 2>&1 ||
	    { show_tail "$log"; fail "the database could not be created; all of it is in $log"; }
	mv -- "$DIR/db.new" "$DIR/db"
}

db_start() {
	db_create
	# Nobody but the supervised server uses this datadir; one that lost its supervisor was stopped by then.
	launch --reload forward db "$DIR/log/db.log" mariadbd --defaults-file="$ROOT/deploy/mariadb.cnf" --user="$(id -un)" \
	    --datadir="$DIR/db" --socket="$RUN/db.sock" --pid-file="$RUN/mariadbd.pid" --tmpdir="$DIR/tmp" \
	    --log-error="$DIR/log/db.log" --skip-networking --skip-log-bin
	wait_for 60 db_answers || { show_tail "$DIR/log/db.log"; fail "MariaDB did not start; its log is $DIR/log/db.log"; }
	db_client <<-'END' || fail "MariaDB does not let $(id -un) make the shop's database"
		CREATE DATABASE IF NOT EXISTS banquet;
		CREATE DATABASE IF NOT EXISTS banquet_gateway;
		CREATE USER IF NOT EXISTS banquet@localhost;
		CREATE USER IF NOT EXISTS banquet_cake@localhost;
		GRANT ALL ON `banquet`.* TO banquet@localhost;
		GRANT ALL ON `banquet\_%`.* TO banquet@localhost;
	END
}
