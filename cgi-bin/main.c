/* main: of every program; APP is the program's table, given by the build. */
#include "http/serve.h"

extern const struct app APP;

int
main(int argc, char **argv)
{
	return serve(&APP, argc, argv);
}
