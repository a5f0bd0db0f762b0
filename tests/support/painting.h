/*
 * painting: a scene of a prompt on a canvas, for the tests of what draws scenes.
 */
#ifndef SUPPORT_PAINTING_H
#define SUPPORT_PAINTING_H

#include "base/arena.h"
#include "paint/scene.h"
#include "support/canvas.h"

struct painting { struct arena *arena; struct brief brief; struct scene scene; struct canvas canvas; };

static inline void
painting_open(struct painting *p, const char *prompt, int w, int h)
{
	p->arena = arena_new(1 << 20);
	p->brief = brief_read(p->arena, prompt);
	scene_make(&p->scene, &p->brief, w, h);
	canvas_open(&p->canvas, w, h);
}

static inline void
painting_close(struct painting *p)
{
	canvas_close(&p->canvas);
	arena_free(p->arena);
}

#endif
