# bench_pictures: what cake pictures cost, and what orders feel of them.  Sourced by bench, after the shop is up.

# Processor time of a program so far, in hundredths of a second: its own, and what its finished children took.
processor() { # NAME
	local pid stat
	pid=$(cut -d' ' -f1 "$RUN/$1.child") && stat=$(<"/proc/$pid/stat") || return 1
	stat=${stat##*) }
	# shellcheck disable=SC2086
	set -- $stat
	echo $((${12} + ${13}))
}
# All of nginx: the master counts none of its workers.
processor_nginx() {
	local pid stat sum=0
	for pid in $(pgrep -P "$(cut -d' ' -f1 "$RUN/nginx.child")"); do
		stat=$(<"/proc/$pid/stat")
		stat=${stat##*) }
		# shellcheck disable=SC2086
		set -- $stat
		sum=$((sum + ${12} + ${13}))
	done
	echo "$sum"
}
peak() { awk '/VmHWM/ { printf "%.0f MiB", $2 / 1024 }' "/proc/$(cut -d' ' -f1 "$RUN/$1.child")/status"; }

# A form with the photo as its one file.
pictures_body() {
	"$BUILT/tests/pictures" photo >"$DIR/tmp/photo.jpg"
	{
		printf -- '--banquet\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
		cat "$DIR/tmp/photo.jpg"
		printf '\r\n--banquet--\r\n'
	} >"$DIR/tmp/photo.form"
	export BODY=$DIR/tmp/photo.form
}

# CLIENTS SCRIPT PATH SECONDS: "requests seconds p50" in all (0 where none was done by then), failing when an answer was no success.
load_slow() {
	local out
	out=$(wrk -t1 -c"$1" -d"$4"s --timeout 60s --latency -s "$2" "$URL$3")
	! grep -q "Non-2xx\|Socket errors" <<<"$out" || { say "$out"; fail "answers that were no success"; }
	awk 'function s(t) { return t ~ /us$/ ? t / 1000000 : t ~ /ms$/ ? t / 1000 : t ~ /m$/ ? t * 60 : t + 0 }
	     /^ *50%/ { p50 = s($2) } / requests in / { n = $1; t = s(substr($4, 1, length($4) - 1)) }
	     END { print n + 0, t, p50 + 0 }' <<<"$out"
}

pictures_uploads() {
	local clients n seconds p50 before after
	say "pictures: a photo of $(stat -c %s "$DIR/tmp/photo.jpg") bytes, 12 megapixels; cake.fcgi had $(peak cake) at its peak"
	for clients in 1 8; do
		before=$(processor cake)
		read -r n seconds p50 < <(load_slow "$clients" "$ROOT/bench/upload.lua" /api/cake/customizations/upload-image $((4 * SECONDS_EACH)))
		after=$(processor cake)
		read -r n p50 seconds < <(awk -v c=$((after - before)) -v n="$n" -v s="$seconds" -v p="$p50" 'BEGIN { printf "%.2f %.2f %.2f\n", n / s, p, (n > 0 ? c / 100 / n : 0) }')
		printf '%-52s %9s/s   p50 %7s s    %s s of processor each, peak %s\n' "(g) uploads, $clients at a time" "$n" "$p50" "$seconds" "$(peak cake)"
	done
}

# The same file as a picture and as a plain static file of the same server, in turn.
pictures_serving() {
	local name path file static=0 served=0 spent=0 spared=0 r before
	name=$(curl -sf -F "file=@$DIR/tmp/photo.jpg" "$URL/api/cake/customizations/upload-image" | jq -r .filename)
	file=$DIR/images/${name:0:2}/${name:2:2}/${name%.webp}-800.webp
	path="/api/cake/customizations/image/$name?w=800"
	cp -- "$file" "$DIR/www/plain.webp"
	echo "location = /plain.webp { alias $DIR/www/plain.webp; }" >>"$DIR/nginx/routes.conf"
	kill -HUP "$(cut -d' ' -f1 "$RUN/nginx.pid")"
	wait_for 10 curl -sf -o "$DIR/tmp/plain" "$URL/plain.webp" || fail "nginx does not give the plain file"
	cmp -s "$DIR/tmp/plain" "$file" || fail "that is another file"
	sleep 2 # the workers before are gone by then
	# In short turns: whatever else the machine does falls on both.
	for ((round = 1; round <= 6 * ROUNDS; round++)); do
		before=$(processor_nginx)
		r=$(SECONDS_EACH=1 load 32 - /plain.webp)
		spared=$((spared + $(processor_nginx) - before)) static=$((static + ${r%% *}))
		before=$(processor_nginx)
		r=$(SECONDS_EACH=1 load 32 - "$path")
		spent=$((spent + $(processor_nginx) - before)) served=$((served + ${r%% *}))
	done
	row "(g) a picture of $(stat -c %s "$file") bytes" "$r" "$(ratio "$served" "$static") x static, $(awk -v a=$((spared * served)) -v b=$((spent * static)) 'BEGIN { printf "%.2f", a / b }') x by processor time"
}

# Two loops that burn so many processors in all, at the most, for so long, as far behind as pictures are; what they took.  Like
# an encoder they call the system only now and then, so the kernel gets the processor back no sooner.
burn() { # PROCESSORS SECONDS
	# shellcheck disable=SC2016 # perl's variables
	setsid -w "$ROOT/scripts/lib/behind" idle perl -MTime::HiRes=time,sleep -e '
		my ($share, $seconds) = ($ARGV[0] / 2, $ARGV[1]);
		my ($other, $began, $x) = (fork // die, time, 0);
		while ((my $gone = time - $began) < $seconds) { my ($own) = times; if ($own < $share * $gone) { $x += $_ for 1 .. 300000 } else { sleep 0.002 } }
		exit 0 unless $other;
		waitpid $other, 0;
		my ($own, $system, $its) = times;
		printf "%.3f\n", $own + $its' "$1" "$2"
}

# Orders alone, beside uploads and painting, and beside loops that take as much of the processors and do nothing else.
# Where loops take less than pictures did, what was left to orders is reckoned with.
pictures_beside_orders() {
	local taken r cake painter seconds=$((2 * SECONDS_EACH)) pids
	: >"$DIR/tmp/shares" # WAY ORDERS PROCESSORS
	for ((round = 1; round <= ROUNDS; round++)); do
		r=$(SECONDS_EACH=$seconds SPREAD=1 load 64 "$ROOT/bench/order.lua" /)
		echo "alone ${r%% *} 0" >>"$DIR/tmp/shares"
		row "(g) orders, 64 clients, alone" "$r"
		load_slow 2 "$ROOT/bench/upload.lua" /api/cake/customizations/upload-image $((seconds + 2)) >"$DIR/tmp/uploads" &
		pids=($!)
		load_slow 2 "$ROOT/bench/paint.lua" / $((seconds + 2)) >"$DIR/tmp/paintings" &
		pids+=($!)
		sleep 1
		cake=$(processor cake) painter=$(processor painter)
		r=$(SECONDS_EACH=$seconds SPREAD=1 load 64 "$ROOT/bench/order.lua" /)
		cake=$(($(processor cake) - cake)) painter=$(($(processor painter) - painter))
		taken=$(hundredths $((cake + painter)) "$seconds")
		wait "${pids[0]}" && wait "${pids[1]}" || fail "no pictures came"
		echo "pictures ${r%% *} $taken" >>"$DIR/tmp/shares"
		row "(g) orders, beside uploads and painting" "$r" "$(awk '{ printf "%.1f", $1 / $2 }' "$DIR/tmp/uploads") uploads, $(awk '{ printf "%.1f", $1 / $2 }' "$DIR/tmp/paintings") paintings a second, $taken processors"
		burn "$(hundredths "$cake" "$seconds")" $((seconds + 1)) >"$DIR/tmp/burnt.cake" &
		pids=($!)
		burn "$(hundredths "$painter" "$seconds")" $((seconds + 1)) >"$DIR/tmp/burnt.painter" &
		pids+=($!)
		sleep 1
		r=$(SECONDS_EACH=$seconds SPREAD=1 load 64 "$ROOT/bench/order.lua" /)
		wait "${pids[@]}"
		taken=$(cat "$DIR"/tmp/burnt.* | awk -v s=$((seconds + 1)) '{ t += $1 } END { printf "%.2f", t / s }')
		echo "loops ${r%% *} $taken" >>"$DIR/tmp/shares"
		row "(g) orders, beside loops" "$r" "$taken processors"
	done
	awk -v p="$(nproc)" '{ orders[$1] += $2; left[$1] += p - $3 }
	    END { printf "  beside pictures: %.2f of alone, %.2f of beside loops; for each processor left to orders %.2f of beside loops\n",
	        orders["pictures"] / orders["alone"], orders["pictures"] / orders["loops"],
	        orders["pictures"] / left["pictures"] * left["loops"] / orders["loops"] }' "$DIR/tmp/shares"
}
hundredths() { awk -v t="$1" -v s="$2" 'BEGIN { printf "%.2f", t / 100 / s }'; } # TICKS SECONDS

measure_pictures() {
	pictures_body
	pictures_uploads
	pictures_serving
	pictures_beside_orders
}
