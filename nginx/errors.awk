# errors.awk: writes nginx's own error answers from lib/base/errors.def and errors.tbl.
#
#   awk -v part=maps|places -f errors.awk lib/base/errors.def nginx/errors.tbl
#
# maps (http context): the message of each code in the reader's language.
# places (server context): error_page and one internal place a status and form.
# The texts stand in errors.def alone; a code it does not know ends this with 1.
function text(s) { gsub(/'/, "\\'", s); return s }	# within single quotes
function json(s) { gsub(/\\/, "\\\\\\\\", s); return text(s) }

# ERROR(NAME, "slug", status, flags, "title", "ko", "en"): strings without quotes inside.
/^ERROR\(/ {
	name = substr($0, 7, index($0, ",") - 7)
	n = split($0, quoted, "\"")
	slug[name] = quoted[2]; title[name] = quoted[4]; ko[name] = quoted[6]; en[name] = quoted[8]
	if (n != 9) { print "errors.def: row " name " is not understood" > "/dev/stderr"; failed = 1; exit 1 }
	next
}
FILENAME ~ /errors\.tbl$/ && /^[0-9]/ {
	if (!($3 in slug)) { print "errors.tbl: errors.def has no " $3 > "/dev/stderr"; failed = 1; exit 1 }
	detail = $0
	sub(/^[0-9]+ [0-9]+ [A-Z_]+ /, "", detail)
	rows++; from[rows] = $1; status[rows] = $2; code[rows] = $3; details[rows] = detail == "-" ? "" : detail
	used[$3] = 1
}
# The body of what was refused is not measured once more.
#
# nginx finds a range wanting after it has written the headers of what was asked for.  They stay and must not come twice; that nobody
# may keep the answer is told besides.
function again(status) { return "\tclient_max_body_size 0;\n" (status == 416 ? "\tadd_header Cache-Control no-store always;\n" : "") }
END {
	if (failed) exit 1
	if (part == "maps") {
		for (c in used)
			printf "map $banquet_language $banquet_says_%s { default '%s'; en '%s'; }\n", slug_name(c), text(ko[c]), text(en[c])
		exit
	}
	for (i = 1; i <= rows; i++) {
		c = code[i]
		printf "error_page %d =%d /_problem/$banquet_face/%d;\n", from[i], status[i], from[i]
		printf "location = /_problem/json/%d {\n\tinternal;\n%s\tdefault_type application/problem+json;\n\treturn %d '", from[i], again(from[i]), status[i]
		printf "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,", slug[c], json(title[c]), status[i]
		if (details[i] != "") printf "\"detail\":\"%s\",", json(details[i])
		printf "\"success\":false,\"code\":\"%s\",\"message\":\"$banquet_says_%s\",\"requestId\":\"$banquet_request_id\"}\\n';\n}\n", c, slug_name(c)
		printf "location = /_problem/html/%d {\n\tinternal;\n%s\tdefault_type \"text/html; charset=utf-8\";\n\treturn %d '", from[i], again(from[i]), status[i]
		printf "<!doctype html><html lang=\"$banquet_language\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"stylesheet\" href=\"/assets/banquet.css\">"
		printf "<title>%d</title></head><body><main class=\"slim problem\"><h1>$banquet_says_%s</h1><p><a class=\"button quiet\" href=\"/\">Banquet</a></p><p class=\"request-id\">%d · <code>$banquet_request_id</code></p></main></body></html>\\n';\n}\n", status[i], slug_name(c), status[i]
	}
}
function slug_name(c,	s) { s = slug[c]; gsub(/-/, "_", s); return s }
