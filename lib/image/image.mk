# Pictures: a library of its own, so that no other program is linked with libvips.
libimage_a_SOURCES += \
	lib/image/bare.c lib/image/bare.h \
	lib/image/gate.c lib/image/gate.h \
	lib/image/picture.c lib/image/picture.h \
	lib/image/sniff.c lib/image/sniff.h
