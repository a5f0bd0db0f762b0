# bench_relay: what telling others costs orders.  Sourced by bench, after the shop is up.

# More events the platform wants than it can take meanwhile, each of an order that is there.
backlog() { # NUMBER
	sql -e "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)
	    SELECT UUID(), e.order_id, e.order_version + 1, 'ORDER_PAID', e.snapshot, NOW(3) FROM order_events e WHERE e.type = 'ORDER_PLACED'
	    ORDER BY e.event_id DESC LIMIT $1"
}

# Nobody told; the shop's own consumers (events numbered, sales, notices), which is what there is without a platform; with the
# relay, as orders come; then with a backlog that keeps it posting all the while, at its pace and at any.
declare -A RELAY_WAYS=(
	[nobody]="nobody told"
	[off]="the shop's own consumers, relay off"
	[on]="relay on"
	[backlog]="relay with a backlog"
	[unpaced]="the same, as fast as it goes"
)
relayed() { # WAY LOAD
	local r before after worker=
	if [ "$1" != nobody ]; then
		[ "$1" = off ] || [ "$1" = on ] || backlog 20000
		BANQUET_PLATFORM_INTERVAL_MS=$([ "$1" = off ] && echo 3600000 || echo 1000) \
		    BANQUET_PLATFORM_PER_S=$([ "$1" = unpaced ] && echo 100000 || echo 200) \
		    setsid "$ROOT/scripts/lib/behind" 5 "$DIR/bin/worker" 2>>"$DIR/log/relay.log" &
		worker=$!
		until [ "$(sql -NBe 'SELECT COUNT(*) FROM order_events WHERE seq = 0')" -eq 0 ]; do sleep 0.2; done
	fi
	before=$(relay_figures)
	r=$(relay_load "$2")
	after=$(relay_figures)
	[ -z "$worker" ] || { kill "$worker" && wait "$worker" || true; }
	echo "$2.$1 ${r%% *}" >>"$DIR/tmp/relayed"
	row "(d) $2, 64 clients, ${RELAY_WAYS[$1]}" "$r" "$(awk -v a="$before" -v b="$after" 'BEGIN { split(a, x); split(b, y); print y[1] - x[1], "numbered,", y[2] - x[2], "of them gone over by the relay" }')"
	# Nothing of it is left for the next.
	BANQUET_PLATFORM_PER_S=100000 "$DIR/bin/worker" --once 2>>"$DIR/log/relay.log" || fail "the worker failed"
}
relay_figures() { sql -NBe "SELECT (SELECT last_seq FROM event_feed), COALESCE((SELECT seq FROM event_cursors WHERE consumer = 'PLATFORM'), 0)"; }
relay_load() { # dinners|goods
	case $1 in
	dinners) SPREAD=0 load 64 "$ROOT/bench/order.lua" / ;;
	goods) GOODS=$GOODS_SPREAD LINES=1 load 64 "$ROOT/bench/purchase.lua" / ;;
	esac
}

# Dinners are paid at the door, so the platform hears of none of them yet; of goods it hears of each.
measure_relay() {
	local what way ways
	say "the relay"
	[ -n "${GOODS_SPREAD:-}" ] || goods_prepare
	backlog 20000
	BANQUET_LOG_LEVEL=info BANQUET_PLATFORM_PER_S=100000 "$DIR/bin/worker" --once 2>"$DIR/log/relay.log" || fail "the worker failed"
	jq -r 'select(.event == "job" and .job == "relay") | "  \(.done) events posted one by one: \(.done * 1000000 / .us | floor)/s"' "$DIR/log/relay.log"
	: >"$DIR/tmp/relayed"
	# Forwards and backwards in turn: whatever changes with time falls on all.
	for ((round = 1; round <= ROUNDS; round++)); do
		ways=(nobody off on backlog unpaced)
		[ $((round % 2)) -eq 1 ] || ways=(unpaced backlog on off nobody)
		for what in dinners goods; do
			for way in "${ways[@]}"; do relayed "$way" "$what"; done
		done
	done
	awk '{ sum[$1] += $2 }
	    END {
		split("dinners goods", loads)
		for (i = 1; i in loads; i++) {
			w = loads[i]
			printf "  %s: relay on %.2f of off, with a backlog %.2f, unpaced %.2f; off %.2f of nobody told\n", w, sum[w ".on"] / sum[w ".off"],
			    sum[w ".backlog"] / sum[w ".off"], sum[w ".unpaced"] / sum[w ".off"], sum[w ".off"] / sum[w ".nobody"]
		}
	    }' "$DIR/tmp/relayed"
	say ""
}
