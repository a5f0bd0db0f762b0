# What pages are made of: templates, and what they say in both languages.
libbanquet_a_SOURCES += \
	lib/page/messages.c lib/page/messages.h \
	lib/page/template.c lib/page/template.h \
	lib/page/template_helper.c lib/page/template_helper.h \
	lib/page/template_parse.c lib/page/template_parse.h
