/* dictionary: prints the words of the sample model, for model_fuzz -dict=. */
#include <stdio.h>

#include "base/buf.h"
#include "http/model.h"
#include "support/sample.h"

int
main(void)
{
	struct buf b = { 0 };

	model_dictionary(&b, &sample_model);
	fputs(buf_str(&b), stdout);
	bool failed = b.failed || fflush(stdout) != 0;
	buf_free(&b);
	return failed ? 1 : 0;
}
