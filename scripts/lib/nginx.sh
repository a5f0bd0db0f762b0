# nginx: the instance's own nginx, from the templates in nginx/.

nginx_fill() {
	local user='' mime
	[ "$(id -u)" -ne 0 ] || user="user $(id -un) $(id -gn);"
	mime=$(nginx_mime)
	mkdir -p "$DIR/nginx/state"
	"$ROOT/nginx/fill" RUN="$RUN" DATA="$ROOT/storefront" WWW="$DIR/www" STATE="$DIR/nginx/state" \
	    LOG="$DIR/log/access.log" SERVER="listen $LISTEN:$PORT default_server;" \
	    GATEWAY="listen $LISTEN:$GATEWAY_PORT default_server;" PLATFORM="listen $LISTEN:$PLATFORM_PORT default_server;" FORMS="http://127.0.0.1:$GATEWAY_PORT" LIMITS="$RATE_LIMITS" \
	    USER="$user" MIME="$mime" IMAGES="$DIR/images" "$DIR/nginx" || fail "nginx's configuration could not be written"
}

nginx_mime() {
	local file
	for file in /etc/nginx/mime.types /usr/local/etc/nginx/mime.types /etc/mime.types.nginx; do
		[ ! -r "$file" ] || { echo "$file"; return; }
	done
	fail "nginx's mime.types is not in /etc/nginx"
}

# The contract that these programs keep, at /openapi.json.
nginx_contract() {
	"$DIR/bin/banquetctl" openapi >"$DIR/www/openapi.json.new" 2>>"$DIR/log/seed.log" &&
	    mv -- "$DIR/www/openapi.json.new" "$DIR/www/openapi.json" || fail "banquetctl openapi failed"
}

nginx_start() {
	nginx_fill
	nginx_contract
	launch_rotate "$DIR/log/access.log"
	nginx -t -q -p "$DIR/nginx" -c "$DIR/nginx/dev.conf" >"$DIR/log/nginx.log" 2>&1 ||
	    { show_tail "$DIR/log/nginx.log"; fail "nginx does not accept its configuration"; }
	launch --stop QUIT --reload forward --clear "$RUN/internal.sock" nginx "$DIR/log/nginx.log" \
	    nginx -p "$DIR/nginx" -c "$DIR/nginx/dev.conf" -g 'daemon off;'
	wait_for 10 port_busy "$PORT" || { show_tail "$DIR/log/nginx.log"; fail "nginx did not start; its log is $DIR/log/nginx.log"; }
}
