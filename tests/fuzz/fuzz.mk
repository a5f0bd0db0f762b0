# Fuzz targets.  tests/fuzz/TARGET_replay runs a target over its corpus, in every make check;
# tests/fuzz/TARGET_fuzz looks for more (./configure --enable-fuzz CC=clang).
FUZZ_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
EXTRA_DIST += tests/fuzz/corpus

check_PROGRAMS += tests/fuzz/cookie_replay
TESTS += tests/fuzz/cookie_replay
tests_fuzz_cookie_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/cookie"'
tests_fuzz_cookie_replay_LDADD = $(LIBS_ALL)
tests_fuzz_cookie_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/cookie_fuzz.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/form_replay
TESTS += tests/fuzz/form_replay
tests_fuzz_form_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/form"'
tests_fuzz_form_replay_LDADD = $(LIBS_ALL)
tests_fuzz_form_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/form_fuzz.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/json_replay
TESTS += tests/fuzz/json_replay
tests_fuzz_json_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/json"'
tests_fuzz_json_replay_LDADD = $(LIBS_ALL)
tests_fuzz_json_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/json_fuzz.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/model_replay
TESTS += tests/fuzz/model_replay
tests_fuzz_model_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/model"'
tests_fuzz_model_replay_LDADD = $(LIBS_ALL)
tests_fuzz_model_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/model_fuzz.c tests/fuzz/fuzz.h tests/support/sample.c tests/support/sample.h

check_PROGRAMS += tests/fuzz/multipart_replay
TESTS += tests/fuzz/multipart_replay
tests_fuzz_multipart_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/multipart"'
tests_fuzz_multipart_replay_LDADD = $(LIBS_ALL)
tests_fuzz_multipart_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/multipart_fuzz.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/picture_replay
TESTS += tests/fuzz/picture_replay
tests_fuzz_picture_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/picture"'
tests_fuzz_picture_replay_LDADD = $(LIBS_IMAGE) $(LIBS_ALL)
tests_fuzz_picture_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/picture_fuzz.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/request_replay
TESTS += tests/fuzz/request_replay
tests_fuzz_request_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/request"'
tests_fuzz_request_replay_LDADD = $(LIBS_ALL)
tests_fuzz_request_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/request_fuzz.c tests/fuzz/fuzz.h tests/support/sample.c tests/support/sample.h

check_PROGRAMS += tests/fuzz/route_replay
TESTS += tests/fuzz/route_replay
tests_fuzz_route_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/route"'
tests_fuzz_route_replay_LDADD = $(LIBS_ALL)
tests_fuzz_route_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/route_fuzz.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/template_replay
TESTS += tests/fuzz/template_replay
tests_fuzz_template_replay_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"tests/fuzz/corpus/template"'
tests_fuzz_template_replay_LDADD = $(LIBS_ALL)
tests_fuzz_template_replay_SOURCES = tests/fuzz/replay.c tests/fuzz/template_fuzz.c tests/fuzz/fuzz.h

if FUZZ
# The words of the sample model: tests/fuzz/model_fuzz -dict=tests/fuzz/model.dict
noinst_PROGRAMS += tests/fuzz/dictionary
tests_fuzz_dictionary_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_dictionary_LDADD = $(LIBS_ALL)
tests_fuzz_dictionary_SOURCES = tests/fuzz/dictionary.c tests/support/sample.c tests/support/sample.h
noinst_DATA = tests/fuzz/model.dict
CLEANFILES += tests/fuzz/model.dict
tests/fuzz/model.dict: tests/fuzz/dictionary
	$(AM_V_GEN)tests/fuzz/dictionary > $@
noinst_PROGRAMS += tests/fuzz/cookie_fuzz
tests_fuzz_cookie_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_cookie_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_cookie_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_cookie_fuzz_SOURCES = tests/fuzz/cookie_fuzz.c tests/fuzz/fuzz.h
noinst_PROGRAMS += tests/fuzz/form_fuzz
tests_fuzz_form_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_form_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_form_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_form_fuzz_SOURCES = tests/fuzz/form_fuzz.c tests/fuzz/fuzz.h
noinst_PROGRAMS += tests/fuzz/json_fuzz
tests_fuzz_json_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_json_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_json_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_json_fuzz_SOURCES = tests/fuzz/json_fuzz.c tests/fuzz/fuzz.h
noinst_PROGRAMS += tests/fuzz/model_fuzz
tests_fuzz_model_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_model_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_model_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_model_fuzz_SOURCES = tests/fuzz/model_fuzz.c tests/fuzz/fuzz.h tests/support/sample.c tests/support/sample.h
noinst_PROGRAMS += tests/fuzz/multipart_fuzz
tests_fuzz_multipart_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_multipart_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_multipart_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_multipart_fuzz_SOURCES = tests/fuzz/multipart_fuzz.c tests/fuzz/fuzz.h
noinst_PROGRAMS += tests/fuzz/picture_fuzz
tests_fuzz_picture_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_picture_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_picture_fuzz_LDADD = $(LIBS_IMAGE) $(LIBS_ALL)
tests_fuzz_picture_fuzz_SOURCES = tests/fuzz/picture_fuzz.c tests/fuzz/fuzz.h
noinst_PROGRAMS += tests/fuzz/request_fuzz
tests_fuzz_request_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_request_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_request_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_request_fuzz_SOURCES = tests/fuzz/request_fuzz.c tests/fuzz/fuzz.h tests/support/sample.c tests/support/sample.h
noinst_PROGRAMS += tests/fuzz/route_fuzz
tests_fuzz_route_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_route_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_route_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_route_fuzz_SOURCES = tests/fuzz/route_fuzz.c tests/fuzz/fuzz.h
noinst_PROGRAMS += tests/fuzz/template_fuzz
tests_fuzz_template_fuzz_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_template_fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_template_fuzz_LDADD = $(LIBS_ALL)
tests_fuzz_template_fuzz_SOURCES = tests/fuzz/template_fuzz.c tests/fuzz/fuzz.h
endif
