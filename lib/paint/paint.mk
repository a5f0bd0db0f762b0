# The built-in painter, a library of its own: cairo and pango are linked by whoever paints alone.
noinst_LIBRARIES += libpaint.a
libpaint_a_CPPFLAGS = $(AM_CPPFLAGS) $(PAINT_CFLAGS)
libpaint_a_SOURCES = \
	lib/paint/brief.c lib/paint/brief.h \
	lib/paint/brush.c lib/paint/brush.h \
	lib/paint/cake.c lib/paint/cake.h \
	lib/paint/colour.c lib/paint/colour.h \
	lib/paint/decor.c lib/paint/decor.h lib/paint/decor.def \
	lib/paint/dice.c lib/paint/dice.h \
	lib/paint/lettering.c lib/paint/lettering.h \
	lib/paint/message.c lib/paint/message.h \
	lib/paint/overlay.c lib/paint/overlay.h \
	lib/paint/scene.c lib/paint/scene.h \
	lib/paint/sketch.c lib/paint/sketch.h \
	lib/paint/sprite.h \
	lib/paint/sprite_figure.c \
	lib/paint/sprite_flower.c \
	lib/paint/sprite_fruit.c \
	lib/paint/sprite_shape.c \
	lib/paint/sprite_sweet.c \
	lib/paint/stage.c lib/paint/stage.h \
	lib/paint/tier.c lib/paint/tier.h \
	lib/paint/words.c lib/paint/words.h lib/paint/words.def
LIBS_PAINT = libpaint.a $(PAINT_LIBS)
