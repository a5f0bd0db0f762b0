# bench_relay: what telling others costs orders.  Sourced by bench, after the shop is up.

# More events the platform wants than it can take meanwhile, each of an order that is there.
backlog() { # NUMBER
	sql -e "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)
	    SELECT UUID(), e.order_id, e.order_version + 1, 'ORDER_PAID', e.snapshot, NOW(3) FROM order_events e WHERE e.type = 'ORDER_PLACED'
	    ORDER BY e.event_id DESC LIMIT $1"
}

# Relayed as they come; then with a backlog that keeps the relay posting all the while, at its pace and at any.
relayed() { # HOW REMARK
	local r before after relay=
	if [ "$1" != off ]; then
		[ "$1" = on ] || backlog 20000
		BANQUET_PLATFORM_INTERVAL_MS=1000 BANQUET_PLATFORM_PER_S=$([ "$1" = unpaced ] && echo 100000 || echo 200) \
		    setsid "$ROOT/scripts/lib/behind" 5 "$DIR/bin/worker" 2>>"$DIR/log/relay.log" &
		relay=$!
		until [ "$(sql -NBe 'SELECT COUNT(*) FROM order_events WHERE seq = 0')" -eq 0 ]; do sleep 0.2; done
	fi
	before=$(sql -NBe "SELECT seq FROM event_cursors WHERE consumer = 'PLATFORM'")
	r=$(SPREAD=0 load 64 "$ROOT/bench/order.lua" /)
	after=$(sql -NBe "SELECT seq FROM event_cursors WHERE consumer = 'PLATFORM'")
	[ -z "$relay" ] || { kill "$relay" && wait "$relay" || true; }
	sum[$1]=$((sum[$1] + ${r%% *}))
	row "(d) POST /api/orders/, 64 clients, $2" "$r" "$((after - before)) numbers of the feed gone over meanwhile"
}

measure_relay() {
	local -A sum=([off]=0 [on]=0 [backlog]=0 [unpaced]=0)
	local -A remarks=([off]='relay off' [on]='relay on' [backlog]='relay with a backlog' [unpaced]='the same, as fast as it goes')
	local ways way
	say "the relay"
	backlog 20000
	BANQUET_LOG_LEVEL=info BANQUET_PLATFORM_PER_S=100000 "$DIR/bin/worker" --once 2>"$DIR/log/relay.log" || fail "the worker failed"
	jq -r 'select(.event == "job" and .job == "relay") | "  \(.done) events posted one by one: \(.done * 1000000 / .us | floor)/s"' "$DIR/log/relay.log"
	# Every order makes the books longer, and the next a little slower: forwards and backwards in turn.
	for ((round = 1; round <= ROUNDS; round++)); do
		ways=(off on backlog unpaced)
		[ $((round % 2)) -eq 1 ] || ways=(unpaced backlog on off)
		for way in "${ways[@]}"; do relayed "$way" "${remarks[$way]}"; done
		# Nothing of it is left for the next.
		BANQUET_PLATFORM_PER_S=100000 "$DIR/bin/worker" --once 2>>"$DIR/log/relay.log" || fail "the worker failed"
	done
	say "  against off: on $(ratio "${sum[on]}" "${sum[off]}"), with a backlog $(ratio "${sum[backlog]}" "${sum[off]}"), unpaced $(ratio "${sum[unpaced]}" "${sum[off]}")"
	say ""
}
