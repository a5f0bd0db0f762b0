/*
 * colour: mixing paint; each part from 0 to 1, sRGB as the screen has it.
 */
#ifndef PAINT_COLOUR_H
#define PAINT_COLOUR_H

#include <stdint.h>

struct colour { double r, g, b; };

struct colour colour_rgb(uint32_t rgb);				/* 0xRRGGBB */
struct colour colour_mix(struct colour, struct colour, double part_of_second);
struct colour colour_lighter(struct colour, double);		/* towards a warm white */
struct colour colour_darker(struct colour, double);		/* towards its own shadow, which is never grey */
struct colour colour_softer(struct colour, double);		/* less saturated */
struct colour colour_turned(struct colour, double turn);	/* its hue moved by that part of the whole circle */
double colour_light(struct colour);				/* how light it seems: 0 black, 1 white */

#endif
