/*
 * stage: the room around the cake: wall, lights, table, and the stand it is on.
 */
#ifndef PAINT_STAGE_H
#define PAINT_STAGE_H

#include <cairo.h>

struct scene;

void stage_room(cairo_t *, const struct scene *);
void stage_stand(cairo_t *, const struct scene *);
/* What falls over the whole picture at the end: a warm light, darker corners. */
void stage_light(cairo_t *, const struct scene *);

#endif
