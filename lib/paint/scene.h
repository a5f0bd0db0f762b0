/*
 * scene: what is drawn, and where; made once of a brief and a size, and handed from brush to brush.
 */
#ifndef PAINT_SCENE_H
#define PAINT_SCENE_H

#include <stdbool.h>

#include "paint/brief.h"
#include "paint/tier.h"

#define SCENE_TIERS 4

struct scene {
	const struct brief	*brief;
	double			 w, h;		/* of the picture */
	double			 horizon;	/* where the table ends */
	bool			 dark;		/* a dark room with lights */
	struct colour		 wall, table;
	double			 x, r;		/* the cake's middle, and the radius of its lowest tier */
	int			 ntiers;
	struct tier		 tier[SCENE_TIERS];	/* from below */
	struct colour		 frosting[SCENE_TIERS];
	bool			 drips;
	struct colour		 drip, ink;	/* what runs down, and what is written with */
	int			 lettered;	/* the tier the message is on; -1 = none */
};

void scene_make(struct scene *, const struct brief *, double w, double h);

#endif
