check_PROGRAMS += tests/unit_image tests/pictures
TESTS += tests/unit_image
tests_unit_image_CPPFLAGS = $(UNIT_CPPFLAGS) $(VIPS_CFLAGS) -DSUITES='"lib/image/suites.def"'
tests_unit_image_LDADD = $(LIBS_IMAGE) $(UNIT_LIBS)
tests_unit_image_SOURCES = tests/support/runner.c tests/lib/image/suites.def \
	tests/support/pictures.c tests/support/pictures.h \
	tests/lib/image/bare_test.c \
	tests/lib/image/gate_test.c \
	tests/lib/image/picture_test.c \
	tests/lib/image/sniff_test.c
# The same pictures for the tests through nginx.
tests_pictures_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(VIPS_CFLAGS)
tests_pictures_LDADD = $(VIPS_LIBS)
tests_pictures_SOURCES = tests/support/pictures_main.c tests/support/pictures.c tests/support/pictures.h
