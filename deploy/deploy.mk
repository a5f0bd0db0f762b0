# What is installed besides programs and storefront: migrations, nginx's configuration, units.
EXTRA_DIST += dev README.md .shellcheckrc .clang-tidy .ci \
	deploy nginx scripts sql
FILLED = deploy/banquet@.service deploy/banquet-worker.service deploy/banquet-painter.service deploy/nginx-site.conf
CLEANFILES += $(FILLED) openapi.json
# Both are read by systemd for prefix /usr/local and /usr alike.
unitdir = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d
tmpfilesdir = $(prefix)/lib/tmpfiles.d

$(FILLED): Makefile
	$(AM_V_GEN)$(MKDIR_P) deploy && sed -e 's|@pkglibexecdir[@]|$(pkglibexecdir)|' \
	    -e 's|@pkgdatadir[@]|$(pkgdatadir)|' $(srcdir)/$@.in >$@.new && mv $@.new $@
deploy/banquet@.service: deploy/banquet@.service.in
deploy/banquet-worker.service: deploy/banquet-worker.service.in
deploy/banquet-painter.service: deploy/banquet-painter.service.in
deploy/nginx-site.conf: deploy/nginx-site.conf.in

openapi.json: bin/banquetctl$(EXEEXT)
	$(AM_V_GEN)bin/banquetctl openapi >$@.new && mv $@.new $@

install-data-local: $(FILLED) openapi.json
	cd $(srcdir) && find sql gateway/sql gateway/page platform/page -type f | while read -r f; do \
	    $(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/$${f%/*}" && cp "$$f" "$(DESTDIR)$(pkgdatadir)/$$f" && \
	    chmod 644 "$(DESTDIR)$(pkgdatadir)/$$f" || exit 1; done
	$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/www" "$(DESTDIR)$(pkgdatadir)/deploy" "$(DESTDIR)$(unitdir)/banquet@cake.service.d" "$(DESTDIR)$(sysusersdir)" "$(DESTDIR)$(tmpfilesdir)"
	$(INSTALL_DATA) openapi.json "$(DESTDIR)$(pkgdatadir)/www/openapi.json"
	$(srcdir)/nginx/fill SERVER='include /etc/banquet/listen.conf;' INTERNAL=127.0.0.1:9180 DATA="$(pkgdatadir)/storefront" WWW="$(pkgdatadir)/www" CONF="$(pkgdatadir)/nginx" \
	    "$(DESTDIR)$(pkgdatadir)/nginx"
	rm -f "$(DESTDIR)$(pkgdatadir)/nginx/dev.conf"
	$(INSTALL_DATA) $(srcdir)/deploy/account.sql $(srcdir)/deploy/cake-grants.sql $(srcdir)/deploy/mariadb.cnf $(srcdir)/deploy/htaccess \
	    $(srcdir)/deploy/listen.conf deploy/nginx-site.conf "$(DESTDIR)$(pkgdatadir)/deploy"
	$(INSTALL_DATA) $(srcdir)/deploy/banquet@.socket $(srcdir)/deploy/banquet.target deploy/banquet@.service \
	    deploy/banquet-worker.service deploy/banquet-painter.service "$(DESTDIR)$(unitdir)"
	$(INSTALL_DATA) $(srcdir)/deploy/banquet@cake.conf "$(DESTDIR)$(unitdir)/banquet@cake.service.d/account.conf"
	$(INSTALL_DATA) $(srcdir)/deploy/banquet.tmpfiles "$(DESTDIR)$(tmpfilesdir)/banquet.conf"
	$(INSTALL_DATA) $(srcdir)/deploy/banquet.sysusers "$(DESTDIR)$(sysusersdir)/banquet.conf"

uninstall-local:
	cd "$(DESTDIR)$(pkgdatadir)" && rm -rf sql gateway platform www nginx deploy
	rm -rf "$(DESTDIR)$(unitdir)/banquet@cake.service.d"
	rm -f "$(DESTDIR)$(sysusersdir)/banquet.conf" "$(DESTDIR)$(tmpfilesdir)/banquet.conf"
	cd "$(DESTDIR)$(unitdir)" && rm -f banquet@.socket banquet@.service banquet-worker.service banquet-painter.service banquet.target
