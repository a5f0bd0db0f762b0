check_PROGRAMS += tests/unit_paint
TESTS += tests/unit_paint
tests_unit_paint_CPPFLAGS = $(UNIT_CPPFLAGS) $(PAINT_CFLAGS) -DSUITES='"lib/paint/suites.def"'
tests_unit_paint_LDADD = $(LIBS_PAINT) $(UNIT_LIBS)
tests_unit_paint_SOURCES = tests/support/runner.c tests/lib/paint/suites.def \
	tests/support/canvas.c tests/support/canvas.h tests/support/painting.h tests/support/sprites.h \
	tests/lib/paint/brief_test.c \
	tests/lib/paint/brush_test.c \
	tests/lib/paint/cake_test.c \
	tests/lib/paint/colour_test.c \
	tests/lib/paint/decor_test.c \
	tests/lib/paint/dice_test.c \
	tests/lib/paint/lettering_test.c \
	tests/lib/paint/message_test.c \
	tests/lib/paint/overlay_test.c \
	tests/lib/paint/scene_test.c \
	tests/lib/paint/sketch_test.c \
	tests/lib/paint/sprite_figure_test.c \
	tests/lib/paint/sprite_flower_test.c \
	tests/lib/paint/sprite_fruit_test.c \
	tests/lib/paint/sprite_shape_test.c \
	tests/lib/paint/sprite_sweet_test.c \
	tests/lib/paint/stage_test.c \
	tests/lib/paint/tier_test.c \
	tests/lib/paint/words_test.c
