# What pages are made of: templates, what they say in both languages, and the plain pages of errors and refused forms.
libbanquet_a_SOURCES += \
	lib/page/form_page.c lib/page/form_page.h \
	lib/page/messages.c lib/page/messages.h \
	lib/page/problem_page.c lib/page/problem_page.h \
	lib/page/template.c lib/page/template.h \
	lib/page/template_helper.c lib/page/template_helper.h \
	lib/page/template_parse.c lib/page/template_parse.h
