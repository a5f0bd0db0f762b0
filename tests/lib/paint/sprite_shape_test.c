/* sprite_shape: each of them, by what is true of all (support/sprites.h). */
#include "support/suite.h"

#include "support/sprites.h"

SPRITE_SUITE(sprite_shape, sprite_ribbon, sprite_heart, sprite_star, sprite_moon, sprite_butterfly, sprite_snow, sprite_pearl, sprite_sprinkle)
