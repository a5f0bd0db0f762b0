/* sprite_figure: each of them, by what is true of all (support/sprites.h). */
#include "support/suite.h"

#include "support/sprites.h"

SPRITE_SUITE(sprite_figure, sprite_bear, sprite_rabbit, sprite_cat, sprite_crown, sprite_balloon, sprite_candle, sprite_tree)
