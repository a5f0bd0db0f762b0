/* sprite_sweet: each of them, by what is true of all (support/sprites.h). */
#include "support/suite.h"

#include "support/sprites.h"

SPRITE_SUITE(sprite_sweet, sprite_macaron, sprite_oreo, sprite_shard, sprite_swirl)
